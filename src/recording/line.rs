//! A guest's socket, from its connect to its end, as it is told to the recording.

use std::sync::Arc;

use url::Url;

use super::event::{By, Side, What};
use super::recorder::Recorder;
use super::tap::{current, reach_of};

/// What an end with a close frame that has no code is called.
pub const NO_CODE: u16 = 1005;

/// Dropped before its end, whoever held it went away.
pub struct Line(Option<Standing>);

struct Standing {
    recorder: Arc<Recorder>,
    by: By,
    socket: u32,
}

impl Line {
    pub fn opens(by: By, address: &Url) -> Self {
        Self(current().map(|recorder| {
            let standing = Standing { socket: recorder.next_socket(), recorder, by };
            standing.tell(What::Opens {
                socket: standing.socket,
                reach: reach_of(address),
                path: address.path().to_string(),
                query: address.query().unwrap_or_default().to_string(),
            });
            standing
        }))
    }

    pub fn opened(&self) {
        self.tell(|socket| What::Opened { socket });
    }

    /// Without a status it was not reached.
    pub fn refused(mut self, status: Option<u16>) {
        self.tell(|socket| What::Refused { socket, status });
        self.0 = None;
    }

    pub fn sent(&self, text: &str) {
        self.tell(|socket| What::Sent { socket, text: text.to_string() });
    }

    /// A binary message is none that could be read: it is told as an empty one.
    pub fn received(&self, text: &str) {
        self.tell(|socket| What::Received { socket, text: text.to_string() });
    }

    /// Without a code no close frame came.
    pub fn closed(&mut self, code: Option<u16>, by: Side) {
        self.tell(|socket| What::Closed { socket, code, by });
        self.0 = None;
    }

    fn tell(&self, what: impl FnOnce(u32) -> What) {
        if let Some(standing) = &self.0 {
            standing.tell(what(standing.socket));
        }
    }
}

impl Standing {
    fn tell(&self, what: What) {
        self.recorder.tell(self.by, what);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.closed(None, Side::Guest);
    }
}
