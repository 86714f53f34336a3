//! A simulator that another process on this machine started.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::blocking::Client;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::connection::Connection;
use super::control::Command;
use super::control_server::{HEADER, PATH};
use super::refused::{Answer, Reason, Refused};

/// Sends commands over HTTP and waits for their answers.
pub struct Attached {
    client: Client,
    address: Url,
    connection: Connection,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Written {
    Ok(Value),
    Error(Refused),
}

/// A command answers as soon as its frames have left, which is bounded.
const TIMEOUT: Duration = Duration::from_secs(15);

impl Attached {
    /// Only on this machine: what drives an org must not leave it. Over TLS only the one
    /// authority is trusted, that of the simulator.
    pub fn attach(url: &str, ca_file: Option<&Path>) -> Result<Self, Refused> {
        let refuse = |why: &str| Refused::invalid(format!("The simulator cannot be attached to: {why}."));
        let base = Url::parse(url).map_err(|cause| refuse(&cause.to_string()))?;
        if !matches!(base.host_str(), Some("127.0.0.1" | "localhost")) {
            return Err(refuse("only 127.0.0.1 or localhost is possible"));
        }
        let address = base.join(PATH).map_err(|cause| refuse(&cause.to_string()))?;
        let roots = match (base.scheme(), ca_file) {
            ("http", _) => RootCertStore::empty(),
            ("https", Some(file)) => authority(file).map_err(|cause| refuse(&cause))?,
            ("https", None) => return Err(refuse("it serves over TLS, and no caFile was given")),
            _ => return Err(refuse("only http and https are possible")),
        };
        let client = client(roots).map_err(|cause| refuse(&cause))?;
        let answer = send(&client, &address, &Command::Connection)?;
        let connection =
            serde_json::from_value(answer).map_err(|_| refuse("it does not answer as one does"))?;
        Ok(Self { client, address, connection })
    }

    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub fn execute(&self, command: &Command) -> Answer {
        send(&self.client, &self.address, command)
    }
}

fn send(client: &Client, address: &Url, command: &Command) -> Answer {
    let request = client.post(address.clone()).header(HEADER, "1").json(command);
    let response = request.send().map_err(|_| silent(address))?;
    match response.json::<Written>() {
        Ok(Written::Ok(value)) => Ok(value),
        Ok(Written::Error(refused)) => Err(refused),
        Err(_) => Err(silent(address)),
    }
}

fn silent(address: &Url) -> Refused {
    let origin = address.origin().ascii_serialization();
    let trust = if address.scheme() == "https" { ", or caFile is not its authority" } else { "" };
    Refused { message: format!("No simulator answers at {origin}{trust}."), reason: Reason::Unreachable }
}

fn authority(file: &Path) -> Result<RootCertStore, String> {
    let unusable = |why: String| format!("caFile names '{}', which {why}", file.display());
    let pem = std::fs::read(file).map_err(|cause| unusable(format!("cannot be read ({cause})")))?;
    let certificates = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.map_err(|_| unusable("is not valid PEM".into()))?;
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(certificates) {
        (0, _) => Err(unusable("holds no usable certificate".into())),
        _ => Ok(roots),
    }
}

fn client(roots: RootCertStore) -> Result<Client, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| cause.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let builder = Client::builder().tls_backend_preconfigured(tls).no_proxy().timeout(TIMEOUT);
    builder.build().map_err(|cause| cause.to_string())
}
