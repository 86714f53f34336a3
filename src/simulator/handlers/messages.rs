//! `/conversations/messages` and `/conversations/messages/{conversationId}`.

use serde::Deserialize;
use serde_json::json;

use super::conversations::{of_user, whole};
use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views;

#[derive(Deserialize)]
struct ConversationRequest {
    state: Option<String>,
}

/// Only the logged-in user's conversations; client credentials have no user (reported).
pub fn list(call: &mut Call<'_>) -> Handled {
    let mine: Vec<_> = of_user(call).map(|mine| json!(views::messages::conversation(mine))).collect();
    Ok(Reply::ok(whole(&mine, "/api/v2/conversations/messages")))
}

pub fn get(call: &mut Call<'_>) -> Handled {
    Ok(Reply::written(&views::messages::conversation(call.conversation()?)))
}

/// Only `disconnected` is valid (documented); `startTime` and `participants`, which the model
/// marks required, are not asked for (reported from the field).
pub fn patch(call: &mut Call<'_>) -> Handled {
    let conversation = call.conversation()?;
    let body: ConversationRequest = call.json()?;
    if !body.state.is_some_and(|state| state.eq_ignore_ascii_case("disconnected")) {
        return Err(Refusal::bad_request("The only state that a conversation can be given is disconnected."));
    }
    if !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    let answer = views::conversation::conversation(conversation);
    let change = Change { conversation: conversation.id.clone(), what: What::Disconnect };
    call.promise(change);
    Ok(Reply::ok(answer))
}
