//! Requests and sockets, counted through all parts.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

/// Each process counts its requests and sockets from one.
#[derive(Default)]
pub struct Exchanges {
    known: HashMap<(&'static str, usize, u64), u64>,
    requests: u64,
    sockets: u64,
}

impl Exchanges {
    pub fn renumbered(&mut self, part: usize, mut line: Map<String, Value>) -> Map<String, Value> {
        for (field, of) in [("request", "request"), ("answer", "request"), ("socket", "socket")] {
            if let Some(number) = line.get(field).and_then(Value::as_u64) {
                line.insert(field.into(), json!(self.number(of, part, number)));
            }
        }
        line
    }

    fn number(&mut self, of: &'static str, part: usize, number: u64) -> u64 {
        let count = if of == "request" { &mut self.requests } else { &mut self.sockets };
        *self.known.entry((of, part, number)).or_insert_with(|| {
            *count += 1;
            *count
        })
    }
}
