//! Facts that stand once, in Rust, and that JavaScript asks for.

use napi_derive::napi;

use crate::error::Kind;
use crate::region::REGIONS;

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

/// How closely a name is another: 0 not at all, 1 in upper or lower case, 2 composed alike, 3 letter by letter.
#[napi]
pub fn likeness(a: String, b: String) -> u32 {
    use crate::model::name::{Likeness, likeness};
    match likeness(&a, &b) {
        None => 0,
        Some(Likeness::Folded) => 1,
        Some(Likeness::Normalised) => 2,
        Some(Likeness::Exact) => 3,
    }
}
