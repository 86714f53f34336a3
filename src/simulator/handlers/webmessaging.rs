//! `GET /webmessaging/messages`: a guest's history, with the JWT that its socket gave.

use serde_json::json;

use crate::model::ids::ConversationId;
use crate::simulator::call::Call;
use crate::simulator::guest_socket::frames;
use crate::simulator::guest_socket::histories::Told;
use crate::simulator::reply::{Handled, Refusal, Reply};

const PAGE: usize = 25;

/// Newest first, events included (measured).
pub fn history(call: &mut Call<'_>) -> Handled {
    let now = call.world.clock.now();
    let session = call.world.guests.by_jwt(&call.token, now);
    let (token, session) =
        session.ok_or_else(|| Refusal::new(401, "bad.credentials", "Invalid login credentials."))?;
    let (token, conversation) = (token.to_string(), session.conversation.clone());
    let known = known(call, &token, conversation.as_ref());
    let conversation = conversation.and_then(|id| call.world.conversation(&id));
    let messages = conversation.map(|c| &c.messages[..known]).unwrap_or_default();
    let number = |name: &str, absent: usize| {
        call.query(name).and_then(|text| text.parse::<usize>().ok()).filter(|n| *n > 0).unwrap_or(absent)
    };
    let (size, page) = (number("pageSize", PAGE), number("pageNumber", 1));
    let entities =
        messages.iter().rev().skip((page - 1).saturating_mul(size)).take(size).map(frames::message);
    Ok(Reply::ok(json!({
        "entities": entities.collect::<Vec<_>>(),
        "pageSize": size,
        "pageNumber": page,
        "total": messages.len(),
        "pageCount": messages.len().div_ceil(size).max(1),
    })))
}

/// How many messages the answer knows of: all, unless a schedule has it lag. It may have it wait, too.
fn known(call: &mut Call<'_>, token: &str, conversation: Option<&ConversationId>) -> usize {
    let messages = conversation.and_then(|id| call.world.conversation(id)).map(|c| c.messages.as_slice());
    let stamps: Vec<_> = messages.unwrap_or_default().iter().map(|message| message.at).collect();
    match call.world.guests.ask_history(token, &stamps) {
        Told::Now => stamps.len(),
        Told::AsOf(then) => stamps.partition_point(|stamp| *stamp <= then),
        Told::After(left) => {
            call.waits_for = Some(left);
            stamps.len()
        }
    }
}
