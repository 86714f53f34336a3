//! From a message id on the guest's socket to the conversation.

use std::time::Duration;

use super::backoff::Backoff;
use super::call::Call;
use super::endpoints::messages;
use crate::error::{Error, Kind, Result};
use crate::model::conversation::MessageDetails;
use crate::model::ids::{ConversationId, MessageId};

/// Asks until the record exists or the deadline passes: how long indexing takes is unknown.
/// A missing permission ends it at once.
pub async fn find_conversation(call: &Call, message: &MessageId) -> Result<ConversationId> {
    let mut backoff = Backoff::new(Duration::from_millis(60), Duration::from_secs(2));
    let mut polls = 0;
    let mut known: Option<Error> = None;
    loop {
        polls += 1;
        let missing = match (call.get::<MessageDetails>(&messages::get_message(message)).await, known) {
            (Ok(details), _) => return Ok(details.conversation_id),
            (Err(error), _) if error.kind == Kind::NotFound => error,
            // The last poll was cut short by the deadline: what the others said is known.
            (Err(error), Some(missing)) if error.kind == Kind::Timeout => {
                return Err(not_there_yet(missing, polls - 1));
            }
            (Err(error), _) => return Err(error),
        };
        call.deadline.sleep(backoff.next_wait()).await;
        if call.deadline.has_passed() {
            return Err(not_there_yet(missing, polls));
        }
        known = Some(missing);
    }
}

fn not_there_yet(missing: Error, polls: u32) -> Error {
    let mut error =
        Error { message: format!("No message with this id is known, asked {polls} times."), ..missing };
    error.context.attempts = polls;
    error.hint(
        "The record may not be indexed yet: allow more timeoutMs. Echo replies (type 'response') and ids of another \
         region are never found.",
    )
}
