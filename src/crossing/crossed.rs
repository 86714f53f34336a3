//! The shape of every result: JavaScript throws, so that errors carry the caller's stack.

use serde::Serialize;

use crate::error::{Context, Error, Result};

/// A value, or why there is none.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Crossed<T> {
    Ok(T),
    Error(Box<Failure>),
}

/// An error as it crosses.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Failure {
    #[serde(flatten)]
    context: Context,
    /// Which failure it is.
    #[cfg_attr(test, ts(type = "GenesysErrorCode"))]
    code: &'static str,
    message: String,
    /// Whether the same call may succeed later without anything being changed by hand.
    retryable: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let retryable = error.is_retryable();
        Self { context: *error.context, code: error.kind.code(), message: error.message, retryable }
    }
}

impl<T> From<Result<T>> for Crossed<T> {
    fn from(result: Result<T>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Error(Box::new(error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::Kind;

    #[test]
    fn a_result_crosses_under_one_name() {
        assert_eq!(json!(Crossed::from(Ok(7))), json!({ "ok": 7 }));
        assert_eq!(json!(Crossed::from(Ok(()))), json!({ "ok": null }));
        let error = Error::new(Kind::Timeout, "It took too long.").operation("closeConversation");
        let crossed = json!(Crossed::<()>::from(Err(error)));
        let expected = json!({ "error": {
            "effect": "none", "operation": "closeConversation", "attempts": 0, "elapsedMs": 0,
            "code": "TIMEOUT", "message": "It took too long.", "retryable": true,
        }});
        assert_eq!(crossed, expected);
    }
}
