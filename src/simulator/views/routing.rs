//! Queue and WrapupCode.

use serde::Serialize;
use serde_json::{Value, json};

use super::present;
use crate::model::ids::{QueueId, WrapUpCodeId};
use crate::simulator::clock::Clock;
use crate::simulator::org::Org;
use crate::simulator::records::Named;
use crate::simulator::world::World;

/// A Queue, with the fields that a client of web messaging may want.
pub fn queue(queue: &Named<QueueId>, world: &World) -> Value {
    let (wrap_up, agents) = (&world.options.wrap_up, world.org.agents.len());
    present(json!({
        "id": queue.id,
        "name": queue.name,
        "division": division(&world.org),
        "memberCount": agents,
        "userMemberCount": agents,
        "joinedMemberCount": agents,
        "acwSettings": { "wrapupPrompt": wrap_up.prompt(), "timeoutMs": wrap_up.timeout() },
        "selfUri": format!("/api/v2/routing/queues/{}", queue.id),
    }))
}

/// A UserQueue: an agent's own, joined.
pub fn queue_of_user(named: &Named<QueueId>, world: &World) -> Value {
    let mut shown = queue(named, world);
    shown["joined"] = json!(true);
    shown
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Division<'a> {
    id: &'a str,
    name: &'a str,
    self_uri: String,
}

pub fn division(org: &Org) -> Division<'_> {
    let Named { id, name } = &org.division;
    Division { id, name, self_uri: format!("/api/v2/authorization/divisions/{id}") }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Code<'a> {
    id: &'a WrapUpCodeId,
    name: &'a str,
    division: Division<'a>,
    date_created: String,
    created_by: &'a str,
    self_uri: String,
}

pub fn code<'a>(code: &'a Named<WrapUpCodeId>, org: &'a Org) -> Code<'a> {
    Code {
        id: &code.id,
        name: &code.name,
        division: division(org),
        date_created: Clock::new().now().iso(),
        created_by: &org.agents[0].id,
        self_uri: format!("/api/v2/routing/wrapupcodes/{}", code.id),
    }
}
