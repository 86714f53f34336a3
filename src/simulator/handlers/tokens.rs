//! `/tokens/me`: what a token is good for, and its end.

use serde_json::json;

use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Reply};
use crate::simulator::sign_in::GrantType;
use crate::simulator::views::present;

/// Assumed: `authorizedScope` is filled only where scopes were given (unknown for client credentials).
pub fn get(call: &mut Call<'_>) -> Handled {
    let org = &call.world.org;
    let organization = json!({ "id": org.id, "name": "Simulated Org" });
    let kind = call.world.sign_ins.of(&call.token).map_or(GrantType::Client, |grant| grant.kind);
    let scopes = call.world.options.scopes.clone();
    Ok(Reply::ok(present(json!({
        "organization": organization,
        "homeOrganization": organization,
        "authorizedScope": scopes.clone().unwrap_or_default(),
        "OAuthClient": {
            "id": org.client_id,
            "name": "Simulated OAuth client",
            "authorizedGrantType": kind.as_str(),
            "scope": scopes.unwrap_or_default(),
            "roleDivisions": [{ "roleId": org.role_id, "divisionId": org.division.id }],
            "state": "active",
            "organization": organization,
        },
    }))))
}

pub fn head(_: &mut Call<'_>) -> Handled {
    Ok(Reply::empty(200))
}

pub fn delete(call: &mut Call<'_>) -> Handled {
    call.world.sign_ins.revoke(&call.token);
    Ok(Reply::empty(200))
}
