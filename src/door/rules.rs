//! What the next connects and closing frames of one line will suffer.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A fault as it crosses from JavaScript, checked there.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "fault", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum LineFault {
    Refuse { times: u32 },
    Delay { times: u32, ms: f64 },
    Closing { times: u32, how: ClosingFault, delay_ms: Option<f64> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClosingFault {
    Lose,
    Duplicate,
    Delay,
    Reorder,
}

/// What happens to one connect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AtConnect {
    Refuse,
    Delay(Duration),
}

/// What happens to one closing frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AtClosing {
    Lose,
    Duplicate,
    /// Held for so long; with `lets_one_pass` only until another frame has passed it.
    Hold {
        length: Duration,
        lets_one_pass: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(usize);

#[derive(Debug)]
struct Rule {
    fault: LineFault,
    left: u32,
    hits: u32,
}

/// The first rule that is due acts; what it took does not use up another one's times.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

/// How long `delay` and `reorder` hold a frame where the rule does not say; as the simulator.
const HELD_MS: f64 = 200.0;

impl Rules {
    pub fn set(&mut self, fault: LineFault) -> FaultId {
        let (LineFault::Refuse { times } | LineFault::Delay { times, .. } | LineFault::Closing { times, .. }) =
            fault;
        self.0.push(Rule { fault, left: times, hits: 0 });
        FaultId(self.0.len() - 1)
    }

    /// Stays readable after [`Rules::clear`].
    pub fn hits(&self, id: FaultId) -> u32 {
        self.0.get(id.0).map_or(0, |rule| rule.hits)
    }

    pub fn clear(&mut self) {
        self.0.iter_mut().for_each(|rule| rule.left = 0);
    }

    pub fn at_connect(&mut self) -> Option<AtConnect> {
        self.strike(|fault| match fault {
            LineFault::Refuse { .. } => Some(AtConnect::Refuse),
            LineFault::Delay { ms, .. } => Some(AtConnect::Delay(millis(ms))),
            LineFault::Closing { .. } => None,
        })
    }

    pub fn at_closing(&mut self) -> Option<AtClosing> {
        self.strike(|fault| match fault {
            LineFault::Closing { how, delay_ms, .. } => Some(at_closing(how, delay_ms)),
            LineFault::Refuse { .. } | LineFault::Delay { .. } => None,
        })
    }

    /// Whether a closing frame would suffer anything; only then are frames looked into.
    pub fn await_closing(&self) -> bool {
        self.0.iter().any(|rule| rule.left > 0 && matches!(rule.fault, LineFault::Closing { .. }))
    }

    fn strike<T>(&mut self, suffers: impl Fn(LineFault) -> Option<T>) -> Option<T> {
        self.0.iter_mut().filter(|rule| rule.left > 0).find_map(|rule| {
            let struck = suffers(rule.fault)?;
            rule.left -= 1;
            rule.hits += 1;
            Some(struck)
        })
    }
}

fn at_closing(how: ClosingFault, delay_ms: Option<f64>) -> AtClosing {
    let length = millis(delay_ms.unwrap_or(HELD_MS));
    match how {
        ClosingFault::Lose => AtClosing::Lose,
        ClosingFault::Duplicate => AtClosing::Duplicate,
        ClosingFault::Delay => AtClosing::Hold { length, lets_one_pass: false },
        ClosingFault::Reorder => AtClosing::Hold { length, lets_one_pass: true },
    }
}

fn millis(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_is_due_acts_and_each_counts_its_own() {
        let mut rules = Rules::default();
        let refuse = rules.set(LineFault::Refuse { times: 2 });
        let delay = rules.set(LineFault::Delay { times: 1, ms: 5.0 });
        let late = AtConnect::Delay(Duration::from_millis(5));
        let met: Vec<_> = (0..4).map(|_| rules.at_connect()).collect();
        assert_eq!(met, [Some(AtConnect::Refuse), Some(AtConnect::Refuse), Some(late), None]);
        assert_eq!((rules.hits(refuse), rules.hits(delay)), (2, 1));
        assert!(rules.at_closing().is_none() && !rules.await_closing());
    }

    #[test]
    fn a_cleared_rule_strikes_no_more_and_keeps_its_count() {
        let mut rules = Rules::default();
        let lose = rules.set(LineFault::Closing { times: 3, how: ClosingFault::Lose, delay_ms: None });
        assert!(rules.await_closing());
        assert_eq!(rules.at_closing(), Some(AtClosing::Lose));
        rules.clear();
        assert_eq!((rules.at_closing(), rules.hits(lose)), (None, 1));
    }
}
