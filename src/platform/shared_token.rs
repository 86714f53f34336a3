//! One token for all processes of the machine: whoever holds the lock logs in, the others find it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::trace::{millis_of, system_ms};
use crate::error::Result;
use crate::redacted::Redacted;
use crate::sharing::{Locked, Store};

/// How soon to look again while another process logs in.
const POLL: Duration = Duration::from_millis(10);

/// A clock may differ so much from the one that wrote the file.
const SKEW_MS: u64 = 60_000;

pub struct SharedToken {
    store: Store,
}

/// What came of asking, and when it is to be renewed.
pub enum Kept {
    Found { value: Redacted<String>, renew_in: Duration },
    New { value: Redacted<String>, renew_in: Duration },
}

/// What stands in the file; times in milliseconds since 1970.
#[derive(Serialize, Deserialize)]
struct Record {
    access_token: String,
    written: u64,
    renew: u64,
}

impl SharedToken {
    pub const fn new(store: Store) -> Self {
        Self { store }
    }

    /// The shared token, unless it is the one that was `spent`: then it is renewed, by one process.
    /// Waits for as long as another one logs in; the caller bounds it.
    pub async fn get<F>(&self, spent: Option<&Redacted<String>>, log_in: impl FnOnce() -> F) -> Result<Kept>
    where
        F: Future<Output = Result<(Duration, Redacted<String>)>>,
    {
        loop {
            match self.look(spent.cloned()).await? {
                Seen::Token(found) => return Ok(found),
                Seen::Ours(locked) => return self.renew(locked, log_in).await,
                Seen::Busy => tokio::time::sleep(POLL).await,
            }
        }
    }

    async fn look(&self, spent: Option<Redacted<String>>) -> Result<Seen> {
        let store = self.store.clone();
        let looked = tokio::task::spawn_blocking(move || look(&store, spent.as_ref())).await;
        looked.unwrap_or(Ok(Seen::Ours(None)))
    }

    async fn renew<F>(&self, locked: Option<Locked>, log_in: impl FnOnce() -> F) -> Result<Kept>
    where
        F: Future<Output = Result<(Duration, Redacted<String>)>>,
    {
        let (renew_in, value) = log_in().await?;
        let now = system_ms();
        let record =
            Record { access_token: value.expose().clone(), written: now, renew: now + millis_of(renew_in) };
        // What cannot be shared is used all the same; the next process logs in for itself.
        let _ = tokio::task::spawn_blocking(move || locked.map(|locked| write(&locked, &record))).await;
        Ok(Kept::New { value, renew_in })
    }
}

enum Seen {
    Token(Kept),
    /// We are to log in; without a lock where the files cannot be used.
    Ours(Option<Locked>),
    /// Another process does.
    Busy,
}

/// Readers need no lock: a file is replaced whole.
fn look(store: &Store, spent: Option<&Redacted<String>>) -> Result<Seen> {
    store.prepare()?;
    if let Some(found) = find(store, spent) {
        return Ok(Seen::Token(found));
    }
    match store.try_lock() {
        Ok(None) => Ok(Seen::Busy),
        Ok(Some(locked)) => Ok(find(store, spent).map_or(Seen::Ours(Some(locked)), Seen::Token)),
        Err(_) => Ok(Seen::Ours(None)),
    }
}

fn find(store: &Store, spent: Option<&Redacted<String>>) -> Option<Kept> {
    let record: Record = serde_json::from_slice(&store.read()?).ok()?;
    let now = system_ms();
    let is_of_the_future = record.written > now + SKEW_MS;
    let value = Redacted::new(record.access_token);
    if record.renew <= now || is_of_the_future || spent == Some(&value) {
        return None;
    }
    Some(Kept::Found { value, renew_in: Duration::from_millis(record.renew - now) })
}

fn write(locked: &Locked, record: &Record) -> std::io::Result<()> {
    locked.replace(&serde_json::to_vec(record)?)
}
