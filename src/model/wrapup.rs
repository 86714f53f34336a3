//! An agent's record of a conversation, and the codes to choose from.

use serde::{Deserialize, Serialize};

use super::OnlyObject;
use super::nullable::nullable;

/// A wrap-up as reads show it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wrapup {
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub provisional: bool,
}

impl Wrapup {
    pub fn final_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| !self.provisional && !code.is_empty())
    }
}

/// `WrapupInput`: what a PATCH or POST carries. `code` is an id, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrapupInput {
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// One without an id is of no use; one without a name can still be given by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "WrapUpCode"))]
pub struct WrapupCode {
    #[serde(default, deserialize_with = "nullable")]
    pub id: String,
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
}

/// One page of codes. `pageCount` says which is the last; where it is missing, the last one has no `nextUri`, or completes the `total`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrapupCodePage {
    pub entities: Vec<WrapupCode>,
    #[serde(default)]
    pub page_count: Option<u32>,
    #[serde(default)]
    pub page_size: Option<usize>,
    #[serde(default)]
    pub total: Option<u64>,
    #[serde(default)]
    pub next_uri: Option<String>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

impl WrapupCodePage {
    pub fn names_another(&self) -> bool {
        self.next_uri.as_deref().is_some_and(|uri| !uri.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_values_is_no_page() {
        assert!(serde_json::from_str::<WrapupCodePage>(r#"{"entities":[],"total":0}"#).is_ok());
        assert!(serde_json::from_str::<WrapupCodePage>("[[]]").is_err());
    }
}
