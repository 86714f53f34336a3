//! The folder of one run: its key, and the part of each process.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::shape::Texts;
use crate::error::{Error, Kind, Result};
use crate::sharing::files::{owner_only, read};
use crate::sharing::folder::make;

const RUN: &str = "run.json";
const PART: &str = "part-";

/// What every process of a run is told by its folder; the key never leaves it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    key: [u8; 32],
    /// Since 1970.
    began_micros: u64,
    texts: bool,
}

impl Run {
    /// Begins a run in a folder of its owner's alone, which is made.
    pub fn begin(folder: &Path, texts: Texts) -> Result<()> {
        let mut key = [0; 32];
        SystemRandom::new().fill(&mut key).map_err(|_| unusable(folder, "no random key can be made"))?;
        let run = Self { key, began_micros: system_micros(), texts: texts == Texts::Shown };
        make(folder).map_err(|cause| unusable(folder, &cause.to_string()))?;
        let file = owner_only().write(true).create_new(true).open(folder.join(RUN));
        let file = file.map_err(|cause| unusable(folder, &cause.to_string()))?;
        serde_json::to_writer(file, &run).map_err(|cause| unusable(folder, &cause.to_string()))
    }

    pub fn of(folder: &Path) -> Result<Self> {
        let text = read(&folder.join(RUN)).ok_or_else(|| unusable(folder, "it is no folder of `record`"))?;
        serde_json::from_slice(&text).map_err(|_| unusable(folder, "its run.json is not ours"))
    }

    #[cfg(test)]
    pub const fn made_up() -> Self {
        Self { key: [7; 32], began_micros: 0, texts: false }
    }

    pub const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    pub const fn texts(&self) -> Texts {
        if self.texts { Texts::Shown } else { Texts::Hidden }
    }

    /// How long ago it began, by the only clock that processes share.
    pub fn age(&self) -> Duration {
        Duration::from_micros(system_micros().saturating_sub(self.began_micros))
    }
}

/// A new part, of its owner's alone.
pub fn new_part(folder: &Path) -> io::Result<File> {
    let name = format!("{PART}{}-{:016x}.jsonl", std::process::id(), fastrand::u64(..));
    owner_only().write(true).create_new(true).open(folder.join(name))
}

/// All parts, in an order that does not change.
pub fn parts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_part = entry.file_name().to_str().is_some_and(|name| name.starts_with(PART));
        if is_part && entry.file_type()?.is_file() {
            parts.push(entry.path());
        }
    }
    parts.sort();
    Ok(parts)
}

fn system_micros() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since_1970.as_micros().try_into().unwrap_or(u64::MAX)
}

fn unusable(folder: &Path, why: &str) -> Error {
    Error::new(Kind::InvalidInput, format!("Nothing can be recorded in '{}': {why}.", folder.display()))
}
