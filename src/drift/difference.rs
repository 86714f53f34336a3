//! One difference between what an org and the simulator said.

use serde::Serialize;

/// In which way they differ; the heaviest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Differs {
    /// Of an answer, of a refused socket, or the code of a frame.
    Status,
    /// The org sent it, and the simulator does not.
    FrameMore,
    /// The simulator sends it, and the org did not.
    FrameMissing,
    /// The org sent it once more.
    FrameTwice,
    /// The org sent it long after the simulator would.
    FrameLate,
    /// Frames, or items of a list, in another order.
    Order,
    /// Another value of an enumeration, another boolean or number.
    Value,
    /// A text for a number, an id for a text.
    Kind,
    /// The org's answer lacks a field.
    FieldMissing,
    /// Null for absent, or the other way round.
    Null,
    /// Two things are one, or one is two.
    Identity,
    /// A header that matters.
    Header,
    /// The org's answer has a field that the simulator's has not.
    FieldMore,
}

/// Where it is and what both said: shapes, never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// A JSON pointer into the body or frame; empty: the whole.
    pub pointer: String,
    /// The same for every item of a list.
    pub group: String,
    pub differs: Differs,
    pub org: String,
    pub simulator: String,
}

impl Difference {
    pub fn new(differs: Differs, org: impl Into<String>, simulator: impl Into<String>) -> Self {
        Self {
            pointer: String::new(),
            group: String::new(),
            differs,
            org: org.into(),
            simulator: simulator.into(),
        }
    }

    pub fn at(self, pointer: &str) -> Self {
        Self { pointer: pointer.into(), group: pointer.into(), ..self }
    }

    /// Whether a field of this name is on the way to it.
    pub fn is_below(&self, names: &[&str]) -> bool {
        self.pointer.split('/').any(|token| names.contains(&token))
    }
}
