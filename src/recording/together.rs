//! The lines of all parts, in order of their times; of each part one line at a time is in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Lines};
use std::path::Path;

use serde_json::{Map, Value};

use super::folder::parts;
use super::writer::{REACH, TIME, WHOLE};

const NOT_WHOLE: &str = "a process was gone before its part was whole";

/// Of one moment, those of a process are as they were.
pub struct Together {
    parts: Vec<Part>,
    next: BinaryHeap<Reverse<(u64, usize)>>,
    /// The time of the last one.
    pub last: u64,
    /// Why a part is not whole.
    pub ended: Option<String>,
}

/// A line of one part, without what only parts hold.
pub struct Timed {
    pub micros: u64,
    pub part: usize,
    pub line: Map<String, Value>,
}

struct Part {
    lines: Lines<BufReader<File>>,
    /// Read, and not given yet.
    line: Map<String, Value>,
    is_whole: bool,
}

impl Together {
    pub fn new(folder: &Path) -> io::Result<Self> {
        let mut all = Self { parts: Vec::new(), next: BinaryHeap::new(), last: 0, ended: None };
        for path in parts(folder)? {
            let lines = BufReader::new(File::open(path)?).lines();
            all.parts.push(Part { lines, line: Map::new(), is_whole: false });
            all.advance(all.parts.len() - 1)?;
        }
        Ok(all)
    }

    pub fn next_line(&mut self) -> io::Result<Option<Timed>> {
        let Some(Reverse((micros, part))) = self.next.pop() else { return Ok(None) };
        let line = std::mem::take(&mut self.parts[part].line);
        self.last = micros;
        self.advance(part)?;
        Ok(Some(Timed { micros, part, line }))
    }

    /// Reads on in one part. A line that was cut short is the last of a process that was killed.
    fn advance(&mut self, index: usize) -> io::Result<()> {
        let part = &mut self.parts[index];
        for line in part.lines.by_ref() {
            let Ok(Value::Object(mut line)) = serde_json::from_str(&line?) else { break };
            let micros = line.shift_remove(TIME).and_then(|micros| micros.as_u64()).unwrap_or_default();
            line.shift_remove(REACH);
            if line.contains_key(WHOLE) {
                part.is_whole = true;
            } else if let Some(why) = line.get("ended").and_then(Value::as_str) {
                part.is_whole = true;
                self.ended.get_or_insert_with(|| why.to_string());
            } else {
                part.line = line;
                self.next.push(Reverse((micros, index)));
                return Ok(());
            }
        }
        if !part.is_whole {
            self.ended.get_or_insert_with(|| NOT_WHOLE.to_string());
        }
        Ok(())
    }
}
