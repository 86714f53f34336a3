//! Every request as it was sent, without its secrets.

use std::collections::VecDeque;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::filter::Matcher;

/// One request; of its headers only what the client calls itself is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulatorRequest", optional_fields))]
pub struct Entry {
    pub method: String,
    /// With its query.
    pub path: String,
    /// 0 while there is no answer, and for good where none was given.
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "unknown"))]
    pub body: Option<Value>,
    /// Its `User-Agent`, cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// Real milliseconds since the Unix epoch, as `Date.now()`.
    pub at: f64,
}

/// Names an entry until its answer is known.
#[derive(Debug, Clone, Copy)]
pub struct EntryId(u64);

/// The newest hundred thousand requests.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    dropped: u64,
}

const CAPACITY: usize = 100_000;
const LONGEST_NAME: usize = 100;

impl Journal {
    pub fn begin(&mut self, method: &str, path: &str, headers: &HeaderMap, body: &[u8]) -> EntryId {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(Entry {
            method: method.into(),
            path: unsigned(path),
            status: 0,
            body: readable(word(headers, CONTENT_TYPE).unwrap_or_default(), body),
            client: word(headers, USER_AGENT).map(|name| name.chars().take(LONGEST_NAME).collect()),
            at: now_ms(),
        });
        EntryId(self.dropped + self.entries.len() as u64 - 1)
    }

    /// An entry that a reset has dropped is not missed.
    pub fn finish(&mut self, id: EntryId, status: u16) {
        let index = id.0.checked_sub(self.dropped).and_then(|index| usize::try_from(index).ok());
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.status = status;
        }
    }

    pub fn clear(&mut self) {
        self.dropped += self.entries.len() as u64;
        self.entries.clear();
    }

    pub fn entries(&self, wanted: &Matcher) -> Vec<Entry> {
        self.entries.iter().filter(|entry| wanted.matches(&entry.method, &entry.path)).cloned().collect()
    }
}

fn word(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn now_ms() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (since.as_secs_f64() * 1000.0).floor()
}

fn readable(content_type: &str, body: &[u8]) -> Option<Value> {
    if body.is_empty() {
        return None;
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let fields = url::form_urlencoded::parse(body).into_owned();
        return Some(redacted(Value::Object(fields.map(|(k, v)| (k, json!(v))).collect())));
    }
    serde_json::from_slice(body).ok().map(redacted)
}

/// The signature of a presigned address is as good as a token.
fn unsigned(path: &str) -> String {
    match path.split_once("signature=") {
        Some((before, _)) => format!("{before}signature=[redacted]"),
        None => path.into(),
    }
}

const SECRETS: [&str; 4] = ["secret", "token", "password", "jwt"];

/// Whatever is called a secret is none of a test's business.
fn redacted(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().map(redacted_field).collect::<Map<_, _>>()),
        Value::Array(items) => items.into_iter().map(redacted).collect(),
        other => other,
    }
}

fn redacted_field((name, value): (String, Value)) -> (String, Value) {
    let lower = name.to_ascii_lowercase();
    let is_secret = SECRETS.iter().any(|word| lower.contains(word));
    (name, if is_secret { json!("[redacted]") } else { redacted(value) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::filter::RequestFilter;

    fn all(journal: &Journal) -> Vec<Entry> {
        journal.entries(&Matcher::new(RequestFilter::default()).unwrap())
    }

    #[test]
    fn secrets_are_not_kept() {
        let mut journal = Journal::default();
        let form = b"grant_type=client_credentials&client_id=me&client_secret=canary";
        let of = |text: &'static str| HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())]);
        journal.begin("POST", "/oauth/token", &of("application/x-www-form-urlencoded"), form);
        journal.begin("PUT", "/x", &of("application/json"), br#"{"a":[{"guestToken":"canary"}],"b":1}"#);
        let kept = serde_json::to_string(&all(&journal)).unwrap();
        assert!(!kept.contains("canary"), "{kept}");
        assert!(kept.contains(r#""client_id":"me""#) && kept.contains(r#""b":1"#), "{kept}");
    }

    #[test]
    fn an_answer_finds_its_entry_also_after_a_reset() {
        let mut journal = Journal::default();
        let before = journal.begin("GET", "/before", &HeaderMap::new(), b"");
        journal.clear();
        let after = journal.begin("GET", "/after", &HeaderMap::new(), b"");
        journal.finish(before, 500);
        journal.finish(after, 200);
        let entries = all(&journal);
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].path.as_str(), entries[0].status), ("/after", 200));
    }
}
