//! The Messenger deployment: for administrators (with a token) and for browsers (without).

use serde_json::{Value, json};

use super::present;
use crate::simulator::clock::Clock;
use crate::simulator::guest_socket::files::MAX_KILOBYTES;
use crate::simulator::guest_socket::sessions::SESSION_SECONDS;
use crate::simulator::options::ConversationDisconnect;
use crate::simulator::world::World;

const VERSION: &str = "1";

/// A WebDeployment.
pub fn deployment(world: &World) -> Value {
    let org = &world.org;
    let domains = world.options.deployment.allowed_domains.as_ref();
    json!({
        "id": org.deployment_id,
        "name": "Sample deployment",
        "allowAllDomains": domains.is_none(),
        "allowedDomains": domains.cloned().unwrap_or_default(),
        "dateCreated": Clock::new().now().iso(),
        "flow": { "id": org.flow_id, "name": "Sample flow", "selfUri": format!("/api/v2/flows/{}", org.flow_id) },
        "status": world.options.deployment.status,
        "configuration": {
            "id": org.configuration_id,
            "name": "Sample configuration",
            "version": VERSION,
            "selfUri": configuration_uri(world),
        },
        "selfUri": format!("/api/v2/webdeployments/deployments/{}", org.deployment_id),
    })
}

fn configuration_uri(world: &World) -> String {
    format!("/api/v2/webdeployments/configurations/{}/versions/{VERSION}", world.org.configuration_id)
}

/// A WebDeploymentConfigurationVersion.
pub fn configuration(world: &World) -> Value {
    let at = Clock::new().now().iso();
    json!({
        "id": world.org.configuration_id,
        "name": "Sample configuration",
        "version": VERSION,
        "languages": ["en-us"],
        "defaultLanguage": "en-us",
        "messenger": { "enabled": true, "apps": { "conversations": conversations(world) } },
        "dateCreated": at,
        "datePublished": at,
        "status": "Active",
        "selfUri": configuration_uri(world),
    })
}

/// A ConversationAppSettings, as both sides show it.
fn conversations(world: &World) -> Value {
    let deployment = &world.options.deployment;
    let disconnect = match deployment.conversation_disconnect {
        ConversationDisconnect::Off => json!({ "enabled": false, "type": "Send" }),
        ConversationDisconnect::Send => json!({ "enabled": true, "type": "Send" }),
        ConversationDisconnect::ReadOnly => json!({ "enabled": true, "type": "ReadOnly" }),
    };
    json!({
        "enabled": true,
        "showAgentTypingIndicator": true,
        "showUserTypingIndicator": true,
        "autoStart": { "enabled": deployment.auto_start },
        "conversationDisconnect": disconnect,
        "conversationClear": { "enabled": deployment.conversation_clear },
        "humanize": { "enabled": false },
        "markdown": { "enabled": false },
        "sessionDurationSeconds": SESSION_SECONDS,
    })
}

/// `config.json`, which the Messenger reads without a token.
pub fn public_config(world: &World) -> Value {
    let mut apps = conversations(world);
    let modes = json!({ "fileTypes": world.options.deployment.file_types, "maxFileSizeKB": MAX_KILOBYTES });
    apps["messagingEndpoint"] = json!(world.guest_url());
    present(json!({
        "id": world.org.deployment_id,
        "version": VERSION,
        "languages": ["en-us"],
        "defaultLanguage": "en-us",
        "apiEndpoint": world.base_url,
        "status": world.options.deployment.status,
        "auth": { "enabled": false, "allowSessionUpgrade": false },
        "journeyEvents": { "enabled": false },
        "messenger": {
            "enabled": true,
            "styles": { "primaryColor": "#2a60c8" },
            "launcherButton": { "visibility": "On" },
            "fileUpload": { "enableAttachments": true, "modes": [modes] },
            "apps": { "conversations": apps },
        },
    }))
}

/// `domains.json`, which the Messenger reads first.
pub fn domains(world: &World) -> Value {
    let allowed = world.options.deployment.allowed_domains.as_ref();
    json!({ "allowAllDomains": allowed.is_none(), "allowedDomains": allowed.cloned().unwrap_or_default() })
}
