//! What time it is, in milliseconds since 1970: the system's time when it was first asked, and a
//! monotonic clock since. A system clock that is set while a test runs moves no deadline.

use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

static START: LazyLock<(Duration, Instant)> =
    LazyLock::new(|| (SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(), Instant::now()));

pub fn now_ms() -> u64 {
    let (since_1970, started) = &*START;
    (*since_1970 + started.elapsed()).as_millis().try_into().unwrap_or(u64::MAX)
}

/// The system's own time, for what other processes and machines wrote.
pub fn system_ms() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since_1970.as_millis().try_into().unwrap_or(u64::MAX)
}

/// Milliseconds from JavaScript; what is no time at all counts as none.
pub fn millis(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default()
}

/// Takes the system's time, where that was not done yet.
pub fn start() {
    LazyLock::force(&START);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_at_the_system_time_and_never_goes_back() {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (first, second) = (now_ms(), now_ms());
        assert!(second >= first);
        assert!(u128::from(first).abs_diff(system.as_millis()) < 60_000);
    }
}
