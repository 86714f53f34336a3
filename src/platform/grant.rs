//! A token, as the login host gives it.

use std::time::Duration;

use serde::Deserialize;

use crate::model::OnlyObject;
use crate::redacted::Redacted;

/// The vendor's tokens live for 300 s to two days, those of SCIM clients for 450 days (documented);
/// one that says more than this is renewed all the same.
const LONGEST_LIFE: u64 = 30 * 86_400;
/// The vendor's default life of a token.
const A_DAY: u64 = 86_400;

#[derive(Deserialize)]
pub struct Grant {
    pub access_token: Redacted<String>,
    /// Seconds.
    #[serde(default)]
    pub expires_in: Option<u64>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

impl Grant {
    pub fn life(&self) -> Duration {
        Duration::from_secs(self.expires_in.unwrap_or(A_DAY).min(LONGEST_LIFE))
    }
}
