//! A recorded body or frame beside the simulator's own.

use serde_json::{Map, Value};

use super::book::{Book, plain};
use super::difference::{Difference, Differs};
use super::place::{Kind, Place};
use super::shown::{ABSENT, shown, token};

/// What came of a comparison: differences, and the values that go together if it is believed.
#[derive(Debug, Default)]
pub struct Compared {
    pub differences: Vec<Difference>,
    bound: Vec<(Place, String)>,
}

impl Compared {
    pub fn of(difference: Difference) -> Self {
        Self { differences: vec![difference], bound: Vec::new() }
    }

    /// Values that stood in one place are one from now on.
    pub fn learn(&self, book: &mut Book) {
        for (place, value) in &self.bound {
            if place.kind != Kind::Id || book.place(value).is_none() {
                book.bind(place.clone(), value);
            }
        }
    }
}

/// Compares shapes; `raw` is the simulator's value of which `shape` is the shape. Pointers begin with `at`.
pub fn compare(org: &Value, raw: &Value, shape: &Value, book: &Book, at: &str) -> Compared {
    let mut walk = Walk { book, pointer: at.into(), group: at.into(), found: Compared::default() };
    walk.value(org, raw, shape);
    walk.found
}

/// Lists and maps whose size is data.
const UNCOUNTED: &[&str] = &[
    "/messages",
    "/attributes",
    "/customAttributes",
    "/messageParams",
    "/blockedExtensions",
    "/allowedDomains",
];
/// People and places of an org: how many of them there are is not modelled one by one.
const NOT_TOLD_APART: &[&str] =
    &["user", "userId", "queue", "queueId", "division", "members", "wrapup", "flow"];

struct Walk<'a> {
    book: &'a Book,
    pointer: String,
    group: String,
    found: Compared,
}

impl Walk<'_> {
    fn value(&mut self, org: &Value, raw: &Value, shape: &Value) {
        match (org, raw) {
            (Value::Object(org), Value::Object(raw)) => self.fields(org, raw, shape),
            (Value::Array(org), Value::Array(raw)) => self.items(org, raw, shape),
            (Value::Null, Value::Null) => {}
            (Value::Null, _) | (_, Value::Null) => self.differ(Differs::Null, org, shape),
            (Value::String(text), _) => match Place::of(text) {
                Some(place) => self.place(place, raw, org, shape),
                None => self.literal(org, raw, shape),
            },
            _ => self.literal(org, raw, shape),
        }
    }

    fn literal(&mut self, org: &Value, raw: &Value, shape: &Value) {
        let same_type = std::mem::discriminant(org) == std::mem::discriminant(raw);
        if same_type && org != raw {
            self.differ(Differs::Value, org, shape);
        } else if !same_type {
            self.differ(Differs::Kind, org, shape);
        }
    }

    fn place(&mut self, place: Place, raw: &Value, org: &Value, shape: &Value) {
        let theirs = shape.as_str().and_then(Place::of).map(|place| place.kind);
        match (place.kind, theirs) {
            (kind, Some(theirs)) if kind == theirs => self.same_kind(place, raw, org, shape),
            (Kind::Number | Kind::Version, _) if raw.is_number() => {}
            // A word that the published enumeration does not have.
            (Kind::Text, None) if raw.is_string() => self.differ(Differs::Value, org, shape),
            _ => self.differ(Differs::Kind, org, shape),
        }
    }

    fn same_kind(&mut self, place: Place, raw: &Value, org: &Value, shape: &Value) {
        let Some(raw) = raw.as_str() else { return };
        let known = self.known(&place);
        let taken = place.kind == Kind::Id && known.is_none() && self.is_taken(raw);
        let is_told = place.kind == Kind::Id || self.pointer.ends_with("/text");
        if self.pointer.split('/').any(|token| NOT_TOLD_APART.contains(&token)) {
            return self.found.bound.push((place, raw.into()));
        }
        if taken || (is_told && known.is_some_and(|known| plain(known) != plain(raw))) {
            return self.differ(Differs::Identity, org, shape);
        }
        if known.is_none() {
            self.found.bound.push((place, raw.into()));
        }
    }

    fn known(&self, place: &Place) -> Option<&str> {
        let here = self.found.bound.iter().find(|(bound, _)| bound == place);
        self.book.value(place).or_else(|| here.map(|(_, value)| value.as_str()))
    }

    fn is_taken(&self, id: &str) -> bool {
        let here = |(place, value): &(Place, String)| place.kind == Kind::Id && plain(value) == plain(id);
        self.book.place(id).is_some() || self.found.bound.iter().any(here)
    }

    fn fields(&mut self, org: &Map<String, Value>, raw: &Map<String, Value>, shape: &Value) {
        let shapes: Vec<_> = shape.as_object().into_iter().flatten().collect();
        let shape_of =
            |name: &str| raw.keys().position(|key| key == name).and_then(|at| shapes.get(at).copied());
        let mut met = Vec::with_capacity(org.len());
        for (name, field) in org {
            let theirs = self.name_in(name, raw, &shapes, &met);
            let there = theirs.and_then(|theirs| Some((theirs, raw.get(theirs)?, shape_of(theirs)?.1)));
            match there {
                Some((theirs, value, shape)) => {
                    met.push(theirs);
                    self.below(name, false, |walk| walk.value(field, value, shape));
                }
                None => {
                    let differs = if field.is_null() { Differs::Null } else { Differs::FieldMore };
                    self.push_counted(name, false, differs, shown(field), ABSENT.into());
                }
            }
        }
        for (name, _) in raw.iter().filter(|(name, _)| !met.contains(&name.as_str())) {
            let Some((name, shape)) = shape_of(name) else { continue };
            let differs = if shape.is_null() { Differs::Null } else { Differs::FieldMissing };
            self.push_counted(name, false, differs, ABSENT.into(), shown(shape));
        }
    }

    /// The simulator's name for a field: names that are data have other ones there.
    fn name_in<'r>(
        &mut self,
        name: &str,
        raw: &'r Map<String, Value>,
        shapes: &[(&String, &Value)],
        met: &[&str],
    ) -> Option<&'r str> {
        let Some(place) = Place::of(name) else {
            return raw.get_key_value(name).map(|(name, _)| name.as_str());
        };
        if let Some(known) = self.known(&place) {
            let known = known.to_string();
            return raw.get_key_value(&known).map(|(name, _)| name.as_str());
        }
        let is_data = |at: usize| shapes.get(at).is_some_and(|(name, _)| Place::of(name).is_some());
        let free = raw.keys().enumerate().find(|(at, key)| is_data(*at) && !met.contains(&key.as_str()));
        let (_, theirs) = free?;
        self.found.bound.push((place, theirs.clone()));
        Some(theirs)
    }

    fn items(&mut self, org: &[Value], raw: &[Value], shape: &Value) {
        let shapes = shape.as_array().map_or(&[][..], Vec::as_slice);
        let pairs = self.paired(org, raw);
        let mut order: Vec<_> = pairs.iter().filter_map(|(_, theirs)| *theirs).collect();
        let met = order.clone();
        order.sort_unstable();
        if order != met {
            let places =
                |places: &[usize]| places.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            self.push(Differs::Order, format!("items {}", places(&met)), format!("items {}", places(&order)));
        }
        for (ours, theirs) in pairs {
            let there = theirs.and_then(|theirs| Some((raw.get(theirs)?, shapes.get(theirs)?)));
            let name = ours.to_string();
            match there {
                Some((raw, shape)) => self.below(&name, true, |walk| walk.value(&org[ours], raw, shape)),
                None => self.push_counted(&name, true, Differs::FieldMore, shown(&org[ours]), ABSENT.into()),
            }
        }
        for at in (0..raw.len()).filter(|at| !met.contains(at)) {
            let shape = shapes.get(at).map_or_else(String::new, shown);
            self.push_counted(&at.to_string(), true, Differs::FieldMissing, ABSENT.into(), shape);
        }
    }

    /// Which item of the simulator's goes with which of the org's: by id, by purpose, or by place.
    fn paired(&self, org: &[Value], raw: &[Value]) -> Vec<(usize, Option<usize>)> {
        let mut free: Vec<_> = (0..raw.len()).collect();
        let mut take = |wanted: &dyn Fn(&Value) -> bool| {
            let at = free.iter().position(|at| wanted(&raw[*at]))?;
            Some(free.remove(at))
        };
        let mut pairs: Vec<_> = (0..org.len()).map(|ours| (ours, None)).collect();
        for pair in &mut pairs {
            let known = org[pair.0]["id"].as_str().and_then(Place::of).and_then(|place| self.known(&place));
            pair.1 = known.and_then(|known| {
                take(&|raw| raw["id"].as_str().is_some_and(|id| plain(id) == plain(known)))
            });
        }
        for pair in pairs.iter_mut().filter(|pair| pair.1.is_none()) {
            let purpose = &org[pair.0]["purpose"];
            pair.1 = take(&|raw| raw["purpose"] == *purpose);
        }
        pairs
    }

    fn below(&mut self, name: &str, is_item: bool, walk: impl FnOnce(&mut Self)) {
        let (pointer, group) = (self.pointer.len(), self.group.len());
        let token = token(name);
        self.pointer.push('/');
        self.pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        self.group.push('/');
        self.group.push_str(if is_item { "*" } else { &token });
        walk(self);
        self.pointer.truncate(pointer);
        self.group.truncate(group);
    }

    fn differ(&mut self, differs: Differs, org: &Value, shape: &Value) {
        self.push(differs, shown(org), shown(shape));
    }

    /// How many texts were written, and which attributes were set, is of the conversation and not of the org.
    fn is_counted(&self) -> bool {
        !UNCOUNTED.iter().any(|name| self.pointer.ends_with(name))
    }

    fn push_counted(&mut self, name: &str, is_item: bool, differs: Differs, org: String, simulator: String) {
        if self.is_counted() {
            self.below(name, is_item, |walk| walk.push(differs, org, simulator));
        }
    }

    fn push(&mut self, differs: Differs, org: String, simulator: String) {
        let (pointer, group) = (self.pointer.clone(), self.group.clone());
        self.found.differences.push(Difference { pointer, group, differs, org, simulator });
    }
}
