//! A fault set by a test: which request, connect or frame it meets, and what it does to it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::filter::PathFilter;
use super::witness::Witness;

/// As it crosses from JavaScript; the public `FaultRule`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FaultRule {
    pub on: On,
    pub respond: Option<Respond>,
    pub delay_ms: Option<f64>,
    pub cut: Option<CutWhen>,
    pub stall: Option<CutWhen>,
    pub garble: Option<Garble>,
    pub frame: Option<FrameFault>,
}

/// What a rule meets. Without `nth` and `times`: everything until it is removed; `nth` alone:
/// that one; `times` alone: so many from the first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct On {
    pub method: Option<String>,
    pub path: Option<PathFilter>,
    pub frame: Option<FrameKind>,
    pub connect: Option<bool>,
    /// Only sockets with this tag; for frames and connects.
    pub witness: Option<Witness>,
    pub nth: Option<u32>,
    pub times: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Respond {
    pub status: u16,
    pub body: Option<Value>,
    pub retry_after_seconds: Option<u32>,
}

/// Before or after what was asked is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutWhen {
    Before,
    After,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Garble {
    NotJson,
    Truncated,
    WrongShape,
    TooLong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameKind {
    Closing,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameFault {
    Lose,
    Duplicate,
    Delay,
    Reorder,
    Cut,
}

impl On {
    pub fn is_about(&self, witness: Option<&Witness>) -> bool {
        self.witness.is_none() || self.witness.as_ref() == witness
    }
}
