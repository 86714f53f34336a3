//! A deployment's public `config.json`: one reading of it for close, guest, page and doctor.
//! `null` counts as absent, and what has another type than expected says nothing.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `config.json`, as browsers read it.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct PublicConfig(Map<String, Value>);

/// What a configuration says about telling guests of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ConversationDisconnect {
    #[serde(rename = "off")]
    Off,
    Send,
    ReadOnly,
    /// Guests are told, in a mode that is not known here.
    #[serde(rename = "other")]
    Other,
    #[serde(rename = "unknown")]
    Unknown,
}

impl ConversationDisconnect {
    /// Whether guests are told at all; `None` where that is not known.
    pub const fn tells(self) -> Option<bool> {
        match self {
            Self::Off => Some(false),
            Self::Send | Self::ReadOnly | Self::Other => Some(true),
            Self::Unknown => None,
        }
    }
}

/// A feature of the messenger that can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
    Unknown,
}

impl PublicConfig {
    /// `None` for what is no object.
    pub fn of(config: Value) -> Option<Self> {
        serde_json::from_value(config).ok()
    }

    /// `Active`, `Inactive` or another word of the vendor's.
    pub fn status(&self) -> Option<&str> {
        self.0.get("status")?.as_str()
    }

    /// Whether it holds any word about the messenger.
    pub fn has_messenger(&self) -> bool {
        self.0.get("messenger").is_some_and(Value::is_object)
    }

    /// Whether guests are told of an end. The vendor's SDK takes a missing type for `Send`.
    pub fn disconnect(&self) -> ConversationDisconnect {
        match self.switch("conversationDisconnect") {
            Switch::Unknown => ConversationDisconnect::Unknown,
            Switch::Off => ConversationDisconnect::Off,
            Switch::On => match self.conversations().map(|all| &all["conversationDisconnect"]["type"]) {
                None | Some(Value::Null) => ConversationDisconnect::Send,
                Some(kind) if kind == "Send" => ConversationDisconnect::Send,
                Some(kind) if kind == "ReadOnly" => ConversationDisconnect::ReadOnly,
                Some(_) => ConversationDisconnect::Other,
            },
        }
    }

    pub fn auto_start(&self) -> Switch {
        self.switch("autoStart")
    }

    pub fn conversation_clear(&self) -> Switch {
        self.switch("conversationClear")
    }

    fn conversations(&self) -> Option<&Value> {
        self.0.get("messenger")?.pointer("/apps/conversations").filter(|all| all.is_object())
    }

    /// Absent means off only where the others could stand: the vendor's own default.
    fn switch(&self, name: &str) -> Switch {
        let Some(conversations) = self.conversations() else { return Switch::Unknown };
        match &conversations[name] {
            Value::Null => Switch::Off,
            setting => match setting["enabled"].as_bool() {
                Some(true) => Switch::On,
                Some(false) => Switch::Off,
                None => Switch::Unknown,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of_conversations(conversations: Value) -> PublicConfig {
        PublicConfig::of(json!({ "messenger": { "apps": { "conversations": conversations } } }))
            .expect("an object")
    }

    fn disconnect(setting: Value) -> ConversationDisconnect {
        of_conversations(json!({ "conversationDisconnect": setting })).disconnect()
    }

    #[test]
    fn off_is_what_says_off_or_says_nothing_beside_its_neighbours() {
        use ConversationDisconnect::Off;
        assert_eq!(disconnect(json!({ "enabled": false })), Off);
        assert_eq!(disconnect(json!({ "enabled": false, "type": "ReadOnly" })), Off);
        assert_eq!(disconnect(Value::Null), Off);
        assert_eq!(of_conversations(json!({})).disconnect(), Off);
    }

    #[test]
    fn what_does_not_speak_of_it_is_no_off() {
        let silent = [
            json!({}),
            json!({ "status": "Active" }),
            json!({ "messenger": null }),
            json!({ "messenger": [] }),
            json!({ "messenger": { "apps": {} } }),
            json!({ "messenger": { "apps": { "conversations": null } } }),
            json!({ "messenger": { "apps": { "conversations": [] } } }),
            json!({ "messenger": { "apps": { "conversations": "on" } } }),
        ];
        for config in silent {
            let read = PublicConfig::of(config.clone()).expect("an object");
            assert_eq!(read.disconnect(), ConversationDisconnect::Unknown, "{config}");
            assert_eq!(read.auto_start(), Switch::Unknown, "{config}");
        }
        for setting in [
            json!({}),
            json!({ "type": "Send" }),
            json!({ "enabled": null }),
            json!({ "enabled": "false" }),
            json!("off"),
            json!([]),
        ] {
            assert_eq!(disconnect(setting.clone()), ConversationDisconnect::Unknown, "{setting}");
        }
    }

    #[test]
    fn a_mode_that_is_not_known_tells_all_the_same() {
        use ConversationDisconnect::{Other, ReadOnly, Send};
        let on = |kind: Value| disconnect(json!({ "enabled": true, "type": kind }));
        assert_eq!([on(json!("ReadOnly")), on(json!("Send")), on(Value::Null)], [ReadOnly, Send, Send]);
        for kind in [
            json!("readonly"),
            json!("Archive"),
            json!("off"),
            json!("unknown"),
            json!(""),
            json!(7),
            json!({ "Send": null }),
        ] {
            assert_eq!(on(kind.clone()), Other, "{kind}");
        }
        assert_eq!(Other.tells(), Some(true));
    }

    #[test]
    fn what_is_no_object_is_no_configuration() {
        for config in [json!([]), json!("off"), Value::Null, json!(1)] {
            assert!(PublicConfig::of(config).is_none());
        }
    }
}
