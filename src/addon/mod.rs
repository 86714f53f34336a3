//! The door to JavaScript: the only place that names napi. Values cross in result shape,
//! `{ ok }` or `{ error }`; JavaScript throws, so that errors carry the caller's stack.

#![cfg_attr(test, allow(dead_code, reason = "napi registers its functions only outside of unit tests"))]

mod alarm;
mod armed;
mod begun;
mod call;
mod client;
mod clock;
mod closing;
mod convert;
mod door;
mod drift;
mod facts;
mod guest;
mod lock;
mod many;
mod page_guest;
mod panic;
mod prepare;
mod recording;
mod replay;
mod runtime;
mod simulator;
