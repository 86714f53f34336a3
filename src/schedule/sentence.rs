//! Deviations that were met, in words.

use super::choice::Timeout;
use super::point::Point;

pub fn late(frame: Point, passed_by: Point) -> String {
    format!("{frame} arrived after {passed_by}, which was sent later")
}

pub fn twice(frame: Point) -> String {
    format!("{frame} arrived twice")
}

pub fn after_reconnect(frame: Point, session: Point) -> String {
    format!(
        "the socket was cut in the place of {frame}, which arrived after the reconnect, right after {session}"
    )
}

pub fn drop(frame: Point) -> String {
    format!("the socket was cut right after {frame}")
}

pub fn clock(frame: Point, timeout: Timeout) -> String {
    format!("right after {frame} the clock moved to {}", timeout.says())
}

pub fn said_after_end(words: Point, closing: Point) -> String {
    format!("{words} was said only after {closing}")
}

pub fn as_of(history: Point, frame: Point) -> String {
    format!("the answer to {history} was as of {frame}, and knew of nothing later")
}

/// How such an answer reads among the events.
pub fn answered_as_of(history: Point, frame: Point) -> String {
    format!("{history} as of {}", frame.bare())
}

pub fn after(history: Point, frame: Point) -> String {
    format!("the answer to {history} arrived after {frame}, and was as of before it")
}

/// How the answer that promises an effect reads among the events.
pub fn answered(effect: Point) -> String {
    format!("{effect} answered")
}

/// How an effect reads there that a read has not seen.
pub fn after_a_read(effect: Point) -> String {
    format!("{effect} after a read")
}

pub fn before_answer(effect: Point) -> String {
    format!("{effect} took place before its request was answered")
}

pub fn unseen_once(effect: Point) -> String {
    format!("{effect} took place only after a read was answered with the old state")
}

pub fn wrapped_up_after_end(wrap_up: Point) -> String {
    format!("{wrap_up} was made only after the end that it came with")
}

pub fn noticed_after_frame(notice: Point) -> String {
    format!("{notice} came only after the guest was told")
}
