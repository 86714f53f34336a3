//! One close among thousands.

use serde::Serialize;

use super::Crossed;
use crate::close::{CloseReport, Outcome, Way};
use crate::error::Result;

/// What crosses of one close among thousands: only what is counted, since every value that crosses
/// takes time of the JavaScript thread.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Counts {
    outcome: Outcome,
    strategy: Way,
    requests: u32,
}

impl From<CloseReport> for Counts {
    fn from(report: CloseReport) -> Self {
        Self { outcome: report.outcome, strategy: report.strategy, requests: report.requests }
    }
}

/// The end of one close among thousands, under the number that it was begun with.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settled {
    number: u32,
    result: Crossed<Counts>,
}

impl Settled {
    pub fn new(number: u32, result: Result<Counts>) -> Self {
        Self { number, result: result.into() }
    }
}
