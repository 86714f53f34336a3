//! What asking for a place in the window comes to.

use std::time::Duration;

pub enum Taken {
    /// A place, and when it was taken.
    At(u64),
    /// The window is full; there may be a place after this time.
    Full(Duration),
    /// Another process holds the lock.
    Busy,
}
