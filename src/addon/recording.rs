//! Recordings, as JavaScript begins and ends them.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::convert::to_js;
use crate::recording::{Run, Texts, begin, end, merge};

/// The main thread's environment, and those of workers: the recording ends with the last of them.
static ENVIRONMENTS: AtomicUsize = AtomicUsize::new(0);

/// Makes the folder of a run, of its owner's alone.
#[napi]
pub fn make_recording(folder: String, texts: bool) -> Value {
    to_js(Run::begin(Path::new(&folder), if texts { Texts::Shown } else { Texts::Hidden }))
}

/// Records what crosses in this process; false where it was recorded already, which goes on.
#[napi]
pub fn begin_recording(folder: String) -> Value {
    to_js(begin(Path::new(&folder)))
}

#[napi]
pub fn end_recording() {
    end();
}

/// Ends the recording in good order with this process, however its JavaScript ends.
#[napi]
pub fn end_recording_at_exit(env: &Env) -> NapiResult<()> {
    ENVIRONMENTS.fetch_add(1, Ordering::SeqCst);
    env.add_env_cleanup_hook((), |()| {
        if ENVIRONMENTS.fetch_sub(1, Ordering::SeqCst) == 1 {
            end();
        }
    })?;
    Ok(())
}

/// Joins the parts of a run's folder.
#[napi]
pub fn merge_recording(folder: String, output: String) -> Value {
    to_js(merge(Path::new(&folder), Path::new(&output)))
}
