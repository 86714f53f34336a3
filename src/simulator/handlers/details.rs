//! `/conversations/messages/{messageId}/details`. The id is a message's: a conversation's id at
//! the same place finds nothing.

use crate::model::ids::MessageId;
use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views;

pub fn get(call: &mut Call<'_>) -> Handled {
    let id: MessageId = call.id("conversationId")?;
    let (conversation, message) = call.world.find_message(&id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(views::message::data(message, conversation)))
}
