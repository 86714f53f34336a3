//! Facts that stand once, in Rust, and that JavaScript asks for.

use napi_derive::napi;
use serde_json::{Value, json};

use super::convert::{from_js, to_js};
use crate::close::codes;
use crate::error::Kind;
use crate::model::WrapupCode;
use crate::model::name::likeness;
use crate::region::REGIONS;
use crate::schedule;

/// Every code an error can have.
#[napi]
pub fn error_codes() -> Vec<String> {
    Kind::ALL.iter().map(|kind| kind.code().to_string()).collect()
}

/// Every region name, followed by every region domain.
#[napi]
pub fn regions() -> Vec<String> {
    let names = REGIONS.iter().map(|(name, _)| (*name).to_string());
    let domains = REGIONS.iter().map(|(_, domain)| (*domain).to_string());
    names.chain(domains).collect()
}

/// The version of the addon, to be compared with that of the package around it.
#[napi]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_string()
}

/// Every kind of point that a schedule knows.
#[napi(ts_return_type = "Array<ScheduleKind>")]
pub fn schedule_kinds() -> Value {
    json!(schedule::Kind::facts())
}

/// Whether a name is another, as a close compares them.
#[napi]
pub fn is_same_name(a: String, b: String) -> bool {
    likeness(&a, &b).is_some()
}

/// Which of these codes a name means, as a close chooses; a result with the code.
#[napi]
pub fn choose_code(codes: Value, name: String) -> Value {
    to_js(from_js::<Vec<WrapupCode>>(codes).and_then(|codes| codes::named(&codes, name)))
}
