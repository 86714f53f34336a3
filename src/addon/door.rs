//! The door as JavaScript holds it.

use std::sync::Arc;

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::{Value, json};

use super::call::{Cancellation, aborted, spawn};
use super::convert::{from_js, to_js};
use super::page_guest::NativePageGuest;
use crate::authority::Authority;
use crate::door::{Door, DoorConfig, GateConfig};
use crate::error::{Error, Kind, Result};

/// An authority: its certificate, `pem`, and its `key`, which nobody else may read.
#[napi]
pub fn make_authority() -> Value {
    let failed = |cause| Error::new(Kind::InvalidInput, format!("No authority could be made: {cause}."));
    let made = Authority::new().map_err(failed);
    to_js(made.map(|made| json!({ "pem": made.pem(), "key": made.key_pem() })))
}

/// A running door. It does not keep Node alive, and ends when it is collected.
#[napi]
pub struct NativeDoor {
    door: Result<Arc<Door>>,
}

#[napi]
impl NativeDoor {
    #[napi(constructor)]
    pub fn new(config: Value) -> Self {
        Self { door: from_js::<DoorConfig>(config).and_then(Door::new).map(Arc::new) }
    }

    /// The hash of the public key of its servers, as a browser takes it.
    #[napi]
    pub fn key_hash(&self) -> Value {
        to_js(self.door.as_ref().map(|door| door.key_hash()).map_err(Clone::clone))
    }

    /// What the names of the hosts that are led end with.
    #[napi]
    pub fn hosts(&self) -> Vec<String> {
        self.door.as_ref().map(|door| door.hosts().to_vec()).unwrap_or_default()
    }

    /// One more gate; gives its port.
    #[napi]
    pub fn open<'env>(
        &self,
        env: &'env Env,
        gate: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let door = self.door.clone();
        spawn(env, cancellation, || aborted("door"), async move {
            let opened = door?.open(from_js::<GateConfig>(gate)?).await;
            opened.map_err(|error| error.operation("door"))
        })
    }

    /// The sockets of this gate that say nothing of their documents may be this page's, unless it is blank.
    #[napi]
    pub fn follow(&self, port: u16, guest: &NativePageGuest, is_blank: bool) {
        if let (Ok(door), Ok(page)) = (&self.door, guest.page()) {
            door.pages().follow(port, &page, is_blank);
        }
    }

    /// A document is this page's; a blank one is there before a page goes anywhere.
    #[napi]
    pub fn claim(&self, document: Value, guest: &NativePageGuest, is_blank: bool) {
        if let (Ok(door), Ok(document), Ok(page)) = (&self.door, from_js(document), guest.page()) {
            door.pages().claim(document, &page, is_blank);
        }
    }

    /// The page has gone.
    #[napi]
    pub fn leave(&self, guest: &NativePageGuest) {
        if let (Ok(door), Ok(page)) = (&self.door, guest.page()) {
            door.pages().leave(&page);
        }
    }

    /// Ends what came by one gate.
    #[napi]
    pub fn close(&self, port: u16) {
        if let Ok(door) = &self.door {
            door.close(port);
        }
    }

    /// Ends every connection and frees the ports. Safe to call twice.
    #[napi]
    pub fn stop(&self) {
        if let Ok(door) = &self.door {
            door.stop();
        }
    }
}
