//! What happened under a schedule, as it is told.

use serde::Serialize;

/// The course that things took under a schedule; it holds no texts, ids or times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Course {
    /// Its word.
    pub schedule: String,
    /// Every point that was met, in order.
    pub points: Vec<CoursePoint>,
    /// What happened, in its order: `closing.1`, `history.2 as of text.1`, `drop`.
    pub events: Vec<String>,
    /// The deviations that were not met, as written.
    pub unmet: Vec<String>,
    /// Each deviation that was met, as a sentence.
    pub told: Vec<String>,
}

/// A place where the order could have been another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CoursePoint {
    pub guest: u32,
    pub kind: String,
    /// Which one of its kind for that guest, from 1; 0 for `drop` and `clock`, whose choices are whole deviations.
    pub count: u32,
    /// How many events were before it.
    pub at: usize,
    /// What could have been met in this course.
    pub choices: Vec<String>,
}
