//! One set of trusted certificate authorities for REST and sockets.
//!
//! Bundled roots, then the system's, then `NODE_EXTRA_CA_CERTS`, then `caFile`: an image
//! without a CA bundle works, and so does a company's inspecting proxy.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::given::Given;
use super::options::NetworkOptions;
use crate::error::{Error, Kind, Result};

/// The TLS configuration of every connection of one client.
pub fn tls_config(options: &NetworkOptions) -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    // Best effort: a broken system bundle must not stop a client that does not need it.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let mut given = add_file(&mut roots, options.extra_ca_file.as_deref(), "NODE_EXTRA_CA_CERTS")?;
    given.extend(add_file(&mut roots, options.ca_file.as_deref(), "caFile")?);
    Ok(Arc::new(with_roots(roots, given)))
}

/// A configuration that trusts nobody: for clients that only ever speak to loopback.
pub fn no_tls() -> ClientConfig {
    with_roots(RootCertStore::empty(), Vec::new())
}

fn with_roots(roots: RootCertStore, certificates: Vec<CertificateDer<'static>>) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("ring offers the default protocol versions");
    if certificates.is_empty() {
        return config.with_root_certificates(roots).with_no_client_auth();
    }
    let rules = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .expect("there are roots, and no lists of what was revoked");
    let given = Given { rules, certificates };
    config.dangerous().with_custom_certificate_verifier(Arc::new(given)).with_no_client_auth()
}

fn add_file(
    roots: &mut RootCertStore,
    file: Option<&Path>,
    source: &str,
) -> Result<Vec<CertificateDer<'static>>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let unusable = |why: String| {
        Error::new(Kind::InvalidInput, format!("{source} names '{}', which {why}.", file.display()))
            .hint("Name a readable PEM file with at least one CERTIFICATE block.")
    };
    let pem = std::fs::read(file).map_err(|cause| unusable(format!("cannot be read ({cause})")))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| unusable("is not valid PEM".into()))?;
    let (added, _) = roots.add_parsable_certificates(certificates.iter().cloned());
    if added == 0 { Err(unusable("holds no usable certificate".into())) } else { Ok(certificates) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ca_file_that_cannot_be_read_is_named() {
        let options = NetworkOptions { ca_file: Some("/nowhere/ca.pem".into()), ..NetworkOptions::default() };
        let error = tls_config(&options).expect_err("the file is not there");
        assert_eq!(error.kind, Kind::InvalidInput);
        assert!(error.message.contains("caFile") && error.message.contains("/nowhere/ca.pem"));
    }
}
