//! An agent's messages over the API, and any message of a conversation by its id.

use serde::Deserialize;
use serde_json::Value;

use crate::model::ids::{CommunicationId, ConversationId, MessageId};
use crate::simulator::call::Call;
use crate::simulator::records::{Conversation, Entity, Purpose, State};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::message;

/// Documented.
const MAX_BULK: usize = 1000;

/// An AdditionalMessage; media and templates are not modelled.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Additional {
    text_body: Option<String>,
}

/// Assumed: only an agent who is connected can speak, and what a refusal says.
pub fn send(call: &mut Call<'_>) -> Handled {
    let id = of_speaker(call)?;
    let text = call.json::<Additional>()?.text_body.filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| Refusal::bad_request("A textBody is required."))?;
    let said = call.world.say(&id, &text, Entity::Human);
    one_of(call, &id, &said)
}

/// Assumed: 202 without a body.
pub fn typing(call: &mut Call<'_>) -> Handled {
    let id = of_speaker(call)?;
    let _: Value = call.json()?;
    call.world.type_at(&id);
    Ok(Reply::empty(202))
}

fn of_speaker(call: &Call<'_>) -> Result<ConversationId, Refusal> {
    let conversation = call.conversation()?;
    let id: CommunicationId = call.id("communicationId")?;
    let speaker = conversation.participants.iter().find(|participant| participant.communication == id);
    let speaker = speaker.ok_or_else(Refusal::not_found)?;
    if !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    if speaker.purpose != Purpose::Agent || speaker.state != State::Connected {
        return Err(Refusal::bad_request("Only an agent who is connected can write."));
    }
    Ok(conversation.id.clone())
}

pub fn get(call: &mut Call<'_>) -> Handled {
    let id = call.conversation()?.id.clone();
    let wanted: MessageId = call.id("messageId")?;
    one_of(call, &id, &wanted)
}

fn one_of(call: &Call<'_>, id: &ConversationId, wanted: &MessageId) -> Handled {
    let conversation = call.world.conversation(id).ok_or_else(Refusal::not_found)?;
    found(conversation, wanted).map(Reply::ok).ok_or_else(Refusal::not_found)
}

fn found(conversation: &Conversation, wanted: &MessageId) -> Option<Value> {
    let message = conversation.messages.iter().find(|message| message.id == *wanted)?;
    Some(message::data(message, conversation))
}

/// A TextMessageListing. Assumed: what is not of this conversation is left out.
pub fn bulk(call: &mut Call<'_>) -> Handled {
    let conversation = call.conversation()?;
    let wanted: Vec<MessageId> = if call.body.is_empty() { Vec::new() } else { call.json()? };
    if wanted.len() > MAX_BULK {
        return Err(Refusal::bad_request("At most 1000 messages can be asked for."));
    }
    let entities: Vec<Value> = wanted.iter().filter_map(|id| found(conversation, id)).collect();
    Ok(Reply::ok(serde_json::json!({ "entities": entities })))
}
