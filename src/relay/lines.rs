//! The lines of a relay, by their tags.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::line::Line;
use super::tag::Tag;

#[derive(Debug, Default)]
pub struct Lines(Mutex<HashMap<Tag, Arc<Line>>>);

impl Lines {
    /// There before its first socket comes, so that the first connect can suffer too.
    pub fn of(&self, tag: Tag) -> Arc<Line> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(tag).or_default())
    }
}
