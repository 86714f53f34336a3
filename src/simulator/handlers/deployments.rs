//! Messenger deployments: for administrators, and the public files that browsers read.

use serde_json::json;

use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::deployment;

fn known(call: &Call<'_>) -> bool {
    call.path.get("deploymentId").is_some_and(|id| *id == call.world.org.deployment_id)
}

pub fn get(call: &mut Call<'_>) -> Handled {
    if known(call) { Ok(Reply::ok(deployment::deployment(call.world))) } else { Err(Refusal::not_found()) }
}

pub fn active_configuration(call: &mut Call<'_>) -> Handled {
    if !known(call) {
        return Err(Refusal::not_found());
    }
    let configuration = deployment::configuration(call.world);
    let deployment = deployment::deployment(call.world);
    Ok(Reply::ok(json!({ "configurationVersion": configuration, "deployment": deployment })))
}

pub fn configuration(call: &mut Call<'_>) -> Handled {
    let configuration = deployment::configuration(call.world);
    let named =
        |key: &str, field: &str| call.path.get(key).is_some_and(|given| configuration[field] == **given);
    if named("configurationId", "id") && named("versionId", "version") {
        Ok(Reply::ok(configuration))
    } else {
        Err(Refusal::not_found())
    }
}

pub fn public_config(call: &mut Call<'_>) -> Handled {
    Ok(if known(call) { Reply::ok(deployment::public_config(call.world)) } else { no_such_file() })
}

pub fn public_domains(call: &mut Call<'_>) -> Handled {
    Ok(if known(call) { Reply::ok(deployment::domains(call.world)) } else { no_such_file() })
}

/// Measured: the file store answers 403, in XML.
fn no_such_file() -> Reply {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    Reply::text(403, "application/xml", text.into())
}
