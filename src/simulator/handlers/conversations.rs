//! The media-neutral `/conversations`.

use serde_json::json;

use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::{self, Page, listing};

/// The logged-in user's active conversations; client credentials have no user (reported).
pub fn list(_: &mut Call<'_>) -> Handled {
    Ok(Reply::ok(listing(&[], &Page { size: 25, number: 1 }, "/api/v2/conversations")))
}

pub fn get(call: &mut Call<'_>) -> Handled {
    Ok(Reply::ok(views::conversation::conversation(call.conversation()?)))
}

/// Disconnects everybody and gives pending wrap-ups the system's code (documented).
pub fn disconnect(call: &mut Call<'_>) -> Handled {
    end(call, What::Teardown { wraps_up: true })?;
    Ok(Reply::json(202, json!("Accepted")))
}

pub fn delete(call: &mut Call<'_>) -> Handled {
    end(call, What::Disconnect)?;
    Ok(Reply::empty(200))
}

fn end(call: &mut Call<'_>, what: What) -> Result<(), Refusal> {
    let conversation = call.conversation()?;
    if !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(())
}

/// A Settings: after-call work is each participant's, not each communication's.
pub fn settings(_: &mut Call<'_>) -> Handled {
    Ok(Reply::ok(json!({
        "communicationBasedACW": false,
        "includeNonAgentConversationSummary": false,
        "allowCallbackQueueSelection": false,
        "completeAcwWhenAgentTransitionsOffline": false,
    })))
}
