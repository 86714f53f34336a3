//! All faults that are set, and which of them strikes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::fault::{FaultRule, FrameKind};
use super::fault_check::check;
use super::filter::{Matcher, RequestFilter};
use super::refused::Refused;
use super::witness::Witness;

/// Something that a fault may meet.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    Request {
        method: &'a str,
        path: &'a str,
    },
    /// The upgrade of a guest's socket.
    Connect {
        witness: Option<&'a Witness>,
    },
    /// A frame to a guest.
    Frame {
        is_closing: bool,
        witness: Option<&'a Witness>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(u64);

#[derive(Debug)]
struct Active {
    id: FaultId,
    rule: FaultRule,
    requests: Matcher,
    seen: u32,
    hits: u32,
}

/// All rules that are set. Every one counts what it meets; the first that is due acts.
#[derive(Debug, Default)]
pub struct Faults {
    active: Vec<Active>,
    /// Hits of rules that are no more.
    past: HashMap<FaultId, u32>,
    last: u64,
}

impl Faults {
    pub fn set(&mut self, rule: FaultRule) -> Result<FaultId, Refused> {
        check(&rule)?;
        let filter = RequestFilter { method: rule.on.method.clone(), path: rule.on.path.clone() };
        let requests = Matcher::new(filter)?;
        self.last += 1;
        let id = FaultId(self.last);
        self.active.push(Active { id, rule, requests, seen: 0, hits: 0 });
        Ok(id)
    }

    /// A rule that was removed keeps its count.
    pub fn hits(&self, id: FaultId) -> u32 {
        let active = self.active.iter().find(|active| active.id == id).map(|active| active.hits);
        active.or_else(|| self.past.get(&id).copied()).unwrap_or(0)
    }

    pub fn remove(&mut self, id: FaultId) {
        let removed = self.active.extract_if(.., |active| active.id == id);
        self.past.extend(removed.map(|removed| (removed.id, removed.hits)));
    }

    pub fn clear(&mut self) {
        self.past.extend(self.active.drain(..).map(|removed| (removed.id, removed.hits)));
    }

    pub fn strike(&mut self, event: Event<'_>) -> Option<FaultRule> {
        let mut struck = None;
        for active in self.active.iter_mut().filter(|active| active.meets(event)) {
            active.seen += 1;
            if struck.is_none() && active.is_due() {
                active.hits += 1;
                struck = Some(active.rule.clone());
            }
        }
        struck
    }
}

impl Active {
    fn meets(&self, event: Event<'_>) -> bool {
        let on = &self.rule.on;
        let on_request = on.frame.is_none() && on.connect.is_none();
        match event {
            Event::Request { method, path } => on_request && self.requests.matches(method, path),
            Event::Connect { witness } => on.connect == Some(true) && on.is_about(witness),
            Event::Frame { is_closing, witness } => {
                on.frame.is_some_and(|kind| kind == FrameKind::Any || is_closing) && on.is_about(witness)
            }
        }
    }

    const fn is_due(&self) -> bool {
        let on = &self.rule.on;
        match (on.nth, on.times) {
            (None, None) => true,
            (Some(nth), None) => self.seen == nth,
            // What another rule took does not use up this one's times.
            (None, Some(times)) => self.hits < times,
            (Some(nth), Some(times)) => self.seen >= nth && self.hits < times,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> FaultRule {
        serde_json::from_str(text).unwrap()
    }

    fn get(path: &str) -> Event<'_> {
        Event::Request { method: "GET", path }
    }

    #[test]
    fn nth_and_times_choose_what_is_met() {
        let cases = [
            (r#"{"on":{"path":"/a"},"cut":"after"}"#, "11111"),
            (r#"{"on":{"path":"/a","nth":2},"cut":"after"}"#, "01000"),
            (r#"{"on":{"path":"/a","times":2},"cut":"after"}"#, "11000"),
            (r#"{"on":{"path":"/a","nth":2,"times":3},"cut":"after"}"#, "01110"),
        ];
        for (text, expected) in cases {
            let mut faults = Faults::default();
            let id = faults.set(rule(text)).unwrap();
            assert!(faults.strike(get("/b")).is_none());
            let met: String =
                (0..5).map(|_| if faults.strike(get("/a")).is_some() { '1' } else { '0' }).collect();
            assert_eq!(met, expected, "{text}");
            assert_eq!(faults.hits(id) as usize, expected.matches('1').count());
        }
    }

    #[test]
    fn one_rule_acts_and_the_others_count() {
        let mut faults = Faults::default();
        let first = faults.set(rule(r#"{"on":{"times":1},"delayMs":1}"#)).unwrap();
        let second = faults.set(rule(r#"{"on":{"nth":2},"delayMs":2}"#)).unwrap();
        assert_eq!(faults.strike(get("/")).unwrap().delay_ms, Some(1.0));
        assert_eq!(faults.strike(get("/")).unwrap().delay_ms, Some(2.0));
        assert!(faults.strike(get("/")).is_none());
        assert_eq!((faults.hits(first), faults.hits(second)), (1, 1));
    }

    #[test]
    fn rules_that_mean_nothing_are_refused() {
        for bad in [
            r#"{"on":{"path":"/a"}}"#,
            r#"{"on":{"path":"/a","nth":0},"cut":"after"}"#,
            r#"{"on":{"path":"/a","connect":true},"cut":"after"}"#,
            r#"{"on":{"frame":"any"},"cut":"after"}"#,
            r#"{"on":{"frame":"any"},"frame":"lose","garble":"not-json"}"#,
            r#"{"on":{"path":"/a"},"frame":"lose"}"#,
            r#"{"on":{"path":"/a"},"cut":"after","garble":"not-json"}"#,
            r#"{"on":{"path":"/a"},"cut":"after","stall":"after"}"#,
            r#"{"on":{"frame":"any"},"frame":"lose","stall":"before"}"#,
            r#"{"on":{"path":"/a"},"respond":{"status":99}}"#,
            r#"{"on":{"path":"/a"},"delayMs":-1}"#,
            r#"{"on":{"connect":false},"cut":"after"}"#,
            r#"{"on":{"connect":true},"garble":"not-json"}"#,
            r#"{"on":{"path":"/a","witness":"page-0001"},"cut":"after"}"#,
        ] {
            assert!(Faults::default().set(rule(bad)).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<FaultRule>(r#"{"on":{"pth":"/a"},"cut":"after"}"#).is_err());
    }
}
