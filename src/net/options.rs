//! How this machine reaches the network, as resolved in JavaScript.
//!
//! The environment is read there, not here: a worker thread's environment is a copy that
//! native code cannot see.

use std::path::PathBuf;

use serde::Deserialize;

use crate::redacted::Redacted;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NetworkOptions {
    /// The proxy's address, userinfo included; never shown.
    pub proxy: Option<Redacted<String>>,
    /// The value of `NO_PROXY`. Loopback never goes through a proxy.
    pub no_proxy: Option<String>,
    /// A PEM file with further certificate authorities: the option `caFile`.
    pub ca_file: Option<PathBuf>,
    /// The same from `NODE_EXTRA_CA_CERTS`.
    pub extra_ca_file: Option<PathBuf>,
}
