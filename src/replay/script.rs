//! A recording as a play: what is waited for, what is given, and whose turn it is.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::drift::place::template;
use crate::drift::reading::{Reading, says_nothing};
use crate::drift::{Answer, By, Entry, Request, What};
use crate::error::{Error, Kind, Result};

/// Longer ones are no single test's.
const LONGEST: usize = 50_000;

/// Of what is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It has never come.
    Absent,
    Here,
    /// It looked once more in the recording, that long after what was before: how often one looks is a matter of chance.
    LookedAgain(Duration),
}

pub struct Script {
    pub entries: Vec<Entry>,
    /// The answer's place, by the request's.
    answers: HashMap<usize, usize>,
    /// What has come from the other side.
    came: HashSet<usize>,
    /// Who has come.
    here: HashSet<By>,
    /// What has come, was given, or is not waited for any more.
    over: HashSet<usize>,
    /// The first that may not be over.
    first: usize,
    /// By method and path without ids: the request that was answered last.
    last: HashMap<String, usize>,
}

impl Script {
    pub fn read(recording: &Path) -> Result<Self> {
        let mut reading = Reading::open(recording).map_err(|error| error.operation("replay"))?;
        let mut entries = Vec::new();
        while let Some(entry) = reading.next()? {
            entries.push(entry);
            if entries.len() > LONGEST {
                let message = format!("The recording is too long to be replayed: more than {LONGEST} lines.");
                return Err(Error::new(Kind::InvalidInput, message).operation("replay"));
            }
        }
        if !entries.iter().any(|entry| entry.what.is_of_the_org()) {
            return Err(says_nothing().operation("replay"));
        }
        let answers = answers(&entries);
        let given_up = |answer: usize| matches!(entries[answer].what, What::Failed { .. });
        let over =
            answers.iter().filter(|(_, answer)| given_up(**answer)).map(|(request, _)| *request).collect();
        Ok(Self {
            entries,
            answers,
            came: HashSet::new(),
            here: HashSet::new(),
            over,
            first: 0,
            last: HashMap::new(),
        })
    }

    /// The next request of the recording that this one is; of what comes more often, the last one.
    pub fn matching(&mut self, method: &str, path: &str, fits: impl Fn(&Request) -> bool) -> Option<usize> {
        let key = format!("{method} {}", template(path));
        let is_it = |request: &Request| {
            request.method == method && template(&request.path) == template(path) && fits(request)
        };
        let open = |at: &usize, entry: &Entry| match &entry.what {
            What::Request { request, .. } => {
                !self.came.contains(at) && self.answers.contains_key(at) && is_it(request)
            }
            _ => false,
        };
        let all = || self.entries.iter().enumerate().filter(|(at, entry)| open(at, entry)).map(|(at, _)| at);
        // One that somebody gave up is another's: which of them was given up is a matter of chance.
        let found = all().find(|at| self.answer(*at).is_some()).or_else(|| all().next());
        if let Some(at) = found {
            self.comes(at);
            self.last.insert(key, at);
            return found;
        }
        self.last.get(&key).copied()
    }

    pub fn answer(&self, request: usize) -> Option<(usize, &Answer)> {
        let at = *self.answers.get(&request)?;
        match &self.entries.get(at)?.what {
            What::Answer { answer, .. } => Some((at, answer)),
            _ => None,
        }
    }

    /// The next of the recorded sockets that nobody has taken.
    pub fn socket(&mut self) -> Option<(By, u64, usize)> {
        let open = self.entries.iter().enumerate().find_map(|(at, entry)| match &entry.what {
            What::Opens { socket, .. } if !self.came.contains(&at) => Some((entry.by, *socket, at)),
            _ => None,
        })?;
        self.comes(open.2);
        Some(open)
    }

    /// What that socket carries, in order.
    pub fn carried(&self, by: By, socket: u64) -> Vec<usize> {
        let of = |entry: &Entry| entry.by == by && entry.what.socket() == Some(socket);
        self.entries.iter().enumerate().filter(|(_, entry)| of(entry)).map(|(at, _)| at).collect()
    }

    /// Whether the next thing is a frame of the same socket that came with this one, in one go.
    pub fn leads(&self, at: usize) -> bool {
        let received = |entry: &Entry| match entry.what {
            What::Received { socket, .. } => Some((entry.by, socket)),
            _ => None,
        };
        let (Some(this), Some(next)) = (self.entries.get(at), self.entries.get(at + 1)) else { return false };
        received(this).is_some() && received(this) == received(next) && next.at <= this.at + 1
    }

    /// The recorded frame that the page has sent now, of those of its socket.
    pub fn sent(&mut self, carried: &[usize], frame: &Value) -> Option<usize> {
        let found = carried.iter().copied().find(|at| match &self.entries[*at].what {
            What::Sent { frame: shape, .. } => !self.came.contains(at) && shape["action"] == frame["action"],
            _ => false,
        })?;
        self.comes(found);
        Some(found)
    }

    fn comes(&mut self, at: usize) {
        self.came.insert(at);
        self.over.insert(at);
        self.here.insert(self.entries[at].by);
    }

    /// What still has to happen before, and what is known of its side; `None`: it is this one's turn.
    pub fn before(&mut self, at: usize) -> Option<(usize, Side)> {
        while self.first < self.entries.len() && self.is_over(self.first) {
            self.first += 1;
        }
        (self.first < at).then(|| (self.first, self.side_of(self.first)))
    }

    fn side_of(&self, at: usize) -> Side {
        if !self.here.contains(&self.entries[at].by) {
            return Side::Absent;
        }
        if self.look_again(at).is_none() {
            return Side::Here;
        }
        let earlier = at.checked_sub(1).map_or(0, |before| self.entries[before].at);
        Side::LookedAgain(Duration::from_millis(self.entries[at].at.saturating_sub(earlier)))
    }

    /// What it looks at, where it has looked there before.
    fn look_again(&self, at: usize) -> Option<String> {
        let What::Request { request, .. } = &self.entries[at].what else { return None };
        Some(key(request)).filter(|key| request.method == "GET" && self.last.contains_key(key))
    }

    fn is_over(&self, at: usize) -> bool {
        self.over.contains(&at) || !self.entries[at].what.takes_part()
    }

    /// It is not waited for any more by what comes there; nor are its answer, further looks at the same, and anybody
    /// who has not come.
    pub fn pass(&mut self, at: usize, until: usize) {
        let look = self.look_again(at);
        let by = self.entries[at].by;
        let passed = (at..until).filter(|each| {
            *each == at || (look.is_some() && self.entries[*each].by == by && self.look_again(*each) == look)
        });
        for each in passed.collect::<Vec<_>>() {
            self.over.insert(each);
            self.over.extend(self.answers.get(&each));
        }
        if !self.here.contains(&by) {
            let of = self.entries.iter().enumerate().filter(|(_, entry)| entry.by == by).map(|(at, _)| at);
            self.over.extend(of);
        }
    }

    pub fn done(&mut self, at: usize) {
        self.over.insert(at);
    }
}

fn key(request: &Request) -> String {
    format!("{} {}", request.method, template(&request.path))
}

/// Requests are told from each other by who made them and their number.
fn answers(entries: &[Entry]) -> HashMap<usize, usize> {
    let mut open = HashMap::new();
    let mut answers = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        match &entry.what {
            What::Request { number, .. } => drop(open.insert((entry.by, *number), at)),
            What::Answer { number, .. } | What::Failed { number } => {
                answers.extend(open.remove(&(entry.by, *number)).map(|request: usize| (request, at)));
            }
            _ => {}
        }
    }
    answers
}
