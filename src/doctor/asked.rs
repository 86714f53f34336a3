//! What somebody wants to know.

use serde::Deserialize;

use crate::model::ids::{ConversationId, DeploymentId, QueueId};

/// What is looked at; what is not named is left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Asked {
    pub deployment_id: Option<DeploymentId>,
    pub queue_id: Option<QueueId>,
    pub conversation_id: Option<ConversationId>,
    /// The origin of the page that guests are on.
    pub origin: Option<String>,
    /// Whether rights that only a write shows are tried with a random id.
    pub probe_writes: bool,
}
