//! The guest's own history: a second proof, read by the same rule as the socket's frames.

use serde_json::Value;

use super::closure::{Meaning, closure_of};
use super::event::{GuestEvent, Way};
use super::frame::Frame;
use super::message::{Direction, Message};
use super::standing::{Closure, Proof, Speaker};
use super::wording;

/// Entities as they stand on the wire, newest first (likely; both of the vendor's clients
/// reverse them), brought into the order in which they happened.
pub fn in_order(entities: &[Value]) -> Vec<Frame> {
    let mut frames: Vec<_> = entities.iter().rev().map(Frame::of_history).collect();
    // Some entities have no time; then the order of the answer is all there is.
    if frames.iter().all(|frame| time_of(frame).is_some()) {
        frames.sort_by_key(time_of);
    }
    frames
}

/// The end that the history shows of the chat that is running, unless somebody spoke after it. Whoever was locked out
/// cannot write: where the guest did all the same, another chat had begun.
pub fn end_of(frames: &[Frame], at: i64) -> Option<Closure> {
    let mut end = None;
    for frame in frames {
        let Some(message) = frame.conversation_message() else { continue };
        match closure_of(frame) {
            meaning @ (Meaning::Told | Meaning::Locked(_)) => {
                end = Some((meaning, Closure::of_message(message, meaning, Proof::History, at)));
            }
            _ if message.is_said() && matches!(end, Some((Meaning::Told, _))) => end = None,
            _ if message.is_said() && message.direction == Direction::Inbound => end = None,
            _ => {}
        }
    }
    end.map(|(_, closure)| closure)
}

/// Who spoke last of all that the history shows, and when.
pub fn life_of(frames: &[Frame]) -> Option<(Speaker, Option<i64>)> {
    let is_end = |frame: &Frame| matches!(closure_of(frame), Meaning::Told | Meaning::Locked(_));
    let is_said = |frame: &Frame| frame.conversation_message().is_some_and(Message::is_said);
    let place = frames.iter().rposition(is_said)?;
    let message = frames[place].conversation_message()?;
    let speaker = match frames.iter().rposition(is_end) {
        // The place in the history says which was later where the times do not.
        Some(end) if end < place => Speaker::Other,
        Some(_) => Speaker::Guest,
        None if message.time.is_none() => return None,
        None => speaker_of(message),
    };
    Some((speaker, message.time))
}

fn speaker_of(message: &Message) -> Speaker {
    if message.direction == Direction::Inbound { Speaker::Guest } else { Speaker::Other }
}

/// One entity in the words of the event list.
pub fn event_of(frame: &Frame, at: i64) -> Option<GuestEvent> {
    let message = frame.conversation_message()?;
    let at = message.time.unwrap_or(at);
    let meaning = closure_of(frame);
    if matches!(meaning, Meaning::Told | Meaning::Locked(_)) {
        return Some(wording::of_closure(&Closure::of_message(message, meaning, Proof::History, at), at));
    }
    let mut event = wording::of_message(message, at, way_of(message));
    event.acknowledged = (event.direction == Way::Sent).then_some(true);
    Some(event)
}

fn way_of(message: &Message) -> Way {
    if message.direction == Direction::Inbound { Way::Sent } else { Way::Received }
}

fn time_of(frame: &Frame) -> Option<i64> {
    frame.conversation_message().and_then(|message| message.time)
}
