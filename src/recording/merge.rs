//! The parts of a run as one file, by their times; of each part one line at a time is in memory.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Lines, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::event::By;
use super::folder::{Run, parts};
use super::numbers::Numbers;
use super::recorder::{REACH, TIME, WHOLE};
use super::shape::Texts;
use crate::error::{Error, Kind, Result};

const FORMAT: u32 = 1;
/// Of what the door leads nothing but a guest's socket is read.
const MISSES: &str = "requests of the app to api. and login.: tunnelled unread";
const NOT_WHOLE: &str = "a process was gone before its part was whole";

/// What a recording is of.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MergedRecording", optional_fields))]
pub struct Merged {
    /// What crossed, in lines.
    pub entries: u64,
    /// Who recorded: `client`, `guest`, `door`.
    pub by: Vec<&'static str>,
    /// `simulator`, or `live` where anything left this machine.
    pub mode: &'static str,
    /// Why it ended before the run did, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// Writes the parts of a run's folder as one recording; the folder is left as it is.
pub fn merge(folder: &Path, output: &Path) -> Result<Merged> {
    let texts = Run::of(folder)?.texts();
    work(folder, output, texts).map_err(|cause| {
        Error::new(
            Kind::InvalidInput,
            format!("The recording could not be written to '{}': {cause}.", output.display()),
        )
    })
}

fn work(folder: &Path, output: &Path, texts: Texts) -> io::Result<Merged> {
    let mut merged = look(folder)?;
    let mut file = BufWriter::new(File::create(output)?);
    let misses: &[&str] = if merged.by.contains(&By::Door.word()) { &[MISSES] } else { &[] };
    let header = json!({
        "recording": FORMAT,
        "by": merged.by,
        "product": env!("CARGO_PKG_VERSION"),
        "mode": merged.mode,
        "misses": misses,
        "texts": texts == Texts::Shown,
    });
    writeln!(file, "{header}")?;
    let mut lines = Together::new(folder)?;
    let (mut numbers, mut exchanges) = (Numbers::default(), Exchanges::default());
    while let Some((micros, part, line)) = lines.next_line()? {
        let line = numbers.object(exchanges.renumbered(part, line));
        merged.entries += 1;
        writeln!(file, "{}", Value::Object(at(micros, line)))?;
    }
    if let Some(why) = lines.ended {
        let last = Map::from_iter([("ended".to_string(), json!(why))]);
        writeln!(file, "{}", Value::Object(at(lines.last, last)))?;
        merged.ended = Some(why);
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(merged)
}

/// A line with its time first.
fn at(micros: u64, line: Map<String, Value>) -> Map<String, Value> {
    std::iter::once(("at".to_string(), json!(micros / 1_000))).chain(line).collect()
}

/// Who recorded, and where it went: the header stands before all that shows it.
fn look(folder: &Path) -> io::Result<Merged> {
    let (mut seen, mut is_live) = ([false; By::ALL.len()], false);
    for path in parts(folder)? {
        for line in BufReader::new(File::open(path)?).lines() {
            let Ok(Value::Object(line)) = serde_json::from_str(&line?) else { continue };
            is_live |= line.get(REACH) == Some(&json!(true));
            for (by, seen) in By::ALL.iter().zip(&mut seen) {
                *seen |= line.get("by").is_some_and(|named| named == by.word());
            }
        }
    }
    let by = By::ALL.iter().zip(seen).filter(|(_, seen)| *seen).map(|(by, _)| by.word()).collect();
    Ok(Merged { entries: 0, by, mode: if is_live { "live" } else { "simulator" }, ended: None })
}

/// The lines of all parts in order of time; of one moment, those of a process as they were.
struct Together {
    parts: Vec<Part>,
    next: BinaryHeap<Reverse<(u64, usize)>>,
    last: u64,
    ended: Option<String>,
}

struct Part {
    lines: Lines<BufReader<File>>,
    /// Read, and not given yet.
    line: Map<String, Value>,
    is_whole: bool,
}

impl Together {
    fn new(folder: &Path) -> io::Result<Self> {
        let mut all = Self { parts: Vec::new(), next: BinaryHeap::new(), last: 0, ended: None };
        for path in parts(folder)? {
            let lines = BufReader::new(File::open(path)?).lines();
            all.parts.push(Part { lines, line: Map::new(), is_whole: false });
            all.advance(all.parts.len() - 1)?;
        }
        Ok(all)
    }

    fn next_line(&mut self) -> io::Result<Option<(u64, usize, Map<String, Value>)>> {
        let Some(Reverse((micros, part))) = self.next.pop() else { return Ok(None) };
        let line = std::mem::take(&mut self.parts[part].line);
        self.last = micros;
        self.advance(part)?;
        Ok(Some((micros, part, line)))
    }

    /// Reads on in one part. A line that was cut short is the last of a process that was killed.
    fn advance(&mut self, index: usize) -> io::Result<()> {
        let part = &mut self.parts[index];
        while let Some(line) = part.lines.next() {
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

/// Each process counts its requests and sockets from one.
#[derive(Default)]
struct Exchanges {
    known: HashMap<(&'static str, usize, u64), u64>,
    requests: u64,
    sockets: u64,
}

impl Exchanges {
    fn renumbered(&mut self, part: usize, mut line: Map<String, Value>) -> Map<String, Value> {
        for (field, of) in [("request", "request"), ("answer", "request"), ("socket", "socket")] {
            if let Some(number) = line.get(field).and_then(Value::as_u64) {
                line.insert(field.into(), json!(self.number(of, part, number)));
            }
        }
        line
    }

    fn number(&mut self, of: &'static str, part: usize, number: u64) -> u64 {
        let count = if of == "request" { &mut self.requests } else { &mut self.sockets };
        *self.known.entry((of, part, number)).or_insert_with(|| {
            *count += 1;
            *count
        })
    }
}
