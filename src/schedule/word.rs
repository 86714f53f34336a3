//! A schedule as one word for shells: `v1,closing.1=late1,g2:drop.after-text.3`.

use std::fmt;
use std::str::FromStr;

use super::choice::{Choice, Timeout};
use super::kind::Kind;
use super::point::{Point, prefix, split_guest};

const VERSION: &str = "v1";
/// More than anybody reads; what is longer is no schedule of ours.
const MOST_DEVIATIONS: usize = 64;
/// Of a part that is repeated in a refusal.
const SHOWN: usize = 40;

/// One difference from the ordinary order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deviation {
    At(Point, Choice),
    /// The socket is reset right after that frame.
    Drop(Point),
    /// The clock moves to a time-out right after that frame.
    Clock(Point, Timeout),
}

/// The ordinary order, but for some deviations; each is of another point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    deviations: Vec<Deviation>,
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

impl Schedule {
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl Deviation {
    fn read(part: &str) -> Result<Self, Refused> {
        let unknown = |known: &str| Refused(format!("{} is no deviation: {known}.", shown(part)));
        let (guest, said) = split_guest(part).ok_or_else(|| unknown(GUESTS))?;
        let frame = |text| Point::read_frame(text, guest).ok_or_else(|| unknown(FRAMES));
        if let Some(after) = said.strip_prefix("drop.after-") {
            return Ok(Self::Drop(frame(after)?));
        }
        if let Some(after) = said.strip_prefix("clock.after-") {
            let (after, word) = after.split_once('=').ok_or_else(|| unknown(TIMEOUTS))?;
            let timeout = Timeout::ALL.into_iter().find(|timeout| timeout.word() == word);
            return Ok(Self::Clock(frame(after)?, timeout.ok_or_else(|| unknown(TIMEOUTS))?));
        }
        let (place, choice) = said.split_once('=').unwrap_or((said, ""));
        let point = Point::read(place, guest).ok_or_else(|| unknown(&kinds()))?;
        let known = || format!("choices of {} are {}", point.kind.word(), point.kind.known_choices());
        Choice::read(choice, point).map(|choice| Self::At(point, choice)).ok_or_else(|| unknown(&known()))
    }

    /// Both say what becomes of one point.
    fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::At(one, _), Self::At(another, _)) => one == another,
            (one, another) => one == another,
        }
    }
}

const GUESTS: &str = "guests are g2: to g99:, and the first has no prefix";
const TIMEOUTS: &str = "after the frame stands =session, =wrapup or =idle";
const FRAMES: &str = "after- is followed by a frame, such as text.1";

fn kinds() -> String {
    let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    format!(
        "it begins with a kind and its count from 1 on, such as closing.1; kinds are {}",
        words.join(", ")
    )
}

/// In quotes, without control characters, not longer than anybody reads.
fn shown(part: &str) -> String {
    let start: String = part.chars().take(SHOWN).collect();
    let more = if start.len() < part.len() { "…" } else { "" };
    format!("{:?}{more}", start)
}

impl FromStr for Schedule {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let mut parts = text.split(',');
        let version = parts.next().unwrap_or_default();
        if version != VERSION {
            return Err(Refused(format!("A schedule begins with {VERSION}, not with {}.", shown(version))));
        }
        let mut deviations: Vec<Deviation> = Vec::new();
        for part in parts {
            if deviations.len() == MOST_DEVIATIONS {
                return Err(Refused(format!("A schedule has {MOST_DEVIATIONS} deviations at most.")));
            }
            let deviation = Deviation::read(part)?;
            if deviations.iter().any(|other| other.contradicts(&deviation)) {
                return Err(Refused(format!("{} is the second deviation of its point.", shown(part))));
            }
            deviations.push(deviation);
        }
        Ok(Self { deviations })
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(point, choice) => write!(f, "{point}={choice}"),
            Self::Drop(frame) => write!(f, "{}drop.after-{}", prefix(frame.guest), frame.bare()),
            Self::Clock(frame, timeout) => {
                write!(f, "{}clock.after-{}={}", prefix(frame.guest), frame.bare(), timeout.word())
            }
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSION)?;
        self.deviations.iter().try_for_each(|deviation| write!(f, ",{deviation}"))
    }
}

#[cfg(test)]
#[path = "word_tests.rs"]
mod tests;
