//! A fault of ours must not print what was in hand: Rust's own hook shows a panic's text, which may hold a value.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{PanicHookInfo, set_hook};

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use super::runtime;
use crate::net::clock;

/// When the addon is loaded into Node. Rust's unit tests keep their own hook.
#[napi(module_exports)]
pub fn on_load(_exports: Object, _env: Env) {
    clock::start();
    runtime::begin();
    set_hook(Box::new(|panic| eprintln!("{}", told(panic))));
}

/// Where it was, and the way there if RUST_BACKTRACE asks for it: names of functions, and no value.
fn told(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let backtrace = Backtrace::capture();
    let way = match backtrace.status() {
        BacktraceStatus::Captured => format!("\n{backtrace}"),
        _ => " RUST_BACKTRACE=1 shows the way there.".to_string(),
    };
    format!("playwright-genesys has a fault of its own at {place}; please report it.{way}")
}

/// For the test of all this; not in a release build.
#[cfg(debug_assertions)]
#[napi]
pub async fn panic_with(text: String) {
    panic!("{text}");
}
