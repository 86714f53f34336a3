//! Which page a guest socket belongs to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use super::page::Page;
use super::tag::Tag;

/// The pages behind a door: by the tags of their documents, and by the gates of their contexts.
#[derive(Default)]
pub struct Pages {
    known: Mutex<Known>,
    changed: Notify,
}

#[derive(Default)]
struct Known {
    documents: HashMap<Tag, Arc<Page>>,
    gates: Vec<(u16, Arc<Page>)>,
}

/// A document says whose it is before its scripts run; who is told may be busy.
const CLAIM_LIMIT: Duration = Duration::from_secs(2);

impl Pages {
    /// The sockets of this gate that say nothing of their documents may be this page's.
    pub fn follow(&self, gate: u16, page: &Arc<Page>) {
        self.known().gates.push((gate, Arc::clone(page)));
    }

    /// A document is this page's.
    pub fn claim(&self, document: Tag, page: &Arc<Page>) {
        self.known().documents.insert(document, Arc::clone(page));
        self.changed.notify_waiters();
    }

    /// The page has gone, with all its documents.
    pub fn leave(&self, page: &Arc<Page>) {
        let mut known = self.known();
        known.documents.retain(|_, other| !Arc::ptr_eq(other, page));
        known.gates.retain(|(_, other)| !Arc::ptr_eq(other, page));
    }

    /// Whose socket this is: the page's whose document says so; else, of a worker for instance, that of the one page
    /// of its context. Where none is meant, or two may be, it is nobody's, and those pages are told of it.
    pub async fn of(&self, document: Option<Tag>, gate: u16, address: &str) -> Option<Arc<Page>> {
        let claimed = match document {
            Some(document) => timeout(CLAIM_LIMIT, self.claimed(document)).await.ok(),
            None => None,
        };
        let meant = claimed.map_or_else(|| self.at(gate), |page| vec![page]);
        let mut own: Vec<_> = meant.into_iter().filter(|page| page.watched.is_own(address)).collect();
        if own.len() > 1 {
            let why =
                format!("it came from a worker, and which of {} pages is meant cannot be told", own.len());
            own.drain(..).for_each(|page| page.watched.unread(&why));
        }
        own.pop()
    }

    async fn claimed(&self, document: Tag) -> Arc<Page> {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Registered before looking, so that nothing is missed in between.
            changed.as_mut().enable();
            if let Some(page) = self.known().documents.get(&document) {
                return Arc::clone(page);
            }
            changed.await;
        }
    }

    fn at(&self, gate: u16) -> Vec<Arc<Page>> {
        let known = self.known();
        known.gates.iter().filter(|(port, _)| *port == gate).map(|(_, page)| Arc::clone(page)).collect()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
