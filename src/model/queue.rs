//! A routing queue, as far as it decides what closing needs.

use serde::Deserialize;

use super::nullable::nullable;

/// `GET /api/v2/routing/queues/{id}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    #[serde(default, deserialize_with = "nullable")]
    pub acw_settings: AcwSettings,
}

/// When and how agents of the queue wrap up.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AcwSettings {
    #[serde(deserialize_with = "nullable")]
    pub wrapup_prompt: Prompt,
    pub timeout_ms: Option<u64>,
}

/// The vendor's list; what is not on it is kept as unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Prompt {
    Mandatory,
    Optional,
    MandatoryTimeout,
    MandatoryForcedTimeout,
    AgentRequested,
    #[default]
    #[serde(other)]
    Unknown,
}
