//! What a door is told, as JavaScript hands it over.

use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::net::NetworkOptions;

/// Who stands behind a door, and for which hosts.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoorConfig {
    /// Where the key of the run's authority lies.
    pub authority_key: PathBuf,
    /// The simulator's address.
    pub origin: Url,
    /// What its certificate is trusted by, where it has one.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// Hosts beside those of the known regions, each with all that ends with it.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// What one gate of it is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GateConfig {
    /// The user's own proxy, for whatever is not led.
    #[serde(default)]
    pub network: NetworkOptions,
}
