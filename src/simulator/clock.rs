//! Virtual time: it starts at a fixed instant and moves only when it is told to.

use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// 2026-01-05T09:00:00Z, the first instant of every simulated org.
const EPOCH_MS: i64 = 1_767_603_600_000;

const HTTP: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// Milliseconds since the Unix epoch, in virtual time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0 + ms)
    }

    /// As the Platform API writes times. By hand: every read of a conversation has a dozen of them.
    pub fn iso(self) -> String {
        let Some(time) = self.utc() else { return String::new() };
        let (date, clock) = (time.date(), time.time());
        let mut text = String::with_capacity("2026-01-05T09:00:00.000Z".len());
        push(&mut text, date.year().unsigned_abs(), 1000, '-');
        push(&mut text, u8::from(date.month()).into(), 10, '-');
        push(&mut text, date.day().into(), 10, 'T');
        push(&mut text, clock.hour().into(), 10, ':');
        push(&mut text, clock.minute().into(), 10, ':');
        push(&mut text, clock.second().into(), 10, '.');
        push(&mut text, clock.millisecond().into(), 100, 'Z');
        text
    }

    /// As the `Date` header writes times.
    pub fn http_date(self) -> String {
        self.utc().and_then(|time| time.format(HTTP).ok()).unwrap_or_default()
    }

    fn utc(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).ok()
    }
}

/// Writes a number with leading zeros, the highest digit standing for `highest`, and a sign after it.
fn push(text: &mut String, number: u32, highest: u32, after: char) {
    let mut place = highest;
    while place > 0 {
        text.push(char::from_digit(number / place % 10, 10).unwrap_or('0'));
        place /= 10;
    }
    text.push(after);
}

/// Events are one millisecond apart, so that their order can be seen in their times.
#[derive(Debug)]
pub struct Clock {
    now: Timestamp,
    advanced_ms: u64,
}

impl Clock {
    pub const fn new() -> Self {
        Self { now: Timestamp(EPOCH_MS), advanced_ms: 0 }
    }

    /// Begins at this machine's time and so much; from then on it is virtual like any other.
    pub fn begun_now(skew_ms: i64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let now = i64::try_from(now).unwrap_or(EPOCH_MS);
        Self { now: Timestamp(now.saturating_add(skew_ms)), advanced_ms: 0 }
    }

    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The time of an event that happens now.
    pub const fn stamp(&mut self) -> Timestamp {
        self.now = self.now.plus_ms(1);
        self.now
    }

    pub const fn advance_to(&mut self, then: Timestamp) {
        if then.0 > self.now.0 {
            self.advanced_ms += then.0.abs_diff(self.now.0);
            self.now = then;
        }
    }

    /// How much of the time since the start was not lived but told.
    pub const fn advanced_ms(&self) -> u64 {
        self.advanced_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_between_events() {
        let mut clock = Clock::new();
        assert_eq!(clock.now().iso(), "2026-01-05T09:00:00.000Z");
        assert_eq!(clock.now().http_date(), "Mon, 05 Jan 2026 09:00:00 GMT");
        let first = clock.stamp();
        assert_eq!(first.iso(), "2026-01-05T09:00:00.001Z");
        assert_eq!(first.plus_ms(345 * 86_400_000 + 12_345_678).iso(), "2026-12-16T12:25:45.679Z");
        clock.advance_to(first.plus_ms(72 * 3_600_000));
        assert_eq!(clock.stamp().iso(), "2026-01-08T09:00:00.002Z");
    }
}
