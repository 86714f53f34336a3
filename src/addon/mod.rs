//! The door to JavaScript: the only place that names napi. Values cross in result shape,
//! `{ ok }` or `{ error }`; JavaScript throws, so that errors carry the caller's stack.

mod call;
mod convert;
mod facts;
mod simulator;
