//! A simulator that another process on this machine started.

use std::sync::Arc;
use std::time::Duration;

use reqwest::blocking::Client;
use rustls::{ClientConfig, RootCertStore};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::connection::Connection;
use super::control::{Answer, Command, Reason, Refused};
use super::control_server::{HEADER, PATH};

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
    /// Only plain HTTP on this machine: what drives an org must not leave it.
    pub fn attach(url: &str) -> Result<Self, Refused> {
        let refuse = |why: &str| Refused::invalid(format!("The simulator cannot be attached to: {why}."));
        let base = Url::parse(url).map_err(|cause| refuse(&cause.to_string()))?;
        if base.scheme() != "http" || !matches!(base.host_str(), Some("127.0.0.1" | "localhost")) {
            return Err(refuse("only http on 127.0.0.1 or localhost is possible"));
        }
        let address = base.join(PATH).map_err(|cause| refuse(&cause.to_string()))?;
        let client = client().map_err(|cause| refuse(&cause))?;
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
    Refused { message: format!("No simulator answers at {origin}."), reason: Reason::Unreachable }
}

/// TLS is never spoken; the library wants a configuration all the same.
fn client() -> Result<Client, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| cause.to_string())?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let builder = Client::builder().tls_backend_preconfigured(tls).no_proxy().timeout(TIMEOUT);
    builder.build().map_err(|cause| cause.to_string())
}
