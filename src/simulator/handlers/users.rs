//! `/users/me` and `/users/{userId}`: agents, as desktops ask for them.

use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::user;

pub fn me(call: &mut Call<'_>) -> Handled {
    let expand: Vec<&str> = call.queries("expand").collect();
    Ok(Reply::ok(user::me(call.user()?, &call.world.org, &expand)))
}

pub fn get(call: &mut Call<'_>) -> Handled {
    let id = call.path.get("userId").map(String::as_str).unwrap_or_default();
    let agent = call.world.org.agent(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(user::user(agent, &call.world.org)))
}
