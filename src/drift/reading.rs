//! A recording, read line by line: a day's may be larger than memory.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::entry::{Entry, FORMAT, Header};
use crate::error::{Error, Kind, Result};

/// The longest line that is read; bodies of the platform are shorter.
const LONGEST: u64 = 8 << 20;

/// The entries of a recording, in their order.
pub struct Reading {
    lines: BufReader<File>,
    pub header: Header,
    /// Lines that say nothing that is known here.
    pub unread: u64,
}

impl Reading {
    /// `INVALID_INPUT` where it is no recording, or one of another format.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|cause| not_read(&cause.kind().to_string()))?;
        let mut lines = BufReader::new(file);
        let first = line(&mut lines)?.unwrap_or_default();
        let header: Header = serde_json::from_str(&first)
            .map_err(|_| refused("Its first line is no header of a recording."))?;
        if header.recording != FORMAT {
            return Err(refused(&format!("It has the format {}, and {FORMAT} is read.", header.recording)));
        }
        Ok(Self { lines, header, unread: 0 })
    }

    /// The next entry; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Entry>> {
        while let Some(text) = line(&mut self.lines)? {
            if let Some(entry) = Entry::read(&text) {
                return Ok(Some(entry));
            }
            self.unread += u64::from(!text.trim().is_empty());
        }
        Ok(None)
    }
}

fn line(lines: &mut BufReader<File>) -> Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut bounded = lines.take(LONGEST);
    let read = bounded.read_until(b'\n', &mut bytes).map_err(|cause| not_read(&cause.kind().to_string()))?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == LONGEST {
        return Err(refused("It has a line that is too long."));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| refused("It is no text."))
}

fn not_read(why: &str) -> Error {
    refused(&format!("It cannot be read: {why}."))
}

fn refused(why: &str) -> Error {
    Error::new(Kind::InvalidInput, format!("The recording cannot be used. {why}"))
}

/// Whoever recorded met nobody.
pub fn says_nothing() -> Error {
    refused("There is nothing of the org in it.")
}
