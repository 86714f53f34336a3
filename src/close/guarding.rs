//! The guards of a close, and what of them is asked once.

use crate::error::Result;
use crate::platform::Guard;

use super::driver::Closing;
use super::guard::asked_for;

impl<'a> Closing<'a> {
    /// The client's and the call's: both must hold.
    pub(super) fn guards(&self) -> Vec<&'a Guard> {
        let own = self.call.client.config().guard.as_ref();
        [own, self.options.guard.as_ref()].into_iter().flatten().collect()
    }

    /// The clauses that cannot change are asked once for all writes.
    pub(super) async fn ask_guards(&mut self, guards: &[&Guard]) -> Result<()> {
        if !self.guard_was_asked {
            for guard in guards {
                asked_for(self.call, self.id, guard).await?;
            }
            self.guard_was_asked = true;
        }
        Ok(())
    }
}
