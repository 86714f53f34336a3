//! The order of a page's frames, where a schedule says it: made at the door, for servers that know of none.
//!
//! A page is a guest here, and its frames are those of all its sockets. What is no frame is the server's, and unmet.

use std::time::Instant;

use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use crate::model::json;
use crate::schedule::{Course, HeldId, Kind, Schedule, Step, Unfolding, kind_of};

/// There is one only.
const GUEST: &str = "page";

#[derive(Debug)]
pub struct Ordered(Unfolding<Message>);

/// What one socket's frames have told of its session: without one, answers are nobody's. Nothing was read before a schedule began.
#[derive(Debug)]
pub struct HasSession(Option<bool>);

impl HasSession {
    pub const fn new() -> Self {
        Self(None)
    }

    /// What this frame is in an order; nothing where it has none.
    fn kind(&mut self, message: &Message) -> Option<Kind> {
        let frame: Value = json::read(message.to_text().ok()?).ok()?;
        let kind = kind_of(&frame)?;
        if kind == Kind::Session {
            self.0 = Some(frame["body"]["connected"] != false);
        }
        let wants_none = matches!(kind, Kind::Refusal | Kind::Configuration | Kind::Other);
        self.0.unwrap_or(!wants_none).then_some(kind)
    }
}

impl Ordered {
    pub fn begin(schedule: Schedule) -> Self {
        Self(Unfolding::new(schedule, Instant::now()))
    }

    /// The steps that this frame leads to; nothing where it has no place in an order.
    pub fn tell(&mut self, session: &mut HasSession, message: &Message) -> Option<Vec<Step<Message>>> {
        let kind = session.kind(message)?;
        Some(self.0.at(Instant::now()).tell(GUEST, kind, message.clone()))
    }

    pub fn overdue(&mut self, held: HeldId) -> Vec<Step<Message>> {
        self.0.at(Instant::now()).overdue(held)
    }

    /// What waits when another schedule begins.
    pub fn end(mut self) -> impl Iterator<Item = Message> {
        self.0.give_up().into_iter().filter_map(|step| match step {
            Step::Leave { frame, .. } => Some(frame),
            Step::Cut { .. } | Step::Hold(_) => None,
        })
    }

    /// Of the choices only those that a door can make: what an agent says, and when, is the server's.
    pub fn course(&self) -> Course {
        let mut course = self.0.course();
        for point in &mut course.points {
            point.choices.retain(|choice| choice != "after-end");
        }
        course
    }
}
