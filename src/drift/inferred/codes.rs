//! The wrap-up codes of an org: how many there are, in which order, and which were given.

use serde_json::Value;

use super::MANY;
use crate::drift::book::Book;
use crate::drift::place::{Kind, Place};

#[derive(Default)]
pub struct Codes {
    /// Its id and, where one was shown, its name.
    known: Vec<(Place, Option<Place>)>,
    /// As they were listed by name.
    by_name: Vec<Place>,
    total: usize,
}

impl Codes {
    /// A code that a write was accepted with, or that somebody has, is one of the org's.
    pub fn given(&mut self, body: &Value) {
        for code in [&body["code"], &body["wrapup"]["code"], &body["wrapUpCodeId"]] {
            self.add(code.as_str().and_then(Place::of).filter(|place| place.kind == Kind::Id), None);
        }
    }

    pub fn listed(&mut self, body: &Value, by_name: bool) {
        let listed = body.as_array().or_else(|| body["entities"].as_array());
        let place = |value: &Value| value.as_str().and_then(Place::of);
        for code in listed.into_iter().flatten() {
            let id = place(&code["id"]);
            if let Some(id) =
                id.clone().filter(|id| by_name && !self.by_name.contains(id) && self.by_name.len() < MANY)
            {
                self.by_name.push(id);
            }
            self.add(id, place(&code["name"]));
        }
        let total = body["total"].as_u64().and_then(|total| usize::try_from(total).ok()).unwrap_or(0);
        self.total = self.total.max(total.min(MANY));
    }

    fn add(&mut self, id: Option<Place>, name: Option<Place>) {
        let Some(id) = id else { return };
        if let Some((_, known)) = self.known.iter_mut().find(|(known, _)| *known == id) {
            *known = known.take().or(name);
        } else if self.known.len() < MANY {
            self.known.push((id, name));
        }
    }

    /// Made-up names, by which a listing has the order that the org's has.
    pub fn names(&self) -> Vec<String> {
        let count = self.known.len().max(self.total);
        let rank = |at: usize| {
            let listed =
                self.known.get(at).and_then(|(id, _)| self.by_name.iter().position(|each| each == id));
            listed.unwrap_or(self.by_name.len() + at)
        };
        (0..count).map(|at| format!("Code {:04}", rank(at) + 1)).collect()
    }

    /// `ids`: the simulator's own, in the order of the names.
    pub fn bind(&self, book: &mut Book, ids: &[String]) {
        for (((id, name), code), made) in self.known.iter().zip(ids).zip(self.names()) {
            book.bind(id.clone(), code);
            if let Some(name) = name {
                book.bind(name.clone(), &made);
            }
        }
    }
}
