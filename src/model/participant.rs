//! One party in a conversation, as `GET /conversations/messages/{id}` shows it.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::ids::{ParticipantId, QueueId};
use super::nullable::{nullable, nullable_map};
use super::only_object::from_object;
use super::wrapup::Wrapup;

/// `MessageMediaParticipant`, the fields that a close reads.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", remote = "Self")]
pub struct Participant {
    pub id: ParticipantId,
    #[serde(default, deserialize_with = "nullable")]
    pub purpose: Purpose,
    #[serde(default, deserialize_with = "nullable")]
    pub state: ParticipantState,
    #[serde(default)]
    pub start_time: Option<String>,
    /// Absent for an agent who was never more than alerted.
    #[serde(default)]
    pub connected_time: Option<String>,
    #[serde(default)]
    pub end_time: Option<String>,
    #[serde(default)]
    pub disconnect_type: Option<String>,
    #[serde(default, deserialize_with = "queue_with_an_id")]
    pub queue: Option<QueueRef>,
    #[serde(default, deserialize_with = "nullable_map")]
    pub attributes: HashMap<String, String>,
    #[serde(default, deserialize_with = "nullable")]
    pub wrapup_required: bool,
    #[serde(default)]
    pub wrapup_prompt: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub wrapup_skipped: bool,
    #[serde(default)]
    pub wrapup: Option<Wrapup>,
}

from_object!(Participant);

impl Participant {
    /// Whether this is a person who answers guests.
    pub fn is_agent(&self) -> bool {
        self.purpose.is_agent()
    }

    pub fn queue_id(&self) -> Option<&QueueId> {
        self.queue.as_ref().map(|queue| &queue.id)
    }

    /// Since when the participant has been there, by the latest time that says so.
    pub fn since(&self) -> Option<OffsetDateTime> {
        [&self.start_time, &self.connected_time]
            .into_iter()
            .filter_map(|text| time_of(text.as_deref()?))
            .max()
    }

    /// The code of a final wrap-up; a draft does not count.
    pub fn wrapup_code(&self) -> Option<&str> {
        self.wrapup.as_ref().and_then(Wrapup::final_code)
    }
}

/// A date-time of the API; what is none is no time.
pub fn time_of(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

#[derive(Debug, Clone)]
pub struct QueueRef {
    pub id: QueueId,
}

/// A reference that names nothing is none.
fn queue_with_an_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<QueueRef>, D::Error> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        id: Option<QueueId>,
    }
    let named = Option::<Named>::deserialize(deserializer)?;
    Ok(named.and_then(|named| named.id).map(|id| QueueRef { id }))
}

macro_rules! open_strings {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name { $($variant,)+ Other(String) }

        impl $name {
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $wire,)+ Self::Other(text) => text }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // The vendor's own tests write states in upper case.
                let text = String::deserialize(deserializer)?;
                Ok(match text.to_ascii_lowercase().as_str() { $($wire => Self::$variant,)+ _ => Self::Other(text) })
            }
        }
    };
}

open_strings! {
    /// A free string in the vendor's schema; these are documented or seen.
    Purpose {
        Customer = "customer", External = "external", Agent = "agent", User = "user",
        Acd = "acd", Workflow = "workflow", Botflow = "botflow", Ivr = "ivr", Api = "api",
    }
}

open_strings! {
    /// `ParticipantState`. The vendor's list grows, and an unknown state counts as open.
    ParticipantState {
        Alerting = "alerting", Dialing = "dialing", Contacting = "contacting", Offering = "offering",
        Connected = "connected", Disconnected = "disconnected", Terminated = "terminated",
        Parked = "parked",
    }
}

impl Purpose {
    pub const fn is_agent(&self) -> bool {
        matches!(self, Self::Agent | Self::User)
    }
}

impl ParticipantState {
    /// Whether nothing more can come from this participant. Parked is not ended.
    pub const fn is_terminal(&self) -> bool {
        matches!(self, Self::Disconnected | Self::Terminated)
    }

    /// Whether it is a state of somebody who is there; of an unknown one that is not known.
    pub const fn is_there(&self) -> bool {
        !self.is_terminal() && !matches!(self, Self::Other(_))
    }

    /// Whether the participant has taken the conversation, held and parked included.
    pub const fn has_answered(&self) -> bool {
        matches!(self, Self::Connected | Self::Parked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_state_is_kept_and_counts_as_open() {
        let state: ParticipantState = serde_json::from_str(r#""levitating""#).expect("any string is a state");
        assert_eq!(state.as_str(), "levitating");
        assert!(!state.is_terminal());
        let shouted: ParticipantState =
            serde_json::from_str(r#""DISCONNECTED""#).expect("any string is a state");
        assert!(shouted.is_terminal());
    }

    #[test]
    fn null_equals_absent_in_every_optional_field() {
        let id = "11111111-1111-4111-8111-111111111111";
        let bare = format!(r#"{{"id":"{id}"}}"#);
        let nulls = format!(
            r#"{{"id":"{id}","purpose":null,"state":null,"startTime":null,"connectedTime":null,"endTime":null,
            "disconnectType":null,"queue":null,"attributes":null,"wrapupRequired":null,"wrapupPrompt":null,
            "wrapupSkipped":null,"wrapup":null}}"#
        );
        let empty = format!(
            r#"{{"id":"{id}","queue":{{"id":null}},"attributes":{{"a":null}},"wrapup":{{"code":null,"provisional":null}}}}"#
        );
        let read = |json: &str| serde_json::from_str::<Participant>(json).expect("a participant");
        let told = |p: Participant| {
            (
                p.state.as_str().to_string(),
                p.queue_id().cloned(),
                p.attributes.len(),
                p.wrapup_required,
                p.wrapup_code().is_some(),
            )
        };
        assert_eq!(told(read(&nulls)), told(read(&bare)));
        assert_eq!(told(read(&empty)), told(read(&bare)));
    }

    #[test]
    fn a_list_of_values_is_no_participant() {
        let listed = r#"["11111111-1111-4111-8111-111111111111","customer","disconnected"]"#;
        assert!(serde_json::from_str::<Participant>(listed).is_err());
    }

    #[test]
    fn a_server_cannot_slip_a_path_into_an_id() {
        let hostile = r#"{"id":"../../oauth","purpose":"agent","state":"connected"}"#;
        assert!(serde_json::from_str::<Participant>(hostile).is_err());
    }
}
