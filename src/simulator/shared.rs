//! What all parts of a running simulator share, and when promised changes take effect.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::change::Change;
use super::connection::Connection;
use super::world::World;

pub struct Shared {
    world: Mutex<World>,
    started: Instant,
    connection: Connection,
}

impl Shared {
    pub fn new(world: World, connection: Connection) -> Self {
        Self { world: Mutex::new(world), started: Instant::now(), connection }
    }

    /// A panic in one handler must not silence the org for the others.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Real milliseconds since the start.
    pub fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Lets accepted changes take effect after the org's settling time.
pub fn settle(shared: &Arc<Shared>, world: &mut World, changes: Vec<Change>) {
    let delay = millis(world.options.settle_ms);
    for change in changes {
        world.accepted(&change);
        if world.options.holds {
            world.held.push_back(change);
        } else if delay.is_zero() {
            world.apply(change);
        } else {
            later(shared, world.generation, delay, move |world| world.apply(change));
        }
    }
}

/// Not after a reset: what was promised before it no longer counts.
pub fn later(
    shared: &Arc<Shared>,
    generation: u64,
    delay: Duration,
    act: impl FnOnce(&mut World) + Send + 'static,
) {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        let mut world = shared.world();
        if world.generation == generation {
            act(&mut world);
        }
    });
}

/// Options are checked before: finite and not negative.
pub fn millis(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default()
}
