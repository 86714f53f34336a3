//! A certificate authority for one simulator, and its file for clients.

use std::fs::{OpenOptions, remove_file};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// The file is its owner's alone and goes with the simulator.
pub struct Tls {
    acceptor: TlsAcceptor,
    ca_file: PathBuf,
}

impl Tls {
    /// `hosts`: names beside those of loopback.
    pub fn new(hosts: &[String]) -> Result<Self, String> {
        let (ca_pem, certificate, key) = certificates(hosts).map_err(|cause| cause.to_string())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|cause| cause.to_string())?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .map_err(|cause| cause.to_string())?;
        let ca_file = write(&ca_pem).map_err(|cause| cause.to_string())?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), ca_file })
    }

    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }
}

impl Drop for Tls {
    fn drop(&mut self) {
        // A file that somebody has removed already is gone as well.
        let _ = remove_file(&self.ca_file);
    }
}

/// Beside this machine, the hosts of a region that cannot exist (RFC 2606): through a proxy that leads
/// them here, a client can be shown to reach a region as it reaches a real one.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "*.simulator.test"];

type Made = (String, CertificateDer<'static>, PrivateKeyDer<'static>);

/// OpenSSL takes a certificate whose subject is its issuer's for one that signed itself.
fn subject(name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}

fn certificates(hosts: &[String]) -> Result<Made, rcgen::Error> {
    let mut authority = CertificateParams::new(Vec::<String>::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority.distinguished_name = subject("playwright-genesys: authority of a simulated org");
    let authority_key = KeyPair::generate()?;
    let ca_pem = authority.self_signed(&authority_key)?.pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate()?;
    let names = NAMES.map(String::from).into_iter().chain(hosts.iter().cloned());
    let mut server = CertificateParams::new(names.collect::<Vec<_>>())?;
    server.distinguished_name = subject("playwright-genesys: simulated org");
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let certificate = server.signed_by(&key, &issuer)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    Ok((ca_pem, certificate.der().clone(), key))
}

fn write(pem: &str) -> std::io::Result<PathBuf> {
    let name = format!("playwright-genesys-ca-{}.pem", uuid::Uuid::new_v4());
    let path = std::env::temp_dir().join(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path)?.write_all(pem.as_bytes())?;
    Ok(path)
}
