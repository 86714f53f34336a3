//! One place where the order could have been another: one of its kind, counted for one guest.

use std::fmt;

use super::kind::Kind;

/// More guests or points than any test has.
const MOST_GUESTS: u32 = 99;
const MOST_POINTS: u32 = 9_999;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Point {
    /// From 1, in the order of their first points.
    pub guest: u32,
    pub kind: Kind,
    /// From 1.
    pub count: u32,
}

impl Point {
    /// `text.3`, of a guest that is known already.
    pub(super) fn read(text: &str, guest: u32) -> Option<Self> {
        let (kind, count) = text.split_once('.')?;
        let (kind, count) = (Kind::of_word(kind)?, number(count, MOST_POINTS)?);
        (!matches!(kind, Kind::Drop | Kind::Clock)).then_some(Self { guest, kind, count })
    }

    /// The same for frames alone.
    pub(super) fn read_frame(text: &str, guest: u32) -> Option<Self> {
        Self::read(text, guest).filter(|point| point.kind.is_frame())
    }

    /// `closing.1`: without its guest, where another word says whose it is.
    pub(super) fn bare(self) -> String {
        format!("{}.{}", self.kind.word(), self.count)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", prefix(self.guest), self.bare())
    }
}

/// Which guest a part is of, and what is said of it.
pub(super) fn split_guest(part: &str) -> Option<(u32, &str)> {
    let Some((guest, rest)) = part.split_once(':') else { return Some((1, part)) };
    // The first guest has no prefix: each order has one word.
    let guest =
        guest.strip_prefix('g').and_then(|guest| number(guest, MOST_GUESTS)).filter(|guest| *guest > 1)?;
    Some((guest, rest))
}

pub(super) fn prefix(guest: u32) -> String {
    if guest > 1 { format!("g{guest}:") } else { String::new() }
}

/// As it is printed: no sign, no leading zero.
fn number(text: &str, most: u32) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|number| is_plain && *number <= most)
}
