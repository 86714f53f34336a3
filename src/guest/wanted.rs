//! What a trigger waits for, as far as it can be told where a frame arrives.
//!
//! Whatever fits here fits in JavaScript too, which looks at more: buttons, and the content as JSON.

use regress::Regex;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::event::{GuestEvent, Way};
use crate::redacted::mask;

#[derive(Debug, Clone, Deserialize)]
pub struct Wanted {
    #[serde(flatten)]
    what: What,
    /// Either, where none is given.
    #[serde(default)]
    direction: Option<Way>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
enum What {
    /// A case-sensitive part of the text.
    Text(String),
    Pattern(Pattern),
    /// The event has every field of it.
    Like(Map<String, Value>),
}

impl Wanted {
    /// A received one as it comes, a sent one at its echo.
    pub fn fits(&self, event: &GuestEvent) -> bool {
        let has_come = event.direction == Way::Received || event.acknowledged == Some(true);
        has_come && self.direction.is_none_or(|way| way == event.direction) && self.what.fits(event)
    }
}

impl What {
    fn fits(&self, event: &GuestEvent) -> bool {
        match (self, event.text.as_ref()) {
            (Self::Text(part), Some(text)) => {
                shown(text.as_str().into()).as_str().is_some_and(|text| text.contains(part))
            }
            (Self::Pattern(pattern), Some(text)) => {
                shown(text.as_str().into()).as_str().is_some_and(|text| pattern.fits(text))
            }
            (Self::Like(fields), _) => {
                let event = shown(serde_json::to_value(event).unwrap_or_default());
                fields.iter().all(|(name, value)| is_like(event.get(name), value))
            }
            _ => false,
        }
    }
}

/// As JavaScript is shown it.
fn shown(mut value: Value) -> Value {
    mask(&mut value);
    value
}

/// Objects by part, lists item by item.
fn is_like(value: Option<&Value>, wanted: &Value) -> bool {
    match (value, wanted) {
        (Some(Value::Object(value)), Value::Object(wanted)) => {
            wanted.iter().all(|(name, wanted)| is_like(value.get(name), wanted))
        }
        (Some(Value::Array(value)), Value::Array(wanted)) => {
            value.len() == wanted.len()
                && value.iter().zip(wanted).all(|(value, wanted)| is_like(Some(value), wanted))
        }
        // A number of JavaScript's has one way to be 1.
        (Some(Value::Number(value)), Value::Number(wanted)) => value.as_f64() == wanted.as_f64(),
        (value, wanted) => value == Some(wanted),
    }
}

/// A RegExp of JavaScript's, where it surely means the same here.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Source")]
struct Pattern(Regex);

#[derive(Deserialize)]
struct Source {
    source: String,
    flags: String,
}

/// What depends on the version of Unicode, or is read in several ways by older rules.
const DEBATABLE: [&str; 6] = ["(?<", "\\p", "\\P", "\\k", "\\c", "\\u{"];

impl TryFrom<Source> for Pattern {
    type Error = &'static str;

    fn try_from(Source { source, flags }: Source) -> Result<Self, Self::Error> {
        let is_plain = source.is_ascii()
            && !DEBATABLE.iter().any(|part| source.contains(part))
            && !source.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_digit())
            && flags.chars().all(|flag| matches!(flag, 'g' | 'i' | 'm' | 's' | 'y'));
        // Without memory, as everywhere.
        let flags = flags.replace(['g', 'y'], "");
        let regex = is_plain.then(|| Regex::with_flags(&source, flags.as_str()));
        regex.and_then(Result::ok).map(Self).ok_or("a pattern for JavaScript alone")
    }
}

impl Pattern {
    /// JavaScript counts what lies beyond as two.
    fn fits(&self, text: &str) -> bool {
        text.chars().all(|each| u32::from(each) <= 0xffff) && self.0.find(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::guest::event::EventKind;

    fn text(text: &str) -> GuestEvent {
        let mut event = GuestEvent::new(1, Way::Received, EventKind::Text);
        event.text = Some(text.to_string());
        event
    }

    fn fits(wanted: Value, event: &GuestEvent) -> Option<bool> {
        serde_json::from_value::<Wanted>(wanted).ok().map(|wanted| wanted.fits(event))
    }

    fn pattern(source: &str, flags: &str) -> Value {
        json!({ "pattern": { "source": source, "flags": flags } })
    }

    #[test]
    fn a_pattern_fits_as_in_javascript() {
        for (source, flags, said, expected) in [
            ("^END (\\d+)$", "", "END 42", true),
            ("^END", "", "the END", false),
            ("^end$", "im", "x\nEND", true),
            ("a.b", "", "a\nb", false),
            ("a.b", "s", "a\nb", true),
            // Both would go on where the last search ended.
            ("END", "gy", "the END", true),
            ("^(?:a|b)(?!c)", "", "bd", true),
            ("end", "i", "\u{3b5}nd", false),
        ] {
            assert_eq!(
                fits(pattern(source, flags), &text(said)),
                Some(expected),
                "/{source}/{flags} on {said:?}"
            );
        }
    }

    #[test]
    fn what_may_mean_something_else_is_left_to_javascript() {
        for (source, flags) in [
            ("\\p{L}", "u"),
            ("x", "v"),
            ("(?<a>x)\\k<a>", ""),
            ("(x)\\1", ""),
            ("\u{e9}", "i"),
            ("(", ""),
            ("\\cA", ""),
        ] {
            assert_eq!(fits(pattern(source, flags), &text("x")), None, "/{source}/{flags}");
        }
        assert_eq!(fits(pattern("^.$", ""), &text("\u{1f600}")), Some(false));
    }

    #[test]
    fn an_object_fits_by_part() {
        let mut event = text("END");
        event.message_id = Some("m".into());
        let detail = json!({ "content": [{ "a": 1, "b": 2 }], "deep": { "x": true, "y": null } });
        event.detail = detail.as_object().cloned().unwrap_or_default();
        for (like, expected) in [
            (json!({ "kind": "text" }), true),
            (json!({ "kind": "text", "text": "END", "messageId": "m" }), true),
            (json!({ "text": "EN" }), false),
            (json!({ "injected": false }), false),
            (json!({ "detail": { "content": [{ "a": 1.0 }] } }), true),
            (json!({ "detail": { "content": [] } }), false),
            (json!({ "detail": { "deep": { "y": null } } }), true),
            (json!({ "detail": { "deep": { "z": null } } }), false),
        ] {
            assert_eq!(fits(json!({ "like": like }), &event), Some(expected), "{like}");
        }
    }

    #[test]
    fn a_sent_one_fits_at_its_echo() {
        let mut sent = GuestEvent::new(1, Way::Sent, EventKind::Text);
        sent.text = Some("END".into());
        let wanted = |direction: Value| json!({ "text": "END", "direction": direction });
        assert_eq!(fits(wanted(Value::Null), &sent), Some(false));
        sent.acknowledged = Some(true);
        assert_eq!(fits(wanted(json!("sent")), &sent), Some(true));
        assert_eq!(fits(wanted(json!("received")), &sent), Some(false));
    }
}
