//! A value that can be used but never shown.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;

/// Holds a secret. `Debug` and `Display` print a placeholder, there is no `Serialize`,
/// so a secret can reach the wire only where [`Redacted::expose`] is written out.
#[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    pub const fn new(secret: T) -> Self {
        Self(secret)
    }

    /// The secret itself, for the one place that needs it.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What was sent last as a credential, by whomever in this process: none of it must come back in anything that is
/// shown, whoever echoes it, in whichever case.
#[derive(Default)]
struct Secrets(VecDeque<String>);

static SENT: Mutex<Secrets> = Mutex::new(Secrets(VecDeque::new()));

/// What is shorter stands in too many innocent texts.
const SHORTEST: usize = 8;
/// Guests by the thousand pass through one process. Whoever is still there sends his own again.
const MOST: usize = 200;
const MASK: &str = "[masked]";

/// Told of each credential when it is sent or given.
pub fn sends(secret: &str) {
    SENT.lock().unwrap_or_else(PoisonError::into_inner).add(secret);
}

/// Masks in each text, keys apart, what was sent as a credential.
pub fn mask(value: &mut Value) {
    SENT.lock().unwrap_or_else(PoisonError::into_inner).mask(value);
}

impl Secrets {
    fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST || self.0.back().is_some_and(|last| last.eq_ignore_ascii_case(secret)) {
            return;
        }
        let secret = secret.to_ascii_lowercase();
        self.0.retain(|known| *known != secret);
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(secret);
    }

    fn mask(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.mask_text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.mask(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn mask_text(&self, text: &mut String) {
        if text.len() < SHORTEST {
            return;
        }
        let plain = text.to_ascii_lowercase();
        let mut found: Vec<&String> =
            self.0.iter().filter(|secret| plain.contains(secret.as_str())).collect();
        // One may be the beginning of another.
        found.sort_by_key(|secret| Reverse(secret.len()));
        for secret in found {
            *text = masked(text, secret);
        }
    }
}

/// Once through, whatever the mask itself looks like. Capitals of ASCII take as many bytes as the others.
fn masked(text: &str, secret: &str) -> String {
    let plain = text.to_ascii_lowercase();
    let mut shown = String::new();
    let mut from = 0;
    for (at, _) in plain.match_indices(secret) {
        shown.extend([&text[from..at], MASK]);
        from = at + secret.len();
    }
    shown + &text[from..]
}

/// A sentence of somebody else's, fit to be shown: on one line, what looks like a credential masked, and cut
/// between words: half of a secret is one that nobody masks later.
pub fn quoted(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut left = longest;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let shown = if looks_opaque(word) { MASK.to_string() } else { word.replace(turns_text, "") };
        let gap = if line.is_empty() { "" } else { " " };
        let Some(rest) = left.checked_sub(gap.len() + shown.chars().count()) else { return line + "…" };
        line.extend([gap, &shown]);
        left = rest;
    }
    line
}

/// Marks that turn the direction of what follows.
fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An OAuth client's secret has 43 characters (documented by example), a UUID has 36.
fn looks_opaque(word: &str) -> bool {
    let is_opaque = |part: &str| part.len() >= 40 && part.bytes().any(|byte| byte.is_ascii_digit());
    word.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+/=.~".contains(c))).any(is_opaque)
}

#[cfg(test)]
mod tests {
    use super::{Redacted, Secrets, quoted};
    use serde_json::json;

    #[test]
    fn an_echoed_secret_is_masked_wherever_it_stands() {
        let mut secrets = Secrets::default();
        for secret in ["canary-t", "canary-token", "short"] {
            secrets.add(secret);
        }
        let mut value =
            json!({ "message": "bad Canary-TOKEN!", "choices": ["canary-token"], "n": 1, "ok": "short" });
        secrets.mask(&mut value);
        assert_eq!(super::masked("[masked] twice [MASKED]", "[masked]"), "[masked] twice [masked]");
        assert_eq!(
            value,
            json!({ "message": "bad [masked]!", "choices": ["[masked]"], "n": 1, "ok": "short" })
        );
    }

    #[test]
    fn whoever_sends_again_is_not_forgotten() {
        let mut secrets = Secrets::default();
        secrets.add("the-clients-own");
        for number in 0..super::MOST {
            secrets.add(&format!("guest-token-{number}"));
            secrets.add("the-clients-own");
        }
        let mut value = json!(["the-clients-own", "guest-token-0", "guest-token-1"]);
        secrets.mask(&mut value);
        assert_eq!(value, json!(["[masked]", "guest-token-0", "[masked]"]));
    }

    #[test]
    fn a_sentence_from_outside_is_one_line_without_credentials_and_cut() {
        assert_eq!(quoted("a\u{1b}[31m\n b\u{202e}c", 200), "a [31m bc");
        let token = "Zk3aVeryLongBearerToken0123456789ABCDEFGHIJabc";
        assert_eq!(quoted(&format!("token '{token}' is bad"), 200), "token [masked] is bad");
        assert_eq!(
            quoted("0b9f6f53-8b1c-4f5e-9a56-3f9f2f6a1c11", 200),
            "0b9f6f53-8b1c-4f5e-9a56-3f9f2f6a1c11"
        );
        assert_eq!(quoted(&"x ".repeat(300), 5), "x x x…");
        assert_eq!(quoted("the token 5d-0c-1f is bad", 14), "the token…");
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Redacted::new("canary".to_string());
        assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)).matches("canary").count(), 0);
        assert_eq!(secret.expose(), "canary");
    }
}
