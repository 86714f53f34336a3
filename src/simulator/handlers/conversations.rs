//! The media-neutral `/conversations`.

use serde_json::{Value, json};

use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::records::Conversation;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::{self, Page, listing};

/// The logged-in user's active conversations; client credentials have no user (reported).
pub fn list(call: &mut Call<'_>) -> Handled {
    let mine: Vec<_> = of_user(call).map(views::conversation::conversation).collect();
    Ok(Reply::ok(whole(&mine, "/api/v2/conversations")))
}

/// Those in which the one who has signed in is an agent.
pub fn of_user<'a>(call: &'a Call<'_>) -> impl Iterator<Item = &'a Conversation> {
    let user = call.user().ok();
    let is_mine = move |conversation: &&Conversation| {
        let agents = conversation.participants.iter().filter(|participant| participant.is_open_agent());
        user.is_some_and(|user| {
            agents.filter_map(|agent| agent.user.as_ref()).any(|agent| agent.id == user.id)
        })
    };
    call.world.conversations.values().filter(is_mine)
}

/// All of it on one page.
pub fn whole(items: &[Value], path: &str) -> Value {
    listing(items, &Page { size: items.len().max(25), number: 1 }, path)
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
