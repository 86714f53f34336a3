//! How one conversation is to be closed, as JavaScript hands it over.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::platform::Guard;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Strategy {
    #[default]
    Auto,
    Agent,
    Conversation,
    Teardown,
}

/// A wrap-up code by id, by name, or the first of the list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct WrapUpChoice {
    #[serde(flatten)]
    pub by: ChooseBy,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ChooseBy {
    Id(String),
    Name(String),
    Pick(Pick),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PickCode"))]
pub enum Pick {
    First,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CloseOptions {
    pub wrap_up: Option<WrapUpChoice>,
    #[cfg_attr(test, ts(optional, as = "Option<Strategy>"))]
    pub strategy: Strategy,
    pub guard: Option<Guard>,
    pub timeout_ms: Option<f64>,
}

impl CloseOptions {
    /// What contradicts itself is refused before anything is sent.
    pub fn check(&self) -> Result<()> {
        if self.strategy == Strategy::Teardown && self.wrap_up.is_some() {
            let message =
                "wrapUp and strategy 'teardown' contradict each other: a teardown applies a system code.";
            return Err(Error::new(Kind::InvalidInput, message));
        }
        Ok(())
    }
}

/// Which resource a conversation was found on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Resource {
    Messages,
    Messaging,
}
