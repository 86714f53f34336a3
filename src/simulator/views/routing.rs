//! WrapupCode.

use serde_json::{Value, json};

use crate::model::ids::WrapUpCodeId;
use crate::simulator::clock::Clock;
use crate::simulator::org::Org;
use crate::simulator::records::Named;

pub fn code(code: &Named<WrapUpCodeId>, org: &Org) -> Value {
    let division = &org.division;
    json!({
        "id": code.id,
        "name": code.name,
        "division": {
            "id": division.id,
            "name": division.name,
            "selfUri": format!("/api/v2/authorization/divisions/{}", division.id),
        },
        "dateCreated": Clock::new().now().iso(),
        "createdBy": org.agent.id,
        "selfUri": format!("/api/v2/routing/wrapupcodes/{}", code.id),
    })
}
