//! The versioned `messaging` resource, as users' gateways describe it. It is not part of the
//! published Platform API.

use serde::{Deserialize, Deserializer, Serialize};

use super::ids::{ConversationId, ParticipantId};
use super::nullable::nullable;
use super::only_object::from_object;
use super::participant::{ParticipantState, Purpose};

/// What a read shows. `version` decides whether a resource of this kind answered at all.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", remote = "Self")]
pub struct VersionedConversation {
    pub id: ConversationId,
    pub state: String,
    pub version: u64,
    #[serde(default)]
    pub wrap_up_code_id: Option<String>,
    /// Of some gateways' own; one who is still there contradicts `state`.
    #[serde(default, deserialize_with = "nullable")]
    pub participants: Vec<Presence>,
}

from_object!(VersionedConversation);

impl VersionedConversation {
    pub fn has_ended(&self) -> bool {
        self.state.eq_ignore_ascii_case("closed") && self.contradicted_by().is_none()
    }

    /// The state of somebody who is said to be there still.
    pub fn contradicted_by(&self) -> Option<&ParticipantState> {
        self.participants.iter().filter_map(|p| p.state.as_ref()).find(|state| state.is_there())
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Presence {
    #[serde(default, deserialize_with = "id_if_one")]
    pub id: Option<ParticipantId>,
    #[serde(default, deserialize_with = "nullable")]
    pub purpose: Purpose,
    #[serde(default)]
    pub state: Option<ParticipantState>,
}

/// Whatever else such a gateway calls an id.
fn id_if_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ParticipantId>, D::Error> {
    let told = serde_json::Value::deserialize(deserializer)?;
    Ok(told.as_str().and_then(|text| text.parse().ok()))
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

#[cfg(test)]
mod tests {
    use super::VersionedConversation;
    use serde_json::{Value, json};

    fn ended(participants: Value) -> bool {
        let id = "11111111-1111-4111-8111-111111111111";
        let body = json!({ "id": id, "state": "closed", "version": 3, "participants": participants });
        serde_json::from_value::<VersionedConversation>(body).expect("a conversation").has_ended()
    }

    #[test]
    fn closed_is_not_believed_while_somebody_in_it_is_connected() {
        let left = json!({ "purpose": "customer", "state": "disconnected" });
        let there = json!({ "purpose": "agent", "state": "connected" });
        assert!(!ended(json!([left, there])));
        for nobody in [
            json!([left]),
            json!([{}]),
            json!([{ "state": null }, { "state": "their own word" }]),
            json!([{ "id": 7, "purpose": null }]),
            Value::Null,
        ] {
            assert!(ended(nobody.clone()), "{nobody}");
        }
    }
}
