//! Queue and WrapupCode.

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

pub fn division(org: &Org) -> Value {
    let Named { id, name } = &org.division;
    json!({ "id": id, "name": name, "selfUri": format!("/api/v2/authorization/divisions/{id}") })
}

pub fn code(code: &Named<WrapUpCodeId>, org: &Org) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "division": division(org),
        "dateCreated": Clock::new().now().iso(),
        "createdBy": org.agents[0].id,
        "selfUri": format!("/api/v2/routing/wrapupcodes/{}", code.id),
    })
}
