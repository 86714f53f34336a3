//! From a message id on the guest's socket to the conversation.

use std::time::Duration;

use serde::Serialize;

use super::backoff::Backoff;
use super::call::Call;
use super::endpoints::messages;
use crate::error::{Error, Kind, Result};
use crate::model::conversation::MessageDetails;
use crate::model::ids::{ConversationId, MessageId};

/// So long before the deadline it is asked once more, however long the pause would be.
const LAST_LOOK: Duration = Duration::from_millis(150);

/// Which conversation a message is of, and how often that was asked.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LookUp {
    conversation_id: ConversationId,
    looks: u32,
}

/// Asks until the record exists or the deadline passes: how long indexing takes is unknown.
/// A missing permission ends it at once.
pub async fn find_conversation(call: &Call, message: &MessageId) -> Result<LookUp> {
    let mut backoff = Backoff::new(Duration::from_millis(60), Duration::from_secs(2));
    let mut polls = 0;
    let mut known: Option<Error> = None;
    loop {
        polls += 1;
        let missing = match (conversation_of(call, message).await, known) {
            (Ok(Some(conversation_id)), _) => return Ok(LookUp { conversation_id, looks: polls }),
            (Ok(None), _) => of_no_conversation(),
            (Err(error), _) if error.kind == Kind::NotFound => error,
            // The last poll was cut short by the deadline: what the others said is known.
            (Err(error), Some(missing)) if error.kind == Kind::Timeout => {
                return Err(not_there_yet(missing, polls - 1));
            }
            (Err(error), _) => return Err(error),
        };
        let until_the_last = call.deadline.remaining().saturating_sub(LAST_LOOK);
        let wait = backoff.next_wait();
        call.deadline.sleep(if until_the_last.is_zero() { wait } else { wait.min(until_the_last) }).await;
        if call.deadline.has_passed() {
            return Err(not_there_yet(missing, polls));
        }
        known = Some(missing);
    }
}

/// What the message's record says; nothing while the message is part of no conversation.
pub async fn conversation_of(call: &Call, message: &MessageId) -> Result<Option<ConversationId>> {
    let details: MessageDetails = call.get(&messages::get_message(message)).await?;
    if details.id.as_deref().is_some_and(|told| is_another(told, message.as_str())) {
        let text = format!("The API answered with another message where {message} was asked for.");
        return Err(Error::new(Kind::Decode, text));
    }
    Ok(details.conversation_id)
}

/// Both are written with hyphens or without; what has no such form is not compared.
fn is_another(told: &str, asked: &str) -> bool {
    let plain = |id: &str| id.replace('-', "").to_ascii_lowercase();
    let is_id = |id: &String| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some(plain(told)).filter(is_id).is_some_and(|told| told != plain(asked))
}

/// The record was answered.
fn of_no_conversation() -> Error {
    let mut error = Error::new(Kind::NotFound, "");
    error.context.status = Some(200);
    error
}

fn not_there_yet(missing: Error, polls: u32) -> Error {
    let mut error = Error {
        message: format!("No conversation is known for this message, asked {polls} times."),
        ..missing
    };
    error.context.attempts = polls;
    error.hint(
        "The record may not be indexed yet: allow more timeoutMs. Echo replies (type 'response') and ids of another \
         region are never found.",
    )
}
