//! A deployment's public configuration: guests count as told of an end only where it says so, and both readers agree.

use playwright_genesys::guest::deployment::Deployment;
use playwright_genesys::platform::PublicConfig;
use serde_json::Value;

use super::json::{parsed, with_unknown_fields};

fn setting_of(body: &[u8]) -> Option<&'static str> {
    serde_json::from_slice::<PublicConfig>(body).ok().map(|config| config.disconnect())
}

fn said(config: &Value) -> (Option<&'static str>, Option<Deployment>) {
    (setting_of(config.to_string().as_bytes()), Deployment::of(config))
}

pub fn hold(bytes: &[u8]) {
    let setting = setting_of(bytes);
    let Some(config) = parsed(bytes) else {
        assert_eq!(setting, None, "something was read where no JSON is");
        return;
    };
    let conversations = &config["messenger"]["apps"]["conversations"];
    let told = &conversations["conversationDisconnect"];
    if let Some(setting) = setting {
        assert!(["off", "Send", "ReadOnly"].contains(&setting));
        assert_eq!(setting != "off", told["enabled"] == true);
        assert!(setting != "ReadOnly" || told["type"] == "ReadOnly");
    }
    if let Some(deployment) = Deployment::of(&config) {
        assert_eq!(deployment.tells, told["enabled"] == true);
        assert_eq!(deployment.auto_start, conversations["autoStart"]["enabled"] == true);
    }
    if config.is_object() {
        assert_eq!(said(&with_unknown_fields(&config, &[])), said(&config));
    }
}
