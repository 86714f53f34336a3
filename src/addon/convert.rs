//! JavaScript values to typed options, results to result-shaped values.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::{Error, Kind, Result};

/// Reads options that JavaScript has checked already; what fails here is a fault of ours.
pub fn from_js<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|cause| {
        Error::new(Kind::InvalidInput, format!("The addon could not read its options: {cause}."))
    })
}

/// `{ ok: value }` or `{ error: { code, message, … } }`.
pub fn to_js<T: Serialize>(result: Result<T>) -> Value {
    match result.and_then(serialize) {
        Ok(value) => json!({ "ok": value }),
        Err(error) => json!({ "error": error_to_js(&error) }),
    }
}

fn serialize<T: Serialize>(value: T) -> Result<Value> {
    serde_json::to_value(value)
        .map_err(|cause| Error::new(Kind::Decode, format!("The addon could not write its result: {cause}.")))
}

pub fn error_to_js(error: &Error) -> Value {
    let mut fields = serde_json::to_value(&error.context).unwrap_or_else(|_| json!({}));
    fields["code"] = json!(error.kind.code());
    fields["message"] = json!(error.message);
    fields["retryable"] = json!(error.is_retryable());
    fields
}
