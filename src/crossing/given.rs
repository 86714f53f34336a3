//! Options that every call has.

use std::time::Duration;

use serde::Deserialize;

/// Of every call that only reads.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CallOptions {
    /// Deadline of this call; default: that of the connection.
    timeout_ms: Option<f64>,
}

impl CallOptions {
    pub fn timeout(&self) -> Option<Duration> {
        duration(self.timeout_ms)
    }
}

/// A time that JavaScript gives, where it is one.
pub fn duration(ms: Option<f64>) -> Option<Duration> {
    ms.and_then(|ms| Duration::try_from_secs_f64(ms / 1_000.0).ok())
}
