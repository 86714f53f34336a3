//! Takes what crossed, and writes it on a thread of its own: never in the way of whoever tells it.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::blind::Blind;
use super::event::{By, What};
use super::folder::{Run, new_part};
use super::shape::Shaper;
use super::writer::{Told, Writer};
use crate::error::{Error, Kind, Result};

/// So much may wait to be written: above it the recording ends, and nobody waits.
const LONGEST_QUEUE: usize = 16_384;
const HEAVIEST_QUEUE: usize = 64 << 20;
/// How long the end waits for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(5);

const TOO_SLOW: &str = "it could not be written as fast as it came";
/// The part of one process.
pub struct Recorder {
    began: Instant,
    /// Between the run's beginning and this part's.
    age: Duration,
    /// One lock for time and place, so that they agree; gone once it is closed.
    queue: Mutex<Option<SyncSender<Told>>>,
    waiting: Arc<AtomicUsize>,
    ended: Arc<Mutex<Option<&'static str>>>,
    done: Mutex<Receiver<()>>,
    last_request: AtomicU32,
    last_socket: AtomicU32,
}

impl Recorder {
    pub fn begin(folder: &Path) -> Result<Self> {
        let run = Run::of(folder)?;
        let began = new_part(folder).and_then(|file| Self::over(&run, file));
        began.map_err(|cause| {
            let why = format!("Nothing can be recorded in '{}': {cause}.", folder.display());
            Error::new(Kind::InvalidInput, why)
        })
    }

    /// Writes to whatever takes it.
    pub fn over(run: &Run, file: impl Write + Send + 'static) -> io::Result<Self> {
        let (queue, told) = sync_channel(LONGEST_QUEUE);
        let (finished, done) = channel();
        let recorder = Self {
            began: Instant::now(),
            age: run.age(),
            queue: Mutex::new(Some(queue)),
            waiting: Arc::default(),
            ended: Arc::default(),
            done: Mutex::new(done),
            last_request: AtomicU32::new(0),
            last_socket: AtomicU32::new(0),
        };
        let writer = Writer {
            told,
            file: BufWriter::new(file),
            shaper: Shaper::new(Blind::new(run.key()), run.texts()),
            waiting: Arc::clone(&recorder.waiting),
            ended: Arc::clone(&recorder.ended),
            last: Duration::ZERO,
        };
        let work = move || {
            writer.run();
            drop(finished);
        };
        std::thread::Builder::new().name("recording".into()).spawn(work)?;
        Ok(recorder)
    }

    pub fn next_request(&self) -> u32 {
        self.last_request.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub fn next_socket(&self) -> u32 {
        self.last_socket.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Never waits. What does not fit ends the recording, as one with a hole would tell of a difference that was none.
    pub fn tell(&self, by: By, what: What) {
        let weight = what.weight();
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = queue.as_ref() else { return };
        let is_too_much = self.waiting.load(Ordering::Relaxed) + weight > HEAVIEST_QUEUE;
        let told = Told { at: self.age + self.began.elapsed(), by, what };
        self.waiting.fetch_add(weight, Ordering::Relaxed);
        let sent = if is_too_much { Err(TrySendError::Full(told)) } else { sender.try_send(told) };
        if let Err(cause) = sent {
            if matches!(cause, TrySendError::Full(_)) {
                *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(TOO_SLOW);
            }
            *queue = None;
        }
    }

    /// Takes nothing more, and waits for a while until what came is written. Safe to call twice.
    pub fn close(&self) {
        *self.queue.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match done.recv_timeout(PATIENCE) {
            Ok(()) | Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => {}
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.close();
    }
}
