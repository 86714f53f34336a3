//! Hashes become numbers: each kind is counted by itself, in the order in which its values were first seen.

use std::collections::HashMap;

use serde_json::{Map, Value};

const HASH: usize = 16;

#[derive(Default)]
pub struct Numbers {
    known: HashMap<String, u64>,
    counts: HashMap<String, u64>,
    versions: HashMap<String, u64>,
}

impl Numbers {
    pub fn value(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(list) => list.into_iter().map(|each| self.value(each)).collect(),
            Value::Object(object) => Value::Object(self.object(object)),
            other => other,
        }
    }

    pub fn object(&mut self, object: Map<String, Value>) -> Map<String, Value> {
        object.into_iter().map(|(field, value)| (self.text(&field), self.value(value))).collect()
    }

    /// A text that is shown stays, whatever is in it.
    fn text(&mut self, text: &str) -> String {
        if text.starts_with('=') || !text.contains('<') {
            return text.to_string();
        }
        let mut numbered = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('<') {
            numbered.push_str(before);
            match from.split_once('>') {
                Some((inside, after)) => {
                    numbered.push_str(&self.placeholder(inside));
                    rest = after;
                }
                None => {
                    numbered.push('<');
                    rest = from;
                }
            }
        }
        numbered + rest
    }

    fn placeholder(&mut self, inside: &str) -> String {
        match inside.split(':').collect::<Vec<_>>()[..] {
            ["version", owner, version] if is_hash(owner) => match u64::from_str_radix(version, 16) {
                Ok(version) => self.version(owner, version),
                Err(_) => format!("<{inside}>"),
            },
            [kind, hash] if is_hash(hash) => {
                let number = match self.known.get(inside) {
                    Some(number) => *number,
                    None => self.next(kind, inside),
                };
                format!("<{kind} {number}>")
            }
            _ => format!("<{inside}>"),
        }
    }

    fn next(&mut self, kind: &str, inside: &str) -> u64 {
        let count = self.counts.entry(kind.to_string()).or_default();
        *count += 1;
        self.known.insert(inside.to_string(), *count);
        *count
    }

    fn version(&mut self, owner: &str, version: u64) -> String {
        match self.versions.insert(owner.to_string(), version) {
            None => "<version>".into(),
            Some(before) => format!("<version {:+}>", version.wrapping_sub(before).cast_signed()),
        }
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == HASH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::blind::{Blind, Kind};
    use super::*;

    #[test]
    fn equal_values_get_equal_numbers_in_texts_addresses_and_names() {
        let blind = Blind::new(&[3; 32]);
        let [anna, bert] = ["anna", "bert"].map(|name| blind.placeholder(Kind::Text, name));
        let name = blind.placeholder(Kind::Name, "anna");
        let mut numbers = Numbers::default();
        let numbered =
            numbers.value(json!({ "path": format!("/api/{anna}/{bert}"), &name: [bert, anna, name] }));
        assert_eq!(
            numbered,
            json!({ "path": "/api/<text 1>/<text 2>", "<name 1>": ["<text 2>", "<text 1>", "<name 1>"] })
        );
    }

    #[test]
    fn a_version_is_told_as_its_distance_from_the_one_before_of_the_same_conversation() {
        let blind = Blind::new(&[3; 32]);
        let mut numbers = Numbers::default();
        let mut told = |owner, version| numbers.value(json!(blind.version(owner, version)));
        assert_eq!(told("one", 7), "<version>");
        assert_eq!(told("other", 70), "<version>");
        assert_eq!(told("one", 9), "<version +2>");
        assert_eq!(told("one", 9), "<version +0>");
        assert_eq!(told("other", 69), "<version -1>");
    }

    #[test]
    fn a_text_that_is_shown_is_left_as_it_is() {
        let mut numbers = Numbers::default();
        let text = "=I <id:0123456789abcdef> you";
        assert_eq!(numbers.value(json!(text)), text);
        assert_eq!(numbers.value(json!("<not json>")), "<not json>");
    }
}
