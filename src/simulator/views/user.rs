//! User and UserMe: the agents of the org.

use serde_json::{Value, json};

use super::present;
use super::routing::division;
use crate::simulator::org::Org;
use crate::simulator::records::Named;

/// A User, with what a desktop shows of it.
pub fn user(agent: &Named<String>, org: &Org) -> Value {
    let mail = format!("{}@simulator.test", agent.name.to_lowercase().replace(' ', "."));
    json!({
        "id": agent.id,
        "name": agent.name,
        "division": division(org),
        "email": mail,
        "username": mail,
        "state": "active",
        "version": 1,
        "acdAutoAnswer": false,
        "selfUri": format!("/api/v2/users/{}", agent.id),
    })
}

/// A UserMe. Assumed: more than the organization cannot be expanded.
pub fn me(agent: &Named<String>, org: &Org, expand: &[&str]) -> Value {
    let mut shown = user(agent, org);
    let wanted = expand.contains(&"organization");
    shown["organization"] =
        if wanted { json!({ "id": org.id, "name": "Simulated Org" }) } else { Value::Null };
    present(shown)
}
