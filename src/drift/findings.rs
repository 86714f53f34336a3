//! All that differed and all that agreed, counted; as much memory for a day as for a minute.

use std::collections::{HashMap, HashSet};

use super::difference::{Difference, Differs};
use super::report::{Agreed, Told};
use super::rows::{Mark, Row};

/// Differences of more kinds than these are counted together.
const KINDS: usize = 500;

/// Where in a recording something stands: when, and which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u64,
    pub at: u64,
}

/// What it was a part of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Of {
    /// Its method and path, without ids.
    Answer(String),
    /// Its name.
    Frame(String),
    Socket,
}

impl Of {
    pub fn words(&self) -> String {
        match self {
            Self::Answer(operation) => operation.clone(),
            Self::Frame(name) => format!("frame {name}"),
            Self::Socket => "the guest's socket".into(),
        }
    }
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    of: Of,
    group: String,
    differs: Differs,
    org: String,
    simulator: String,
}

struct Counted {
    /// How many kinds there were before it.
    order: usize,
    first: Position,
    difference: Difference,
    row: Row,
    count: u64,
}

#[derive(Default)]
pub struct Findings {
    kinds: HashMap<Key, Counted>,
    left_out: u64,
    agreed: HashMap<Row, u64>,
    /// What the recording as a whole speaks against, whatever agreed with the simulator that was set up like it.
    refuted: HashSet<Row>,
}

impl Findings {
    pub fn differ(&mut self, of: Of, position: Position, difference: Difference, row: Row) {
        let Difference { group, differs, org, simulator, .. } = difference.clone();
        let key = Key { of, group, differs, org, simulator };
        if let Some(counted) = self.kinds.get_mut(&key) {
            counted.count += 1;
            if position < counted.first {
                (counted.first, counted.difference) = (position, difference);
            }
        } else if self.kinds.len() < KINDS {
            let order = self.kinds.len();
            self.kinds.insert(key, Counted { order, first: position, difference, row, count: 1 });
        } else {
            self.left_out += 1;
        }
    }

    pub fn agree(&mut self, row: Row) {
        *self.agreed.entry(row).or_default() += 1;
    }

    pub fn refute(&mut self, row: Row) {
        self.refuted.insert(row);
    }

    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The first one first, then the others by weight.
    pub fn told(&self) -> Vec<Told> {
        let mut all: Vec<_> = self.kinds.iter().collect();
        all.sort_by_key(|(key, counted)| (key.differs, counted.first, counted.order));
        let first = all.iter().enumerate().min_by_key(|(_, (key, counted))| (counted.first, key.differs));
        if let Some((at, _)) = first {
            let first = all.remove(at);
            all.insert(0, first);
        }
        all.into_iter().map(|(key, counted)| told(key, counted)).collect()
    }

    /// What was only assumed before, and agreed: nothing that differed in the same row.
    pub fn confirmed(&self) -> Vec<Agreed> {
        let differs =
            |row: &Row| self.refuted.contains(row) || self.kinds.values().any(|counted| counted.row == *row);
        let assumed = self.agreed.iter().filter(|(row, _)| row.mark == Mark::Assumed && !differs(row));
        let mut rows: Vec<_> =
            assumed.map(|(row, count)| Agreed { row: row.words.into(), count: *count }).collect();
        rows.sort_by(|one, other| one.row.cmp(&other.row));
        rows
    }
}

fn told(key: &Key, counted: &Counted) -> Told {
    Told {
        differs: key.differs,
        of: key.of.words(),
        pointer: counted.difference.pointer.clone(),
        org: key.org.clone(),
        simulator: key.simulator.clone(),
        row: counted.row.words.into(),
        mark: counted.row.mark,
        at: counted.first.at,
        count: counted.count,
    }
}
