//! The versioned `messaging` resource, as users' gateways describe it. It is not part of the
//! published Platform API.

use serde::{Deserialize, Serialize};

use super::OnlyObject;
use super::ids::ConversationId;

/// What a read shows. `version` decides whether a resource of this kind answered at all.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionedConversation {
    pub id: ConversationId,
    pub state: String,
    pub version: u64,
    #[serde(default)]
    pub wrap_up_code_id: Option<String>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

impl VersionedConversation {
    pub fn has_ended(&self) -> bool {
        self.state.eq_ignore_ascii_case("closed")
    }
}

/// The body of the closing PUT.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionedClose {
    pub state: &'static str,
    pub version: u64,
    pub wrap_up_code_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap_up_code_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}
