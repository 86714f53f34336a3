//! What an answer, and what a frame, is beside the simulator's.

use serde_json::Value;

use super::book::Book;
use super::compare::{Compared, compare};
use super::difference::{Difference, Differs};
use super::entry::Answer;
use super::http::Answered;
use super::shown::{ABSENT, shown};
use crate::recording::Shaper;

/// An answer of the org and one of the simulator.
pub fn answers(org: &Answer, got: &Answered, book: &Book, shaper: &Shaper) -> Compared {
    if org.status != got.status {
        let difference = Difference::new(Differs::Status, org.status.to_string(), got.status.to_string());
        return Compared::of(difference.at("/status"));
    }
    let mut compared = bodies(org, got, book, shaper);
    compared.differences.splice(0..0, headers(org, got, shaper));
    compared
}

fn bodies(org: &Answer, got: &Answered, book: &Book, shaper: &Shaper) -> Compared {
    let shape = (!got.bytes.is_empty()).then(|| shaper.body(&got.bytes, ""));
    let differ = |org: String, simulator: String| {
        let differs = if org == ABSENT { Differs::FieldMissing } else { Differs::FieldMore };
        Compared::of(Difference::new(differs, org, simulator).at("/body"))
    };
    match (&org.body, &got.body, &shape) {
        (None, _, None) => Compared::default(),
        (Some(org), Some(raw), Some(shape)) => compare(org, raw, shape, book, "/body"),
        (Some(org), None, Some(shape)) if org == shape => Compared::default(),
        (org, _, shape) => {
            let word = |value: Option<&Value>| value.map_or_else(|| ABSENT.to_string(), shown);
            differ(word(org.as_ref()), word(shape.as_ref()))
        }
    }
}

/// Those that say something of the org: what is left of a budget is not compared.
const TOLD: [&str; 3] = ["content-type", "retry-after", "inin-correlation-id"];

fn headers(org: &Answer, got: &Answered, shaper: &Shaper) -> Vec<Difference> {
    let ours = shaper.headers(&got.headers);
    let value = |value: Option<&Value>| {
        value.filter(|value| !value.is_null()).map_or_else(|| ABSENT.to_string(), media)
    };
    let pairs = TOLD.iter().map(|name| (name, value(org.headers.get(*name)), value(ours.get(*name))));
    let differing = pairs.filter(|(_, org, simulator)| org != simulator);
    differing
        .map(|(name, org, simulator)| {
            Difference::new(Differs::Header, org, simulator).at(&format!("/headers/{name}"))
        })
        .collect()
}

/// A media type without what is usual beside it.
fn media(value: &Value) -> String {
    match value.as_str().and_then(|text| text.split_once(';')) {
        Some((kind, _)) => shown(&Value::from(kind)),
        None => shown(value),
    }
}

/// A frame of the org and one of the simulator.
pub fn frames(org: &Value, raw: &Value, book: &Book, shaper: &Shaper) -> Compared {
    let bytes = raw.to_string().into_bytes();
    let mut compared = compare(org, raw, &shaper.body(&bytes, ""), book, "");
    for difference in compared.differences.iter_mut().filter(|difference| difference.pointer == "/code") {
        difference.differs = Differs::Status;
    }
    compared
}
