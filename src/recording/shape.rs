//! The shape of what crossed: each value replaced by its kind. Pure.

use serde_json::{Map, Number, Value, json};

use super::blind::{Blind, Kind};
use super::kept;

/// What stands for a body that is no JSON.
pub const NOT_JSON: &str = "<not json>";
/// What stands before a text that was asked for.
const SHOWN: char = '=';

/// Whether texts of messages are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    Hidden,
    Shown,
}

/// Shapes whatever one run sees.
pub struct Shaper {
    blind: Blind,
    texts: Texts,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The field that it is of, through lists.
    field: &'a str,
    /// Whose version one would be.
    owner: &'a str,
    /// Within somebody's own keys and values.
    is_own: bool,
}

impl Shaper {
    pub const fn new(blind: Blind, texts: Texts) -> Self {
        Self { blind, texts }
    }

    /// `owner` is the conversation that it was asked of.
    pub fn body(&self, bytes: &[u8], owner: &str) -> Value {
        match serde_json::from_slice(bytes) {
            Ok(body) => self.json(body, owner),
            Err(_) => json!(NOT_JSON),
        }
    }

    /// The same of a body that was read already.
    pub fn json(&self, body: Value, owner: &str) -> Value {
        self.value(body, Place { field: "", owner, is_own: false })
    }

    /// The parts that the vendor publishes stay.
    pub fn path(&self, path: &str) -> String {
        let part = |part: &str| match part {
            "" => String::new(),
            part if kept::is_segment(part) => part.to_string(),
            part => self.blind.placeholder(if is_id(part) { Kind::Id } else { Kind::Text }, &plain(part)),
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    pub fn query(&self, query: &str) -> Value {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let shaped = pairs.map(|(name, value)| (self.name(&name, false), self.parameter(&name, &value)));
        Value::Object(shaped.collect())
    }

    /// Those that matter.
    pub fn headers(&self, headers: &[(&'static str, String)]) -> Value {
        Value::Object(
            headers.iter().map(|(name, value)| ((*name).to_string(), self.header(name, value))).collect(),
        )
    }

    fn header(&self, name: &str, value: &str) -> Value {
        match name {
            "inin-correlation-id" => json!(true),
            "content-type" => kept::media_type(value)
                .map_or_else(|| json!(self.blind.placeholder(Kind::Text, value)), |kind| json!(kind)),
            _ => self.parameter(name, value),
        }
    }

    /// Numbers come as text there.
    fn parameter(&self, field: &str, text: &str) -> Value {
        match text.parse() {
            Ok(number) if kept::keeps_number(field, number) => json!(number),
            _ => self.text(text, Place { field, owner: "", is_own: false }),
        }
    }

    fn value(&self, value: Value, place: Place<'_>) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value,
            Value::Number(number) => self.number(&number, place),
            Value::String(text) => self.text(&text, place),
            Value::Array(list) => list.into_iter().map(|each| self.value(each, place)).collect(),
            Value::Object(object) => self.object(object, place),
        }
    }

    fn object(&self, object: Map<String, Value>, place: Place<'_>) -> Value {
        let owner = object.get("id").and_then(Value::as_str).unwrap_or(place.owner).to_string();
        let shaped = object.into_iter().map(|(field, value)| {
            let is_own = place.is_own || kept::is_own(&field);
            let inner = Place { field: &field, owner: &owner, is_own };
            (self.name(&field, place.is_own), self.value(value, inner))
        });
        Value::Object(shaped.collect())
    }

    /// Names that nobody published are data too: attributes, for instance.
    fn name(&self, field: &str, is_own: bool) -> String {
        let stays = field.is_empty() || (!is_own && kept::is_name(field));
        if stays { field.to_string() } else { self.blind.placeholder(Kind::Name, field) }
    }

    fn number(&self, number: &Number, place: Place<'_>) -> Value {
        match number.as_i64() {
            Some(whole) if !place.is_own && kept::keeps_number(place.field, whole) => json!(whole),
            Some(version) if !place.is_own && place.field == "version" => {
                json!(self.blind.version(&plain(place.owner), version))
            }
            _ => json!(self.blind.placeholder(Kind::Number, &number.to_string())),
        }
    }

    fn text(&self, text: &str, place: Place<'_>) -> Value {
        if text.is_empty() || (!place.is_own && kept::is_word(place.field, text)) {
            return json!(text);
        }
        let kind = kind_of(text, place.field);
        let is_shown = self.texts == Texts::Shown && kept::is_text(place.field) && !place.is_own;
        if is_shown && kind != Kind::Token {
            return json!(format!("{SHOWN}{text}"));
        }
        json!(self.blind.placeholder(kind, &plain(text)))
    }
}

fn kind_of(text: &str, field: &str) -> Kind {
    if kept::is_secret(field) || is_token(text) {
        Kind::Token
    } else if is_id(text) {
        Kind::Id
    } else if is_time(text) {
        Kind::Time
    } else if is_address(text) {
        Kind::Url
    } else {
        Kind::Text
    }
}

/// One id is written in three ways.
fn plain(text: &str) -> String {
    if is_id(text) { text.replace('-', "").to_ascii_lowercase() } else { text.to_string() }
}

/// A UUID, or the 32 digits of one.
pub fn is_id(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        32 => is_hex(text),
        36 => text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.split('-').all(is_hex),
        _ => false,
    }
}

/// A JWT, or what stands in a header before a token.
fn is_token(text: &str) -> bool {
    let is_jwt = text.starts_with("eyJ") && text.contains('.') && !text.contains(char::is_whitespace);
    is_jwt || text.starts_with("Bearer ") || text.starts_with("Basic ")
}

/// `2026-11-29T00:44:00Z`, and its like.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let form = b"dddd-dd-ddTdd:dd";
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    (form.len()..=40).contains(&bytes.len())
        && bytes.iter().zip(form).all(fits)
        && bytes[form.len()..].iter().all(|byte| byte.is_ascii_digit() || b":.Z+-".contains(byte))
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "wss://", "ws://", "/api/v2/"].iter().any(|start| text.starts_with(start))
}
