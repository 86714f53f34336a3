//! The clock, moved to a time-out right after a frame.

use crate::schedule::{Point, Timeout};
use crate::simulator::world::World;

impl World {
    pub(super) fn move_clock_after(&mut self, frame: Point) {
        let Some(order) = &self.guests.order else { return };
        let Some(token) = order.unfolding.name(frame.guest).map(String::from) else { return };
        let due: Vec<_> = Timeout::ALL
            .into_iter()
            .filter_map(|timeout| Some((timeout, self.time_out(&token, timeout)?)))
            .collect();
        let Some(order) = &mut self.guests.order else { return };
        let chosen = order.unfolding.clocks_after(frame, due.iter().map(|(timeout, _)| *timeout).collect());
        let at = due.into_iter().find(|(timeout, _)| Some(*timeout) == chosen).map(|(_, at)| at);
        if let Some(at) = at {
            self.advance((at.millis() - self.clock.now().millis()).max(0));
        }
    }
}
