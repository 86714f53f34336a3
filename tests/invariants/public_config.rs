//! A deployment's public configuration: guests count as told of an end only where it says so, and as off only where it says that.

use playwright_genesys::guest::deployment::Deployment;
use playwright_genesys::model::deployment::{ConversationDisconnect as Told, PublicConfig};
use serde_json::Value;

use super::json::{parsed, with_unknown_fields};

fn said(config: &Value) -> Option<(Told, Deployment)> {
    let config: PublicConfig = serde_json::from_slice(config.to_string().as_bytes()).ok()?;
    Some((config.disconnect(), Deployment::of(&config)))
}

pub fn hold(bytes: &[u8]) {
    let read = serde_json::from_slice::<PublicConfig>(bytes).ok();
    let Some(config) = parsed(bytes) else {
        assert!(read.is_none(), "something was read where no JSON is");
        return;
    };
    let conversations = &config["messenger"]["apps"]["conversations"];
    let told = &conversations["conversationDisconnect"];
    if let Some(read) = read {
        let (setting, deployment) = (read.disconnect(), Deployment::of(&read));
        assert_eq!(deployment.tells, setting.tells());
        assert_eq!(setting.tells() == Some(true), told["enabled"] == true);
        let is_off = conversations.is_object() && (told.is_null() || told["enabled"] == false);
        assert_eq!(setting == Told::Off, is_off);
        assert!(setting != Told::ReadOnly || told["type"] == "ReadOnly");
        assert_eq!(deployment.auto_start, conversations["autoStart"]["enabled"] == true);
    }
    if config.is_object() {
        assert_eq!(said(&with_unknown_fields(&config, &[])), said(&config));
    }
}
