//! Who waits for a payload starts where its frame arrives, also while the JavaScript thread is busy.

use tokio_util::sync::CancellationToken;

use super::event::{EventKind, GuestEvent, Update};
use super::wanted::Wanted;

pub type Spring = Box<dyn FnOnce() + Send>;

pub struct Trap {
    pub wanted: Wanted,
    /// Nobody waits for it any more.
    pub over: CancellationToken,
    pub spring: Spring,
}

#[derive(Default)]
pub struct Traps(Vec<Trap>);

impl Traps {
    pub fn set(&mut self, trap: Trap) {
        self.0.retain(|old| !old.over.is_cancelled());
        self.0.push(trap);
    }

    /// What springs by these events, in their order. After an end, or in another session, whoever speaks may speak in
    /// another conversation: then nothing springs here any more.
    pub fn pass(&mut self, updates: &[Update]) -> Vec<Spring> {
        let mut sprung = Vec::new();
        for Update { event, .. } in updates {
            if self.0.is_empty() {
                break;
            }
            if leads_elsewhere(event) {
                self.0.clear();
                break;
            }
            let (fitting, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.0).into_iter().partition(|trap| trap.wanted.fits(event));
            self.0 = others;
            sprung.extend(fitting.into_iter().map(|trap| trap.spring));
        }
        sprung
    }
}

const fn leads_elsewhere(event: &GuestEvent) -> bool {
    matches!(
        event.kind,
        EventKind::Session
            | EventKind::Closed
            | EventKind::Reopened
            | EventKind::Cleared
            | EventKind::Expired
            | EventKind::Displaced
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn traps(wanted: Wanted) -> (Traps, CancellationToken, Arc<AtomicU32>) {
        let (mut traps, over, sprung) =
            (Traps::default(), CancellationToken::new(), Arc::<AtomicU32>::default());
        let count = Arc::clone(&sprung);
        let spring = Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
        traps.set(Trap { wanted, over: over.clone(), spring });
        (traps, over, sprung)
    }

    fn wanted(text: &str) -> Wanted {
        serde_json::from_value(serde_json::json!({ "text": text })).expect("a text")
    }

    fn said(text: &str) -> Update {
        let mut event = GuestEvent::received(1, EventKind::Text);
        event.text = Some(text.to_string());
        Update { index: 0, event }
    }

    fn springs(traps: &mut Traps, update: Update) -> usize {
        let sprung = traps.pass(&[update]);
        let count = sprung.len();
        sprung.into_iter().for_each(|spring| spring());
        count
    }

    #[test]
    fn it_springs_once_at_a_part_of_the_text() {
        let (mut traps, _over, sprung) = traps(wanted("END"));
        assert_eq!(springs(&mut traps, said("the end")), 0);
        assert_eq!(springs(&mut traps, said("the END")), 1);
        assert_eq!(springs(&mut traps, said("the END")), 0);
        assert_eq!(sprung.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn after_an_end_or_in_another_session_nothing_springs() {
        for kind in [EventKind::Closed, EventKind::Session, EventKind::Reopened] {
            let (mut traps, ..) = traps(wanted("END"));
            let elsewhere = Update { index: 0, event: GuestEvent::received(1, kind) };
            assert_eq!(springs(&mut traps, elsewhere), 0);
            assert_eq!(springs(&mut traps, said("END")), 0);
        }
    }

    #[test]
    fn those_that_nobody_waits_for_are_let_go_of() {
        let (mut traps, over, _) = traps(wanted("END"));
        over.cancel();
        let spring = Box::new(|| {});
        traps.set(Trap { wanted: wanted("x"), over: CancellationToken::new(), spring });
        assert_eq!(traps.0.len(), 1);
    }
}
