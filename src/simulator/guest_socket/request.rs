//! What a guest's frame asks for, and how it may end.

use serde::Deserialize;
use serde_json::Value;

/// Unknown fields are no one's business: the vendor's own clients send some.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub action: String,
    #[serde(default)]
    pub token: String,
    pub tracing_id: Option<String>,
    pub deployment_id: Option<String>,
    pub start_new: Option<bool>,
    pub close_all_connections: Option<bool>,
    pub message: Option<Value>,
    pub channel: Option<Value>,
    pub data: Option<Value>,
    pub attachment_id: Option<String>,
    /// Some clients name attachments beside their message (seen).
    #[serde(default)]
    pub attachment_ids: Vec<String>,
    pub file_name: Option<String>,
    pub file_type: Option<String>,
    pub file_size: Option<u64>,
}

/// A code and its text.
pub type Refused = (u16, String);
/// A frame for the asking connection alone, or why there is none.
pub type Outcome = Result<Option<Value>, Refused>;

/// The code is documented, the text is not.
pub fn missing(parameter: &str) -> Refused {
    (4020, format!("Missing parameter: {parameter}"))
}
