//! The writing side of a recorder: shapes what was told, and writes it to the part.

use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::event::{By, Reach, What};
use super::shape::Shaper;

/// In a part alone: who was there, where it went, and that it is whole.
pub const TIME: &str = "micros";
pub const REACH: &str = "live";
pub const WHOLE: &str = "whole";

/// What crossed, when, and who saw it.
pub struct Told {
    pub at: Duration,
    pub by: By,
    pub what: What,
}

pub struct Writer<W: Write> {
    pub told: Receiver<Told>,
    pub file: BufWriter<W>,
    pub shaper: Shaper,
    /// What of it waits, by its weight.
    pub waiting: Arc<AtomicUsize>,
    /// Why nothing more is told, where that is not the run's own end.
    pub ended: Arc<Mutex<Option<&'static str>>>,
    pub last: Duration,
}

impl<W: Write> Writer<W> {
    pub fn run(mut self) {
        let why = match catch_unwind(AssertUnwindSafe(|| self.write_all())) {
            Ok(Ok(())) => self.ended.lock().unwrap_or_else(PoisonError::into_inner).map(str::to_string),
            Ok(Err(cause)) => Some(format!("it could not be written: {}", cause.kind())),
            Err(_) => Some("something that crossed could not be read".into()),
        };
        // Nothing can be done where even this cannot be written: a part that does not say that it is whole is none.
        let _ = self.write_last(why);
    }

    fn write_all(&mut self) -> io::Result<()> {
        loop {
            let told = match self.told.try_recv() {
                Ok(told) => told,
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    // Whoever is killed now loses nothing.
                    self.file.flush()?;
                    let Ok(told) = self.told.recv() else { return Ok(()) };
                    told
                }
            };
            self.write(told)?;
        }
    }

    fn write(&mut self, Told { at, by, what }: Told) -> io::Result<()> {
        let (weight, reach) = (what.weight(), what.reach());
        let mut line = what.line(by, &self.shaper);
        self.waiting.fetch_sub(weight, Ordering::Relaxed);
        if let Some(reach) = reach {
            line.insert(REACH.into(), json!(reach == Reach::Live));
        }
        self.last = at;
        self.write_line(line)
    }

    fn write_last(&mut self, why: Option<String>) -> io::Result<()> {
        let last = why.map_or_else(|| (WHOLE, json!(true)), |why| ("ended", json!(why)));
        self.write_line(Map::from_iter([(last.0.to_string(), last.1)]))?;
        self.file.flush()
    }

    fn write_line(&mut self, mut line: Map<String, Value>) -> io::Result<()> {
        line.insert(TIME.into(), json!(u64::try_from(self.last.as_micros()).unwrap_or(u64::MAX)));
        serde_json::to_writer(&mut self.file, &line)?;
        self.file.write_all(b"\n")
    }
}
