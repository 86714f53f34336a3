//! An end that one look does not prove: the conversation's own record is asked.

use crate::error::{Kind, Result};

use super::driver::Closing;
use super::look::record_of;
use super::state::{Next, Pause};

impl Closing<'_> {
    pub(super) async fn confirm(&mut self) -> Result<Next> {
        if self.call.deadline.has_passed() {
            return Err(self.at_deadline());
        }
        let record = match record_of(self.call, self.id, self.found()).await {
            Ok(record) => record,
            Err(error) if error.is_retryable() && !self.call.deadline.has_passed() => {
                return Ok(Next::Read(Pause::Backoff));
            }
            Err(error) if error.kind == Kind::Timeout => return Err(self.at_deadline()),
            Err(error) => return Err(error),
        };
        self.is_dated = record.as_ref().is_some_and(|record| record.shows_the_end_of(self.latest()));
        let now = self.call.deadline.elapsed();
        let view = self.latest().clone();
        let next = self.workflow.confirmed(record.as_ref(), &view, now);
        Ok(self.noted(next))
    }
}
