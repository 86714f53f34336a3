//! Which page a guest socket belongs to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use super::page::Page;
use super::tag::Tag;
use crate::net::until::until;

/// The pages behind a door: by the tags of their documents, and by the gates of their contexts.
#[derive(Default)]
pub struct Pages {
    known: Mutex<Known>,
    changed: Notify,
}

#[derive(Default)]
struct Known {
    documents: HashMap<Tag, Arc<Page>>,
    followed: Vec<Followed>,
}

struct Followed {
    gate: u16,
    page: Arc<Page>,
    /// One that was never anywhere has no workers.
    is_blank: bool,
}

/// A document says whose it is before its scripts run; who is told may be busy.
const CLAIM_LIMIT: Duration = Duration::from_secs(2);

impl Pages {
    /// The sockets of this gate that say nothing of their documents may be this page's, unless it `is_blank` until one
    /// of its documents says otherwise.
    pub fn follow(&self, gate: u16, page: &Arc<Page>, is_blank: bool) {
        self.known().followed.push(Followed { gate, page: Arc::clone(page), is_blank });
    }

    /// A document is this page's; a blank one is there before a page goes anywhere.
    pub fn claim(&self, document: Tag, page: &Arc<Page>, is_blank: bool) {
        let mut known = self.known();
        known.documents.insert(document, Arc::clone(page));
        for followed in &mut known.followed {
            followed.is_blank &= is_blank || !Arc::ptr_eq(&followed.page, page);
        }
        drop(known);
        self.changed.notify_waiters();
    }

    /// The page has gone, with all its documents.
    pub fn leave(&self, page: &Arc<Page>) {
        let mut known = self.known();
        known.documents.retain(|_, other| !Arc::ptr_eq(other, page));
        known.followed.retain(|other| !Arc::ptr_eq(&other.page, page));
    }

    /// Whose socket this is: the page's whose document says so; else, of a worker for instance, that of the one page
    /// of its context. Where none is meant, or two may be, it is nobody's, and those pages are told of it.
    pub async fn of(&self, document: Option<Tag>, gate: u16, address: &str) -> Option<Arc<Page>> {
        let claimed =
            |known: &Known| known.documents.get(document.as_ref()?).map(|page| vec![Arc::clone(page)]);
        let said = match document {
            Some(_) => self.until(claimed).await,
            None => None,
        };
        let meant = match said {
            Some(pages) => pages,
            None => self.until(|known| known.meant_at(gate)).await.unwrap_or_else(|| self.known().at(gate)),
        };
        let mut own: Vec<_> = meant.into_iter().filter(|page| page.watched.is_own(address)).collect();
        if own.len() > 1 {
            let why =
                format!("it came from a worker, and which of {} pages is meant cannot be told", own.len());
            own.drain(..).for_each(|page| page.watched.unread(&why));
        }
        own.pop()
    }

    /// What is known, once it is; nothing where that takes too long.
    async fn until<T>(&self, fits: impl Fn(&Known) -> Option<T>) -> Option<T> {
        timeout(CLAIM_LIMIT, until(&self.changed, || fits(&self.known()))).await.ok()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn at(&self, gate: u16) -> Vec<Arc<Page>> {
        self.followed.iter().filter(|each| each.gate == gate).map(|each| Arc::clone(&each.page)).collect()
    }

    /// The only page of a context, or those that have been somewhere; nothing while none has.
    fn meant_at(&self, gate: u16) -> Option<Vec<Arc<Page>>> {
        let all = self.at(gate);
        if all.len() < 2 {
            return Some(all);
        }
        let is_blank = |page: &Arc<Page>| {
            self.followed.iter().any(|each| each.is_blank && Arc::ptr_eq(&each.page, page))
        };
        let been: Vec<_> = all.into_iter().filter(|page| !is_blank(page)).collect();
        (!been.is_empty()).then_some(been)
    }
}
