//! Reads that showed less than the simulator had by then: no difference if a later one shows it.

use std::collections::HashMap;

use super::difference::{Difference, Differs};
use super::findings::{Of, Position};
use super::rows::Row;

/// Paths that are waited for at once; of more, nothing is said.
const PATHS: usize = 1_000;
/// After so long without a look that showed it, nobody would call it a matter of time.
const LONG_MS: u64 = 30_000;

struct Waiting {
    of: Of,
    position: Position,
    difference: Difference,
    row: Row,
    /// In how many looks.
    looks: u32,
}

#[derive(Default)]
pub struct Late {
    paths: HashMap<String, Vec<Waiting>>,
}

impl Late {
    /// Another look: what it does not show any more was a matter of time.
    pub fn seen(&mut self, path: &str, differences: &[Difference]) {
        let Some(waiting) = self.paths.get_mut(path) else { return };
        waiting.retain(|each| differences.iter().any(|difference| is_same(difference, &each.difference)));
        if waiting.is_empty() {
            self.paths.remove(path);
        }
    }

    pub fn wait(&mut self, path: &str, of: Of, position: Position, difference: Difference, row: Row) {
        if self.paths.len() >= PATHS && !self.paths.contains_key(path) {
            return;
        }
        let waiting = self.paths.entry(path.into()).or_default();
        match waiting.iter_mut().find(|each| is_same(&each.difference, &difference)) {
            Some(each) => each.looks += 1,
            None => waiting.push(Waiting { of, position, difference, row, looks: 1 }),
        }
    }

    /// What no later look has shown, though there was one or time enough.
    pub fn left(&mut self, at: u64) -> Vec<(Of, Position, Difference, Row)> {
        let all = std::mem::take(&mut self.paths).into_values().flatten();
        let is_told = |each: &Waiting| each.looks > 1 || at > each.position.at + LONG_MS;
        all.filter(is_told).map(|each| (each.of, each.position, each.difference, each.row)).collect()
    }
}

fn is_same(one: &Difference, other: &Difference) -> bool {
    let key = |difference: &Difference| (difference.pointer.clone(), difference.differs == Differs::Order);
    key(one) == key(other)
}
