//! Made-up values in place of the recorded ones: what was equal is equal.

use serde_json::{Value, json};

use crate::drift::book::{Book, plain};
use crate::drift::compare::compare;
use crate::drift::place::{Kind, Place};
use crate::recording::{Blind, Shaper, Texts};

pub struct Values {
    book: Book,
    shaper: Shaper,
    /// Where the page reaches the replay.
    url: String,
}

/// Numbers that a client believes: with any other ones its session would be over.
const BELIEVED: &[(&str, i64)] = &[
    ("expires_in", 86_400),
    ("durationSeconds", 259_200),
    ("sessionDurationSeconds", 259_200),
    ("duration", 5_000),
];
/// Instants of the far future: 2100-01-01.
const INSTANTS: &[&str] = &["exp", "expirationDate"];
const FAR: i64 = 4_102_444_800;

impl Values {
    pub fn new(url: String) -> Self {
        Self { book: Book::default(), shaper: Shaper::new(Blind::new(b"replay"), Texts::Hidden), url }
    }

    /// What stands for the recorded value.
    pub fn of(&mut self, place: Place) -> String {
        self.book.text(place)
    }

    /// Whether the ids of an address are those that the recording has there, as far as they are known.
    pub fn fits(&self, recorded: &str, path: &str) -> bool {
        // Which deployment a page has is its own business.
        let is_deployment = recorded.starts_with("/webdeployments/");
        recorded.split('/').zip(path.split('/')).all(|(recorded, there)| {
            let known = Place::of(recorded).and_then(|place| self.book.value(&place).map(plain));
            is_deployment || known.is_none_or(|known| known == plain(there))
        })
    }

    /// Ids of an address that were not known yet are known now.
    pub fn learn_path(&mut self, recorded: &str, path: &str) {
        for (recorded, there) in recorded.split('/').zip(path.split('/')) {
            if let Some(place) = Place::of(recorded) {
                self.book.bind(place, there);
            }
        }
    }

    /// What somebody has sent, beside its recorded shape: an echo has the same values.
    pub fn learn(&mut self, shape: &Value, sent: &Value) {
        let theirs = self.shaper.body(sent.to_string().as_bytes(), "");
        compare(shape, sent, &theirs, &self.book, "").learn(&mut self.book);
    }

    pub fn shape_of_path(&self, path: &str) -> String {
        self.shaper.path(path)
    }

    pub fn made(&mut self, shape: &Value) -> Value {
        self.lead(shape);
        let mut made = self.book.rebuilt(shape);
        believe(&mut made);
        made
    }

    /// Addresses that a page goes to are the replay's own.
    fn lead(&mut self, shape: &Value) {
        let socket = self.url.replacen("http", "ws", 1);
        let apps = &shape["messenger"]["apps"]["conversations"];
        for (field, url) in [(&shape["apiEndpoint"], self.url.clone()), (&apps["messagingEndpoint"], socket)]
        {
            if let Some(place) = field.as_str().and_then(Place::of).filter(|place| place.kind == Kind::Url) {
                self.book.bind(place, &url);
            }
        }
    }
}

fn believe(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(name, field)| match BELIEVED.iter().find(|(each, _)| each == name) {
                Some((_, number)) if field.is_number() => *field = json!(number),
                _ if INSTANTS.contains(&name.as_str()) && field.is_number() => *field = json!(FAR),
                _ => believe(field),
            })
        }
        Value::Array(items) => items.iter_mut().for_each(believe),
        _ => {}
    }
}
