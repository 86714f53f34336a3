//! The parts of a run as one file, with its header.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::event::By;
use super::exchanges::Exchanges;
use super::folder::{Run, parts};
use super::numbers::Numbers;
use super::shape::Texts;
use super::together::{Timed, Together};
use super::writer::REACH;
use crate::error::{Error, Kind, Result};

const FORMAT: u32 = 1;
/// Of what the door leads nothing but a guest's socket is read.
const MISSES: &str = "requests of the app to api. and login.: tunnelled unread";

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
    while let Some(Timed { micros, part, line }) = lines.next_line()? {
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
