//! What a comparison tells.

use serde::Serialize;
use serde_json::{Map, Value};

use super::difference::Differs;
use super::entry::By;
use super::rows::Mark;

/// A recording beside the simulator.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DriftReport"))]
pub struct Report {
    /// Who recorded.
    pub by: Vec<By>,
    /// `simulator` or `live`.
    pub mode: String,
    /// How many lines of the recording were compared.
    pub events: u64,
    /// How many lines could not be read: what they say may differ.
    pub unread: u64,
    /// The first difference in the order of the recording, then the others by weight. Empty: none.
    pub differences: Vec<Told>,
    /// How many more there were than can be told.
    pub left_out: u64,
    /// What agreed and was only assumed before.
    pub confirmed: Vec<Agreed>,
    /// What could not be compared, and why.
    pub not_compared: Vec<NotCompared>,
    /// Options with which the simulator was like this org, where they are not the simulator's own.
    #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
    pub adopted: Map<String, Value>,
    /// How long accepted changes took until the org showed them.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settling: Option<Settling>,
}

/// One difference, and how often it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DriftDifference"))]
pub struct Told {
    pub differs: Differs,
    /// Method and path, or the frame.
    pub of: String,
    /// A JSON pointer into the body or frame.
    pub pointer: String,
    /// What the org said, as a shape.
    pub org: String,
    /// What the simulator says.
    pub simulator: String,
    /// Words of the row of docs/simulator.md that it touches.
    pub row: String,
    pub mark: Mark,
    /// When it was first met, in milliseconds since the recording began.
    pub at: u64,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DriftConfirmed"))]
pub struct Agreed {
    /// Words of the row of docs/simulator.md.
    pub row: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DriftNotCompared"))]
pub struct NotCompared {
    pub what: String,
    pub count: u64,
}

/// Milliseconds from an accepted write to the first read that showed its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DriftSettling"))]
pub struct Settling {
    pub count: u64,
    pub least_ms: u64,
    pub median_ms: u64,
    pub most_ms: u64,
}
