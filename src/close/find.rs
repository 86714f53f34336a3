//! On which resource does this conversation live, and how does it look there?

use std::sync::Arc;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::{Conversation, MessageConversation, VersionedConversation};
use crate::platform::endpoints::{conversations, messages, messaging};
use crate::platform::{Answer, Call, ResourceChoice};

use super::options::Resource;
use super::view::View;

/// A conversation and where it was found.
#[derive(Debug)]
pub struct Found {
    pub view: Arc<View>,
    pub resource: Resource,
    /// The server's clock at the read.
    pub date: Option<String>,
    /// A simulated org whose time has nothing to do with this machine's.
    pub has_virtual_clock: bool,
}

/// Reads the conversation on the pinned or remembered resource; else `messages` first, and
/// `messaging` once on a 404 while `messages` has never answered this client.
pub async fn find(call: &Call, id: &ConversationId) -> Result<Found> {
    match call.client.config().resource {
        ResourceChoice::Messages => read(call, id, Resource::Messages).await,
        ResourceChoice::Messaging => read(call, id, Resource::Messaging).await,
        ResourceChoice::Auto => discover(call, id).await,
    }
}

/// Whether the next look will ask the versioned resource first.
pub fn expects_messaging(call: &Call) -> bool {
    match call.client.config().resource {
        ResourceChoice::Messages => false,
        ResourceChoice::Messaging => true,
        ResourceChoice::Auto => remembered(call) == (false, true),
    }
}

/// Reads it where it was found before.
pub async fn read(call: &Call, id: &ConversationId, resource: Resource) -> Result<Found> {
    match resource {
        Resource::Messages => read_messages(call, id).await,
        Resource::Messaging => read_messaging(call, id).await,
    }
}

async fn discover(call: &Call, id: &ConversationId) -> Result<Found> {
    let (first, second) = match remembered(call) {
        (true, _) => return read_messages(call, id).await,
        (false, true) => (Resource::Messaging, Resource::Messages),
        (false, false) => (Resource::Messages, Resource::Messaging),
    };
    match read(call, id, first).await {
        Err(missing) if missing.kind == Kind::NotFound => {
            read(call, id, second).await.map_err(|other| on_neither(missing, first, second, &other))
        }
        found => found,
    }
}

fn remembered(call: &Call) -> (bool, bool) {
    let memory = call.client.memory();
    (memory.messages_answered, memory.messaging_answered)
}

/// The first answer stands; the second resource is mentioned with what it said.
fn on_neither(mut missing: Error, first: Resource, second: Resource, other: &Error) -> Error {
    let said = other
        .context
        .status
        .map_or_else(|| "gave no answer".to_string(), |status| format!("answered {status}"));
    missing.message = format!("The conversation was not found on {}; {} {said}.", word(first), word(second));
    missing.hint("Check the id, the region, and that the token's divisions include the conversation's.")
}

const fn word(resource: Resource) -> &'static str {
    match resource {
        Resource::Messages => "messages",
        Resource::Messaging => "messaging",
    }
}

async fn read_messages(call: &Call, id: &ConversationId) -> Result<Found> {
    let (seen, answer) = call.get_with_answer::<MessageConversation>(&messages::get_conversation(id)).await?;
    is_the_one(id, &seen.id)?;
    call.client.memory().messages_answered = true;
    Ok(found(View::Messages(seen), Resource::Messages, answer))
}

async fn read_messaging(call: &Call, id: &ConversationId) -> Result<Found> {
    let (seen, answer) =
        call.get_with_answer::<VersionedConversation>(&messaging::get_conversation(id)).await?;
    is_the_one(id, &seen.id)?;
    call.client.memory().messaging_answered = true;
    Ok(found(View::Messaging(seen), Resource::Messaging, answer))
}

/// The media-neutral record, which has the communications and the end.
pub async fn read_record(call: &Call, id: &ConversationId) -> Result<Conversation> {
    let record: Conversation = call.get(&conversations::get_conversation(id)).await?;
    is_the_one(id, &record.id)?;
    Ok(record)
}

fn found(view: View, resource: Resource, answer: Answer) -> Found {
    Found { view: Arc::new(view), resource, date: answer.date, has_virtual_clock: answer.has_virtual_clock }
}

fn is_the_one(asked: &ConversationId, answered: &ConversationId) -> Result<()> {
    if asked == answered {
        return Ok(());
    }
    let message = format!("The API answered with conversation {answered} where {asked} was asked for.");
    Err(Error::new(Kind::Decode, message))
}
