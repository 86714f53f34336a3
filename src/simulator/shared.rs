//! What all parts of a running simulator share, and when promised changes take effect.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::change::Change;
use super::connection::Connection;
use super::world::World;

/// The org, locked. What a schedule puts right behind something happens before it is given back.
pub struct Opened<'a>(MutexGuard<'a, World>);

impl Deref for Opened<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl DerefMut for Opened<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.0.catch_up();
        }
    }
}

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
    pub fn world(&self) -> Opened<'_> {
        Opened(self.world.lock().unwrap_or_else(PoisonError::into_inner))
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
        } else if let Some(effect) = world.effect_of(change, delay) {
            later(shared, world.generation, delay, move |world| world.take_effect(effect));
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
