//! Which value of the simulator stands for which placeholder.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::place::{Kind, Part, Place, parts};

/// What two orgs call the same thing.
#[derive(Debug, Default)]
pub struct Book {
    values: HashMap<Place, String>,
    /// Ids alone: other values may be equal by chance.
    places: HashMap<String, Place>,
}

/// The first instant that is made up; later ones have higher numbers.
const FIRST_TIME: time::OffsetDateTime = time::macros::datetime!(2026-01-05 09:00 UTC);
const FORM: &[time::format_description::BorrowedFormatItem<'_>] =
    time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

impl Book {
    pub fn value(&self, place: &Place) -> Option<&str> {
        self.values.get(place).map(String::as_str)
    }

    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(&*plain(id))
    }

    /// What is known already stays.
    pub fn bind(&mut self, place: Place, value: &str) {
        if place.kind == Kind::Id {
            self.places.entry(plain(value).into_owned()).or_insert_with(|| place.clone());
        }
        self.values.entry(place).or_insert_with(|| value.into());
    }

    /// What was made up is known better now.
    pub fn rebind(&mut self, place: &Place, value: &str) {
        if let Some(before) = self.values.remove(place) {
            self.places.remove(&*plain(&before));
        }
        self.bind(place.clone(), value);
    }

    /// What a request of the recording is with values of the simulator; what has none yet gets one that is made up.
    pub fn rebuilt(&mut self, shape: &Value) -> Value {
        match shape {
            Value::String(text) => Place::of(text).map_or_else(|| shape.clone(), |place| self.made(place)),
            Value::Array(items) => items.iter().map(|item| self.rebuilt(item)).collect(),
            Value::Object(fields) => Value::Object(self.fields(fields)),
            literal => literal.clone(),
        }
    }

    fn fields(&mut self, fields: &Map<String, Value>) -> Map<String, Value> {
        let named = |book: &mut Self, name: &String| match Place::of(name) {
            Some(place) => book.text(place),
            None => name.clone(),
        };
        fields.iter().map(|(name, field)| (named(self, name), self.rebuilt(field))).collect()
    }

    fn made(&mut self, place: Place) -> Value {
        if place.kind == Kind::Number {
            let number = place.number.parse::<u32>().unwrap_or(1);
            return Value::Number(Number::from(number));
        }
        if place.kind == Kind::Version {
            return json!(1);
        }
        json!(self.text(place))
    }

    /// The value as text, as an address has it.
    pub fn text(&mut self, place: Place) -> String {
        if let Some(known) = self.value(&place) {
            return known.into();
        }
        let value = invented(&place);
        self.bind(place, &value);
        value
    }

    pub fn path(&mut self, path: &str) -> String {
        let mut address = String::with_capacity(path.len() + 80);
        for part in parts(path) {
            match part {
                Part::Plain(text) => address.push_str(text),
                Part::Place(place) => {
                    address.extend(url::form_urlencoded::byte_serialize(self.text(place).as_bytes()))
                }
            }
        }
        address
    }

    pub fn query(&mut self, query: &Map<String, Value>) -> String {
        let mut made = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in query {
            let name = Place::of(name).map_or_else(|| name.clone(), |place| self.text(place));
            for value in value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice) {
                let value = self.rebuilt(value);
                made.append_pair(&name, value.as_str().unwrap_or(&value.to_string()));
            }
        }
        made.finish()
    }
}

/// One id is written with dashes and without.
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_hyphenated = text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    if is_hyphenated { text.replace('-', "").into() } else { text.into() }
}

/// Equal for equal placeholders, and nothing of the org.
fn invented(place: &Place) -> String {
    let number: u64 = place.number.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
    if let Some(kept) = place.kept() {
        return kept.into();
    }
    match place.kind {
        Kind::Id => format!("0d1f7000-0000-4000-8000-{number:012x}"),
        Kind::Token => format!("0d1f7000-0000-4000-9000-{number:012x}"),
        Kind::Time => instant(number),
        Kind::Url => format!("https://example.com/{number}"),
        Kind::Text => format!("text {number}"),
        Kind::Name => format!("name{number}"),
        Kind::Number | Kind::Version => number.to_string(),
    }
}

/// In the order of their numbers, far enough apart to be told from each other.
fn instant(number: u64) -> String {
    let since = std::time::Duration::from_millis(number.min(1 << 40) * 10);
    (FIRST_TIME + since).format(FORM).unwrap_or_default()
}
