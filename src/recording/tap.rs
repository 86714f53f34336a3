//! Where what crosses is told to the recording of this process, where there is one.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use super::event::Reach;
use super::recorder::Recorder;
use crate::error::Result;
use crate::net::proxy::is_loopback;

/// Asked at every tap: without a recording it costs a load.
static IS_ON: AtomicBool = AtomicBool::new(false);
static RECORDER: RwLock<Option<Arc<Recorder>>> = RwLock::new(None);

/// Records what crosses in this process from now on, into a folder of a run; where it is recorded already, that goes on instead.
pub fn begin(folder: &Path) -> Result<bool> {
    let mut recorder = RECORDER.write().unwrap_or_else(PoisonError::into_inner);
    if recorder.is_some() {
        return Ok(false);
    }
    *recorder = Some(Arc::new(Recorder::begin(folder)?));
    IS_ON.store(true, Ordering::Release);
    Ok(true)
}

/// Ends it, once what came is written.
pub fn end() {
    IS_ON.store(false, Ordering::Release);
    let recorder = RECORDER.write().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(recorder) = recorder {
        recorder.close();
    }
}

pub fn current() -> Option<Arc<Recorder>> {
    if !IS_ON.load(Ordering::Acquire) {
        return None;
    }
    RECORDER.read().unwrap_or_else(PoisonError::into_inner).clone()
}

pub fn reach_of(address: &Url) -> Reach {
    if is_loopback(address) { Reach::Simulator } else { Reach::Live }
}
