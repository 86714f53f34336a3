//! A placeholder: what a recording has in place of a value.

use std::fmt;

/// What kind of value it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Id,
    Time,
    Text,
    Number,
    Url,
    Token,
    Name,
    Version,
}

const KINDS: &[(&str, Kind)] = &[
    ("id", Kind::Id),
    ("time", Kind::Time),
    ("text", Kind::Text),
    ("number", Kind::Number),
    ("url", Kind::Url),
    ("token", Kind::Token),
    ("name", Kind::Name),
    ("version", Kind::Version),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(word, _)| word);
        write!(f, "<{word}>")
    }
}

/// Equal values of one kind have equal placeholders throughout a recording.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub kind: Kind,
    pub number: String,
}

impl Place {
    /// `<id 3>`, and `=Hello` where texts were kept: that is a text, whichever.
    pub fn of(text: &str) -> Option<Self> {
        if let Some(kept) = text.strip_prefix('=') {
            return Some(Self { kind: Kind::Text, number: format!("={kept}") });
        }
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        // A part of a recording has hashes in place of numbers, after a colon.
        let (word, number) = inner.split_once([' ', ':']).unwrap_or((inner, ""));
        let (_, kind) = KINDS.iter().find(|(each, _)| *each == word)?;
        Some(Self { kind: *kind, number: number.into() })
    }

    /// The text that a recording kept.
    pub fn kept(&self) -> Option<&str> {
        self.number.strip_prefix('=')
    }
}

/// One part of an address: as it is, or a placeholder.
pub enum Part<'a> {
    Plain(&'a str),
    Place(Place),
}

/// The parts of a path; placeholders may stand anywhere in it.
pub fn parts(path: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        let end = start + length + 1;
        let Some(place) = Place::of(&rest[start..end]) else { break };
        parts.push(Part::Plain(&rest[..start]));
        parts.push(Part::Place(place));
        rest = &rest[end..];
    }
    parts.push(Part::Plain(rest));
    parts
}

/// The same path for all ids: `/api/v2/conversations/<id>`.
pub fn template(path: &str) -> String {
    let shown = |part: &Part<'_>| match part {
        Part::Plain(text) => (*text).to_string(),
        Part::Place(place) => place.kind.to_string(),
    };
    parts(path).iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_placeholders_in_it() {
        assert_eq!(
            template("/api/v2/conversations/<id 12>/participants/<id 3>"),
            "/api/v2/conversations/<id>/participants/<id>"
        );
        assert_eq!(template("/a/<b>/<id"), "/a/<b>/<id");
        assert_eq!(Place::of("<version +2>").map(|place| place.kind), Some(Kind::Version));
        assert_eq!(
            Place::of("=<id 1>").and_then(|place| place.kept().map(String::from)),
            Some("<id 1>".into())
        );
        assert!(Place::of("connected").is_none());
    }
}
