//! One guest's socket of the recording, and the simulator's frames that the recording has not shown yet.

use std::collections::VecDeque;

use serde_json::Value;

use super::book::{Book, plain};
use super::findings::Position;
use super::line::{Line, Tried};
use super::place::Place;
use super::rows::name_of;

/// Ids of frames that are remembered, to know one that comes twice.
const REMEMBERED: usize = 256;

pub struct Guest {
    pub line: Option<Box<Line>>,
    /// The status of the upgrade's answer, where the simulator let nobody in.
    pub refused: Option<u16>,
    /// The guest token that it sent.
    pub token: Option<String>,
    waiting: VecDeque<Waiting>,
    seen: VecDeque<String>,
}

/// A frame of the simulator, and when in the recording it was sent.
pub struct Waiting {
    pub frame: Value,
    pub since: Position,
    /// Another one that it came before has been shown.
    pub passed: bool,
}

impl Guest {
    pub fn new(tried: Tried) -> Self {
        let (line, refused) = match tried {
            Tried::Open(line) => (Some(line), None),
            Tried::Refused(status) => (None, Some(status)),
            Tried::Lost => (None, None),
        };
        Self { line, refused, token: None, waiting: VecDeque::new(), seen: VecDeque::new() }
    }

    /// Takes what the simulator has sent until now.
    pub async fn hear(&mut self, now: Position) {
        let Some(line) = &mut self.line else { return };
        let frames = line.frames().await.into_iter();
        self.waiting.extend(frames.map(|frame| Waiting { frame, since: now, passed: false }));
    }

    /// Whether the recording has shown this very message on this socket before.
    pub fn has_shown(&mut self, frame: &Value) -> bool {
        let Some(id) = frame["body"]["id"].as_str().filter(|id| Place::of(id).is_some()) else {
            return false;
        };
        let key = format!("{id} {}", name_of(frame));
        if self.seen.contains(&key) {
            return true;
        }
        if self.seen.len() == REMEMBERED {
            self.seen.pop_front();
        }
        self.seen.push_back(key);
        false
    }

    pub fn has_waiting(&self, frame: &Value, book: &Book) -> bool {
        self.position(frame, book).is_some()
    }

    /// The frame that goes with one of the recording, taken out.
    pub fn take(&mut self, frame: &Value, book: &Book, in_order: bool) -> Option<Waiting> {
        let at = self.position(frame, book)?;
        let taken = self.waiting.remove(at)?;
        if in_order {
            for before in self.waiting.iter_mut().take(at) {
                before.passed |= before.frame["type"] == taken.frame["type"];
            }
        }
        Some(taken)
    }

    fn position(&self, frame: &Value, book: &Book) -> Option<usize> {
        let tracing = frame["tracingId"]
            .as_str()
            .map(|id| Place::of(id).and_then(|place| book.value(&place)).unwrap_or(id));
        let same_tracing = |waiting: &Waiting| match (tracing, waiting.frame["tracingId"].as_str()) {
            (Some(theirs), Some(ours)) => plain(theirs) == plain(ours),
            (None, None) => true,
            _ => false,
        };
        let same_name = |waiting: &Waiting| {
            let one = (&frame["class"], name_of(frame), &frame["body"]["direction"]);
            one == (&waiting.frame["class"], name_of(&waiting.frame), &waiting.frame["body"]["direction"])
        };
        let find = |fits: &dyn Fn(&Waiting) -> bool| self.waiting.iter().position(fits);
        find(&|waiting| same_name(waiting) && same_tracing(waiting))
            .or_else(|| tracing.and_then(|_| find(&|waiting| same_tracing(waiting))))
            .or_else(|| find(&same_name))
    }

    /// Frames that the recording should have shown before, and those for which it did not last long enough.
    pub fn unseen(&mut self, now: Position, bound_ms: u64) -> (Vec<Waiting>, Vec<Waiting>) {
        let all = std::mem::take(&mut self.waiting);
        all.into_iter().partition(|waiting| now.at > waiting.since.at + bound_ms)
    }
}
