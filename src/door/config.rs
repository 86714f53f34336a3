//! What a door is told, as JavaScript hands it over.

use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::net::NetworkOptions;
use crate::region::{Hosts, Service};

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoorConfig {
    /// Where the key of the run's authority lies.
    pub authority_key: PathBuf,
    pub to: Behind,
}

/// Who stands behind a door, and for which hosts.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Behind {
    Simulator {
        /// Its address.
        origin: Url,
        /// What its certificate is trusted by, where it has one.
        #[serde(default)]
        ca_file: Option<PathBuf>,
        /// Hosts beside those of the known regions, each with all that ends with it.
        #[serde(default)]
        hosts: Vec<String>,
    },
    /// The guest host of a real org, as its connection names it.
    Org(Org),
}

/// The part of a connection that says where guests go.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Org {
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    guest_url: Option<Url>,
    #[serde(default)]
    pub network: NetworkOptions,
}

impl Org {
    /// Nothing where the connection names neither a region nor this host.
    pub fn guest_host(&self) -> Option<Url> {
        let hosts = Hosts { region: self.region.clone(), guest: self.guest_url.clone(), ..Hosts::default() };
        Url::parse(&hosts.base(Service::Guest)?).ok()
    }
}

/// What one gate of it is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GateConfig {
    /// The user's own proxy, for whatever does not go to the simulator.
    #[serde(default)]
    pub network: NetworkOptions,
    /// Live, for a context that is to be left alone: nothing is opened.
    #[serde(default)]
    pub is_tunnel: bool,
}
