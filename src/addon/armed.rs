//! What a trigger prepares, as JavaScript holds it.

use std::sync::Arc;

use napi_derive::napi;
use serde_json::Value;

use super::begun::Begun;
use super::client::Held;
use super::convert::from_js;
use crate::close;
use crate::guest::trap::Trap;
use crate::guest::wanted::Wanted;

#[napi]
#[derive(Default)]
pub struct Armed {
    inner: Arc<close::Armed>,
    /// A close that began where the frame arrived.
    begun: Arc<Begun>,
}

impl Armed {
    pub fn inner(&self) -> Arc<close::Armed> {
        Arc::clone(&self.inner)
    }

    pub fn begun(&self) -> &Arc<Begun> {
        &self.begun
    }

    /// Begins the close when a text comes, without JavaScript.
    pub fn trap(&self, wanted: Value, client: Held, id: String, options: Value) -> Option<Trap> {
        let (armed, begun) = (self.inner(), Arc::clone(&self.begun));
        // Nothing begins for a client that is no more.
        let spring = Box::new(move || {
            if let Ok(client) = client.now() {
                begun.begin(client, id, options, armed);
            }
        });
        let wanted: Wanted = from_js(wanted).ok()?;
        Some(Trap { wanted, over: self.inner.over(), spring })
    }
}

#[napi]
impl Armed {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A frame came: whether it is time to read anew.
    #[napi]
    pub fn is_due(&self) -> bool {
        self.inner.is_due()
    }

    /// Whether its close has begun where the frame arrived.
    #[napi]
    pub fn has_begun(&self) -> bool {
        self.begun.has_begun()
    }

    #[napi]
    pub fn stop(&self) {
        self.inner.stop();
        drop(self.begun.end());
    }
}
