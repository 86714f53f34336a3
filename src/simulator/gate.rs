//! A door that bytes pass or wait at, as on a connection that is half open.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Open at first.
#[derive(Debug, Clone, Default)]
pub struct Gate(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_shut: bool,
    /// Reader and writer may both wait.
    waiting: Vec<Waker>,
}

impl Gate {
    pub fn shut(&self) {
        self.state().is_shut = true;
    }

    pub fn open(&self) {
        let mut state = self.state();
        state.is_shut = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    pub fn is_shut(&self) -> bool {
        self.state().is_shut
    }

    pub fn poll_open(&self, context: &Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if !state.is_shut {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            state.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
