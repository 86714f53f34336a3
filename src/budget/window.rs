//! The window: how many requests may have reached the server lately. Pure; the time is passed in.
//!
//! A request has a place from before it leaves until one window after its answer. The server counts
//! it somewhere between, so no window of the server's ever holds more than the limit, however long
//! requests travel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::word::Heard;

/// The longest that a request may be under way: longer than any attempt may take. A place whose
/// holder says no more, because it was killed, is free one window after that.
pub const LONGEST_FLIGHT_MS: u64 = 20_000;

/// How far the end of a server's window may lie beyond our own idea of it (measured: a `reset` of 61 s).
const RESET_SLACK_MS: u64 = 5_000;

/// Steps in which times are kept, as parts of the window: bounds what is kept.
const STEPS: u64 = 600;

/// As many processes as one machine has, and more; beyond it there is no place.
const MOST_HELD: usize = 4_096;

/// What is allowed: so many requests in any window of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub limit: u32,
    pub window_ms: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Places that are free again at a time: of requests that were answered, and of those that
    /// somebody else has sent.
    spent: BTreeMap<u64, u32>,
    /// Places of requests under way, or about to leave.
    held: Vec<Held>,
    /// What the server allows where that is less than our limit.
    lowered: Option<Lowered>,
    /// The latest time at which anybody looked: time does not run backwards, so the clock was set back.
    #[serde(default)]
    seen: u64,
    /// Tells this window from one that is begun anew where its file was lost.
    #[serde(default)]
    pub born: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    holder: u64,
    taken: u64,
    count: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Lowered {
    allowed: u32,
    until: u64,
}

impl Window {
    /// A new one; `born` tells it from others.
    pub fn begun(born: u64) -> Self {
        Self { born, ..Self::default() }
    }

    /// Takes up to so many places; how many there were.
    pub fn take(&mut self, rule: Rule, holder: u64, wanted: u32, now: u64) -> u32 {
        self.tidy(rule, now);
        let free = self.limit(rule, now).saturating_sub(self.occupied(now));
        let granted = wanted.min(free);
        if granted == 0 || self.held.len() >= MOST_HELD {
            return 0;
        }
        match self.held.iter_mut().find(|held| (held.holder, held.taken) == (holder, now)) {
            Some(held) => held.count = held.count.saturating_add(granted),
            None => self.held.push(Held { holder, taken: now, count: granted }),
        }
        granted
    }

    /// Adds what one holder knows to have taken and spent, where this window was begun without it.
    pub fn absorb(&mut self, own: &Self) {
        for held in &own.held {
            match self.held.iter_mut().find(|each| (each.holder, each.taken) == (held.holder, held.taken)) {
                Some(same) => same.count = same.count.max(held.count),
                None => self.held.push(*held),
            }
        }
        for (&until, &count) in &own.spent {
            self.spend(until, count);
        }
    }

    /// The request with this place was answered, or given up, at that time.
    pub fn settle(&mut self, rule: Rule, holder: u64, taken: u64, ended: u64) {
        self.release(holder, taken);
        self.spend(until(rule, ended), 1);
    }

    /// Nothing was sent from this place.
    pub fn give_back(&mut self, holder: u64, taken: u64) {
        self.release(holder, taken);
    }

    /// Believes the server where it says that more was spent, or that less is allowed, than we know.
    pub fn hear(&mut self, rule: Rule, heard: Heard, now: u64) {
        let Heard { word, sent, received } = heard;
        let ends = received.saturating_add(word.reset_ms);
        if ends <= now || word.reset_ms > rule.window_ms + RESET_SLACK_MS {
            return;
        }
        // All of ours that the server can have counted by then are among these.
        let known = self.occupied(sent);
        self.spend(ends, word.count.saturating_sub(known).min(rule.limit));
        if word.allowed < self.limit(rule, now) {
            self.lowered = Some(Lowered { allowed: word.allowed, until: ends });
        }
    }

    /// How long until there may be a place.
    pub fn wait(&self, rule: Rule, now: u64) -> u64 {
        let spent = self.spent.range(now + 1..).next().map(|(until, _)| *until);
        let held = self.held.iter().map(|held| held.taken + rule.window_ms).filter(|free| *free > now).min();
        let lowered = self.lowered.map(|lowered| lowered.until).filter(|until| *until > now);
        let soonest = [spent, held, lowered].into_iter().flatten().min();
        soonest.map_or(step(rule), |at| at - now).clamp(step(rule), rule.window_ms + RESET_SLACK_MS)
    }

    fn limit(&self, rule: Rule, now: u64) -> u32 {
        let lowered = self.lowered.filter(|lowered| lowered.until > now);
        lowered.map_or(rule.limit, |lowered| lowered.allowed.min(rule.limit))
    }

    /// Places that are taken, or were taken at a time not long ago.
    fn occupied(&self, at: u64) -> u32 {
        let spent = self.spent.range(at + 1..).map(|(_, count)| *count);
        let held = self.held.iter().map(|held| held.count);
        spent.chain(held).fold(0, u32::saturating_add)
    }

    fn spend(&mut self, until: u64, count: u32) {
        if count > 0 {
            let there = self.spent.entry(until).or_default();
            *there = there.saturating_add(count);
        }
    }

    /// The exact place, else another of the same holder: clocks jump, and a holder knows how many it has.
    fn release(&mut self, holder: u64, taken: u64) {
        let own = |held: &Held| held.holder == holder;
        let exact = self.held.iter().position(|held| own(held) && held.taken == taken);
        let Some(index) = exact.or_else(|| self.held.iter().position(own)) else { return };
        self.held[index].count = self.held[index].count.saturating_sub(1);
        if self.held[index].count == 0 {
            self.held.swap_remove(index);
        }
    }

    /// What was written before the clock was set back lies as far ahead as it did then.
    fn follow_clock(&mut self, now: u64) {
        let back = self.seen.saturating_sub(now);
        if back > 0 {
            self.spent =
                self.spent.iter().map(|(until, count)| (until.saturating_sub(back), *count)).collect();
            for held in &mut self.held {
                held.taken = held.taken.saturating_sub(back);
            }
            self.lowered = self
                .lowered
                .map(|Lowered { allowed, until }| Lowered { allowed, until: until.saturating_sub(back) });
        }
        self.seen = now;
    }

    /// Forgets what is long past. What lies in the future was written before the clock was set
    /// back: it counts as of now, so that the limit holds and nothing is blocked for long.
    pub fn tidy(&mut self, rule: Rule, now: u64) {
        self.follow_clock(now);
        let latest = now + rule.window_ms + RESET_SLACK_MS + LONGEST_FLIGHT_MS;
        while let Some(ahead) = self.spent.last_entry().filter(|last| *last.key() > latest) {
            let count = ahead.remove();
            self.spend(until(rule, now), count);
        }
        // Words about the past may still come in.
        while let Some(past) = self.spent.first_entry().filter(|first| *first.key() + LONGEST_FLIGHT_MS < now)
        {
            past.remove();
        }
        for held in &mut self.held {
            held.taken = held.taken.min(now);
        }
        self.held.retain(|held| held.taken + LONGEST_FLIGHT_MS + rule.window_ms > now);
        self.lowered = self.lowered.filter(|lowered| lowered.until > now && lowered.until <= latest);
    }
}

fn step(rule: Rule) -> u64 {
    (rule.window_ms / STEPS).max(1)
}

/// One window after the end of that millisecond, in whole steps.
fn until(rule: Rule, ended: u64) -> u64 {
    (ended + 1 + rule.window_ms).next_multiple_of(step(rule))
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
