//! What a client needs to reach a simulator.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Fits into the client's `ConnectionOptions`, names included.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulatorConnection", optional_fields))]
pub struct Connection {
    pub api_url: String,
    pub login_url: String,
    pub guest_url: String,
    pub config_url: String,
    pub deployment_id: String,
    /// No option of a client; `None`: of an older simulator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    pub client_id: String,
    pub client_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<String>,
    /// A number, or `"unlimited"`.
    #[cfg_attr(test, ts(type = "number | \"unlimited\""))]
    pub requests_per_minute: Value,
    /// Where the window of the budget is no minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_window_ms: Option<u32>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("api_url", &self.api_url)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
