//! JSON as JavaScript reads it: what a page understands, its tester must understand, too.

use serde::de::DeserializeOwned;

const HEX_DIGITS: usize = 4;
const ESCAPE: usize = "\\u".len() + HEX_DIGITS;
const REPLACEMENT: &str = "\\ufffd";

/// The value of a text. Half of a surrogate pair, as a text that was cut has it, is read as a replacement character, and a
/// number beyond all others as the largest: no parser of Rust takes either.
pub fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_str(text).or_else(|refused| serde_json::from_str(&mended(text)).map_err(|_| refused))
}

/// The same of a body.
pub fn read_bytes<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    let refused = match serde_json::from_slice(body) {
        Ok(value) => return Ok(value),
        Err(refused) => refused,
    };
    let text = std::str::from_utf8(body).ok().map(mended);
    text.and_then(|text| serde_json::from_str(&text).ok()).ok_or(refused)
}

fn mended(text: &str) -> String {
    let (mut mended, mut rest, mut is_in_string) = (String::with_capacity(text.len()), text, false);
    while let Some(next) = rest.chars().next() {
        let (taken, shown) = match next {
            '\\' if is_in_string => escape(rest),
            '-' | '0'..='9' if !is_in_string => number(rest),
            _ => (next.len_utf8(), None),
        };
        is_in_string ^= next == '"';
        let (token, left) = rest.split_at(taken);
        mended.push_str(shown.as_deref().unwrap_or(token));
        rest = left;
    }
    mended
}

type Token = (usize, Option<String>);

/// An escape, a pair of surrogates at once; and what stands for half of one.
fn escape(rest: &str) -> Token {
    let Some(unit) = unit(rest) else {
        let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
        return (1 + escaped, None);
    };
    let is_low = |unit| matches!(unit, 0xdc00..=0xdfff);
    let has_low = rest.get(ESCAPE..).and_then(self::unit).is_some_and(is_low);
    match unit {
        0xd800..=0xdbff if has_low => (2 * ESCAPE, None),
        0xd800..=0xdfff => (ESCAPE, Some(REPLACEMENT.into())),
        _ => (ESCAPE, None),
    }
}

/// The unit of UTF-16 that an escape names.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..HEX_DIGITS)?, 16).ok()
}

fn number(rest: &str) -> Token {
    let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
    let (digits, _) = rest.split_at(end);
    let beyond = digits.parse::<f64>().ok().filter(|number| number.is_infinite());
    (end, beyond.map(|number| format!("{:e}", f64::MAX.copysign(number))))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{read, read_bytes};

    #[test]
    fn what_a_page_reads_is_read() {
        for (text, value) in [
            (r#"{"text":"MORE \ud83d"}"#, json!({ "text": "MORE \u{fffd}" })),
            (r#"["\ude00\ud83d\ude00","\ud83d\\u"]"#, json!(["\u{fffd}\u{1f600}", "\u{fffd}\\u"])),
            (r#"{"\ud83dx":-1e999,"n":[1E400,2]}"#, json!({ "\u{fffd}x": f64::MIN, "n": [f64::MAX, 2] })),
            (r#"["1e999 \" \ud83d"]"#, json!(["1e999 \" \u{fffd}"])),
        ] {
            assert_eq!(read::<Value>(text).ok(), Some(value.clone()), "{text}");
            assert_eq!(read_bytes::<Value>(text.as_bytes()).ok(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_stays_so() {
        for text in ["", "{", r#""\u12"#, r#"{"a":"\q"}"#, "1e999x", "\\ud83d", r#""\"#] {
            assert!(read::<Value>(text).is_err() && read_bytes::<Value>(text.as_bytes()).is_err(), "{text}");
        }
    }
}
