//! A close that began where the payload's frame arrived, until JavaScript takes it over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::bindgen_prelude::spawn;
use serde_json::Value;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::closing::{Closing, options_of};
use crate::close::{self, CloseReport};
use crate::error::{Error, Kind, Result};
use crate::platform::{Client, Trace};

/// Once it is claimed, nothing begins any more.
#[derive(Default)]
pub struct Begun {
    course: Mutex<Course>,
}

#[derive(Default)]
enum Course {
    #[default]
    Waiting,
    Running(Running),
    Claimed {
        had_begun: bool,
    },
}

/// Its work ends with whoever holds it.
pub struct Running {
    of: String,
    end: oneshot::Receiver<Result<CloseReport>>,
    _work: DropGuard,
    wake: Arc<Notify>,
    pub trace: Trace,
}

impl Begun {
    fn course(&self) -> MutexGuard<'_, Course> {
        self.course.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, client: Client, conversation_id: String, options: Value, armed: Arc<close::Armed>) {
        let mut course = self.course();
        let is_its_own = conversation_id.parse().is_ok_and(|id| armed.is_for(&id));
        if !is_its_own || !matches!(*course, Course::Waiting) {
            return;
        }
        let of = conversation_id.clone();
        let (wake, trace) = (Arc::<Notify>::default(), Trace::default());
        let closing = Closing {
            client: Ok(client),
            conversation_id,
            options: options_of(options),
            trace: trace.clone(),
        };
        let (told, end) = oneshot::channel();
        let life = CancellationToken::new();
        let work =
            life.clone().run_until_cancelled_owned(Box::pin(closing.run(Arc::clone(&wake), Some(armed))));
        spawn(async move {
            if let Some(ended) = work.await {
                let _ = told.send(ended);
            }
        });
        *course = Course::Running(Running { of, end, _work: life.drop_guard(), wake, trace });
    }

    pub fn has_begun(&self) -> bool {
        matches!(*self.course(), Course::Running(_) | Course::Claimed { had_begun: true })
    }

    /// What runs, to whoever asks first. That of another conversation is ended, and given to nobody.
    pub fn claim(&self, conversation_id: &str) -> Option<Running> {
        self.end().filter(|running| running.of.eq_ignore_ascii_case(conversation_id))
    }

    /// Whatever runs stops with what this gives.
    pub fn end(&self) -> Option<Running> {
        let mut course = self.course();
        let had_begun = matches!(*course, Course::Running(_) | Course::Claimed { had_begun: true });
        match std::mem::replace(&mut *course, Course::Claimed { had_begun }) {
            Course::Running(running) => Some(running),
            Course::Waiting | Course::Claimed { .. } => None,
        }
    }
}

impl Running {
    /// Its end; whoever wakes its new owner wakes it.
    pub async fn end(mut self, wake: Arc<Notify>) -> Result<CloseReport> {
        let own = Arc::clone(&self.wake);
        let woken = async {
            loop {
                wake.notified().await;
                own.notify_one();
            }
        };
        tokio::select! {
            ended = &mut self.end => {
                ended.unwrap_or_else(|_| Err(Error::new(Kind::Aborted, "The call was aborted.")))
            }
            () = woken => unreachable!("it wakes for as long as it is asked to"),
        }
    }
}
