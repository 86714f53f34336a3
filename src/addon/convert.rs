//! JavaScript values to typed options, results to result-shaped values.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::crossing::Crossed;
use crate::error::{Error, Kind, Result};

/// Reads options that JavaScript has checked already; what fails here is a fault of ours.
pub fn from_js<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|cause| {
        Error::new(Kind::InvalidInput, format!("The addon could not read its options: {cause}."))
    })
}

/// `{ ok: value }` or `{ error: { code, message, … } }`.
pub fn to_js<T: Serialize>(result: Result<T>) -> Value {
    serde_json::to_value(Crossed::from(result)).unwrap_or_else(|cause| {
        let message = format!("The addon could not write its result: {cause}.");
        json!(Crossed::<()>::from(Err(Error::new(Kind::Decode, message))))
    })
}

pub fn parse_id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::new(Kind::InvalidInput, "An id is not of the expected form."))
}
