//! One close among thousands.

use serde::Serialize;

use crate::close::{CloseReport, Outcome, Way};

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
