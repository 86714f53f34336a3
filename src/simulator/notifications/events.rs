//! What one step of a conversation's life means for each topic.

use serde_json::Value;

use crate::simulator::records::{AfterCallWork, Conversation, Participant, Purpose};
use crate::simulator::views::{self, events};

/// Topic and event body.
type Event = (String, Value);

/// Assumed: details come after the conversation itself, in the order of the participants.
pub fn between(before: &Conversation, after: &Conversation) -> Vec<Event> {
    let mut happened = Vec::new();
    if before.version != after.version {
        conversation_events(after, &mut happened);
    }
    for participant in &after.participants {
        participant_events(before.participant(&participant.id), participant, after, &mut happened);
    }
    happened
}

/// Once for each queue and user that has, or had, a part in it.
fn conversation_events(conversation: &Conversation, happened: &mut Vec<Event>) {
    let queues = conversation.participants.iter().filter_map(|p| p.queue.as_ref());
    let queues = queues.map(|queue| format!("v2.routing.queues.{}", queue.id));
    let users = conversation.participants.iter().filter_map(|p| p.user.as_ref());
    let users = users.map(|user| format!("v2.users.{}", user.id));
    let mut prefixes: Vec<_> = queues.chain(users).collect();
    prefixes.sort();
    prefixes.dedup();
    for prefix in prefixes {
        let whole = views::conversation::conversation(conversation);
        happened.push((format!("{prefix}.conversations"), whole));
        happened.push((format!("{prefix}.conversations.messages"), events::conversation(conversation)));
    }
}

fn participant_events(
    before: Option<&Participant>,
    after: &Participant,
    conversation: &Conversation,
    happened: &mut Vec<Event>,
) {
    let topic = |what: &str| format!("v2.detail.events.conversation.{}.{what}", conversation.id);
    let was_open = before.is_none_or(Participant::is_open);
    if was_open && !after.is_open() {
        let ended = match after.purpose {
            Purpose::Customer => Some(("customer.end", events::customer_end(after, conversation))),
            Purpose::Agent => Some(("user.end", events::user_end(after, conversation))),
            Purpose::Acd => Some(("acd.end", events::acd_end(after, conversation))),
            // The published models known here have no body for a flow's end.
            Purpose::Workflow => None,
        };
        happened.extend(ended.map(|(what, body)| (topic(what), body)));
    }
    if before.and_then(Participant::final_wrap_up) != after.final_wrap_up() {
        happened.push((topic("wrapup"), events::wrap_up(after, conversation)));
    }
    let was_done = before.is_some_and(|before| before.after_call_work == AfterCallWork::Complete);
    if !was_done && after.after_call_work == AfterCallWork::Complete {
        happened.push((topic("acw"), events::after_call_work(after, conversation)));
    }
}
