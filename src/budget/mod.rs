//! The request budget of one OAuth client: at most N requests in any window of 60 s.
//!
//! A request needs a [`Place`]. It is taken before the request leaves and is free again one window
//! after the answer came, so the limit holds as the server counts, however long requests travel.
//! The server's own headers correct the count where others spend from the same budget.
//!
//! Alone, the window lies in memory. Shared, it lies in a file that all processes of the machine
//! read and write under a lock ([`crate::sharing`]). That is done in the simplest way that is right:
//!
//! - One visit to the file takes as many places as this process has requests waiting, and puts down
//!   those that ended since the last visit. With nothing waiting a process holds no place in
//!   reserve, so none has to be shared out, and none is idle.
//! - What ended last is put down a moment later. A process that is killed before that, or with
//!   requests under way, costs the others those few places for [`window::LONGEST_FLIGHT_MS`] more.
//! - A process that finds the window full knows when to look again and does not look before.
//! - Where the files cannot be used (a full disk), a process goes on with the window that it saw
//!   last, and the report says so: 429 answers are waited out anyway. Each process keeps an account
//!   of its own requests, which it adds to a window that was begun anew.

mod account;
mod alone;
mod ended;
mod place;
mod shared;
mod taken;
mod window;
mod word;

use std::sync::Arc;
use std::time::Duration;

use alone::Alone;
pub use place::Place;
use shared::Pool;
use taken::Taken;
pub use window::{LONGEST_FLIGHT_MS, Rule, Window};
pub use word::Word;

use crate::error::{Error, Kind, Result};
use crate::net::Deadline;
use crate::sharing::Store;

/// How soon to look again where another process holds the lock.
const BUSY: Duration = Duration::from_millis(5);

pub enum Budget {
    Unlimited,
    Alone(Arc<Alone>),
    Shared(Arc<Pool>),
}

impl Budget {
    pub fn alone(rule: Rule) -> Self {
        Self::Alone(Arc::new(Alone::new(rule)))
    }

    pub fn shared(rule: Rule, store: Store) -> Self {
        Self::Shared(Arc::new(Pool::new(rule, store)))
    }

    /// A place as soon as there is one; an error as soon as it is clear that the deadline comes first.
    pub async fn place(&self, deadline: &Deadline) -> Result<Place> {
        let _line = self.stand_in_line();
        loop {
            let taken = deadline.bound(self.take()).await.unwrap_or(Ok(Taken::Busy))?;
            let (wait, refusal): (_, fn(Duration) -> Error) = match taken {
                Taken::At(at) => return Ok(self.place_taken(at)),
                Taken::Full(wait) => (wait, spent),
                Taken::Busy => (BUSY, locked),
            };
            if !deadline.allows(wait) {
                return Err(refusal(wait));
            }
            deadline.sleep(wait).await;
        }
    }

    /// Why this process goes on with a window of its own; told once.
    pub fn trouble(&self) -> Option<String> {
        match self {
            Self::Shared(pool) => pool.trouble(),
            _ => None,
        }
    }

    fn place_taken(&self, at: u64) -> Place {
        match self {
            Self::Unlimited => Place::unlimited(),
            Self::Alone(alone) => Place::alone(Arc::clone(alone), at),
            Self::Shared(pool) => Place::shared(Arc::clone(pool), at),
        }
    }

    async fn take(&self) -> Result<Taken> {
        match self {
            Self::Unlimited => Ok(Taken::At(0)),
            Self::Alone(alone) => Ok(alone.take()),
            Self::Shared(pool) => pool.take().await,
        }
    }

    fn stand_in_line(&self) -> Option<shared::Waiter> {
        match self {
            Self::Shared(pool) => Some(pool.stand_in_line()),
            _ => None,
        }
    }
}

fn spent(wait: Duration) -> Error {
    let message = "This client's request budget for the minute is spent.";
    let mut error = Error::new(Kind::RateLimited, message)
        .hint("Raise requestsPerMinute if the org allows more, or share work between OAuth clients.");
    error.context.retry_after_ms = Some(wait.as_millis().try_into().unwrap_or(u64::MAX));
    error
}

fn locked(_wait: Duration) -> Error {
    Error::new(Kind::Timeout, "The shared state was in use by another process until the deadline.")
        .hint("A process that was stopped (not ended) may hold its lock; end it, or set sharedState: false.")
}

#[cfg(test)]
#[path = "budget_tests.rs"]
mod tests;
