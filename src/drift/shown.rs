//! A shape as a report shows it: no value, whatever stands in the recording.

use serde_json::Value;

use super::place::Place;

/// The longest word that is taken for one of a published enumeration.
const LONGEST: usize = 60;

pub const ABSENT: &str = "absent";

/// One line for a shape.
pub fn shown(shape: &Value) -> String {
    match shape {
        Value::Null => "null".into(),
        Value::Bool(literal) => literal.to_string(),
        Value::Number(literal) => literal.to_string(),
        Value::String(text) => word(text),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(fields) => {
            let names: Vec<_> = fields.keys().take(4).map(|name| token(name)).collect();
            let more = if fields.len() > names.len() { ", …" } else { "" };
            format!("{{ {}{more} }}", names.join(", "))
        }
    }
}

/// A placeholder without its number; what is no word of an enumeration is a text.
fn word(text: &str) -> String {
    match Place::of(text) {
        Some(place) => place.kind.to_string(),
        None if is_word(text) => format!("\"{text}\""),
        None => "<text>".into(),
    }
}

/// The name of a field, in a pointer.
pub fn token(name: &str) -> String {
    match Place::of(name) {
        Some(place) => place.kind.to_string(),
        None if is_word(name) => name.into(),
        None => "<name>".into(),
    }
}

fn is_word(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/*+;= ".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && !text.starts_with('=') && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_value_is_shown() {
        assert_eq!(shown(&json!("<text 4>")), "<text>");
        assert_eq!(shown(&json!("=Hello you")), "<text>");
        assert_eq!(shown(&json!("\u{1b}[31m")), "<text>");
        assert_eq!(shown(&json!("disconnected")), "\"disconnected\"");
        assert_eq!(shown(&json!({ "a": 1, "<name 7>": 2 })), "{ a, <name> }");
        assert_eq!(token("wrapup"), "wrapup");
    }
}
