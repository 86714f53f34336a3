//! When a connection is pinged, and when it is kept in use.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::config::GuestConfig;

/// Pings, and echoes after a long silence.
pub struct Rhythm {
    pings: tokio::time::Interval,
    awaits_pong: bool,
    echo_after: Duration,
    silent_since: Instant,
}

pub enum Beat {
    Ping,
    Echo,
    /// The last ping was never answered.
    Silence,
}

/// Documented: two echoes a minute for each connection.
const ECHO_APART: Duration = Duration::from_secs(30);

impl Rhythm {
    pub fn new(config: &GuestConfig) -> Self {
        let every = Duration::from_millis(config.timing.ping_every_ms.max(1));
        let mut pings = interval_at(Instant::now() + every, every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let echo_after = Duration::from_millis(config.timing.echo_after_ms).max(ECHO_APART);
        Self { pings, awaits_pong: false, echo_after, silent_since: Instant::now() }
    }

    pub fn heard(&mut self) {
        self.silent_since = Instant::now();
    }

    pub fn pong(&mut self) {
        self.awaits_pong = false;
    }

    pub async fn beat(&mut self) -> Beat {
        tokio::select! {
            _ = self.pings.tick() => {
                if std::mem::replace(&mut self.awaits_pong, true) { Beat::Silence } else { Beat::Ping }
            }
            () = tokio::time::sleep_until(self.silent_since + self.echo_after) => {
                self.heard();
                Beat::Echo
            }
        }
    }
}
