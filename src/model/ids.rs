//! Ids, each a type of its own, and safe to put into a path.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the expected form")]
pub struct NotAnId;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let uuid = Uuid::try_parse(text).map_err(|_| NotAnId)?;
                // Only the plain form with hyphens: no braces, no "urn:uuid:".
                let plain = uuid.hyphenated().to_string();
                if plain.eq_ignore_ascii_case(text) { Ok(Self(plain)) } else { Err(NotAnId) }
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid.hyphenated().to_string())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

uuid_ids! {
    /// The whole interaction.
    ConversationId,
    /// One party in a conversation.
    ParticipantId,
    /// One media session of a participant.
    CommunicationId,
    /// A wrap-up code.
    WrapUpCodeId,
    /// A routing queue.
    QueueId,
    /// A published Messenger configuration.
    DeploymentId,
}

/// A message id as guests see it: 32 hexadecimal digits, or a UUID.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
pub struct MessageId(String);

impl MessageId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MessageId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let is_hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hex || ConversationId::from_str(text).is_ok() {
            Ok(Self(text.to_string()))
        } else {
            Err(NotAnId)
        }
    }
}

impl From<Uuid> for MessageId {
    /// In the form that guests see.
    fn from(uuid: Uuid) -> Self {
        Self(uuid.simple().to_string())
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_change_a_path_is_no_id() {
        let good = "11111111-2222-4333-8444-555555555555";
        assert!(good.parse::<ConversationId>().is_ok());
        for bad in
            ["", " ", "../x", "a/b", &format!("{{{good}}}"), &format!("{good} "), &good.replace('-', "")]
        {
            assert!(bad.parse::<ConversationId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_message_id_is_hexadecimal_or_a_uuid() {
        assert!("0123456789abcdef0123456789abcdef".parse::<MessageId>().is_ok());
        assert!("0123456789abcdef0123456789abcde/".parse::<MessageId>().is_err());
    }
}
