//! An explicit `null` equals an absent field: nothing is required in most of the vendor's models.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "nullable")]`.
pub fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// The same for a map whose values may be null.
pub fn nullable_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, String>, D::Error> {
    let told = Option::<HashMap<String, Option<String>>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(told.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}
