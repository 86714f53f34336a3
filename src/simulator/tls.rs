//! A simulator behind TLS, and the file of its authority for clients.

use std::fs::{OpenOptions, remove_file};
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use tokio_rustls::TlsAcceptor;

use crate::authority::Authority;

/// The file is its owner's alone and goes with the simulator.
pub struct Tls {
    acceptor: TlsAcceptor,
    ca_file: PathBuf,
}

impl Tls {
    /// `hosts`: names beside those of loopback and of the address it listens at.
    pub fn new(hosts: &[String], ip: IpAddr) -> Result<Self, String> {
        let authority = Authority::new().map_err(|cause| cause.to_string())?;
        let names = NAMES.map(String::from).into_iter().chain([ip.to_string()]).chain(hosts.iter().cloned());
        let config = authority.server(names).map_err(|cause| cause.to_string())?;
        let ca_file = write(authority.pem()).map_err(|cause| cause.to_string())?;
        Ok(Self { acceptor: TlsAcceptor::from(config), ca_file })
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
