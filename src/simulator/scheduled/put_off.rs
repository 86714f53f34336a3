//! What waits for something that comes after it.

use crate::model::ids::ConversationId;
use crate::schedule::Point;
use crate::simulator::change::Change;
use crate::simulator::records::Message;

#[derive(Debug, Default)]
pub struct PutOff {
    pub words: Vec<Words>,
    pub effects: Vec<Effect>,
    pub wrap_ups: Vec<WrapUpLater>,
}

/// A change that was accepted, and its point in the schedule that was then.
#[derive(Debug)]
pub struct Effect {
    pub change: Change,
    pub met: Option<(u64, Point)>,
}

/// Words that are said after the end.
#[derive(Debug)]
pub struct Words {
    pub conversation: ConversationId,
    pub message: Message,
    /// Where guests meet them.
    pub points: Vec<Point>,
}

/// A wrap-up that follows the end which it came with.
#[derive(Debug)]
pub struct WrapUpLater {
    pub change: Change,
    pub point: Point,
}
