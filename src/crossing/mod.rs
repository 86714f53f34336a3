//! What crosses between Rust and JavaScript, as JSON. Types that the rows below make are derived
//! where they stand; here is what only the crossing needs, and the list of all of them.
//!
//! `ts/types/crossing.ts` is made from this list, sentences included: `npm run types:make`.

mod counts;
mod crossed;
mod given;
#[cfg(test)]
mod types;

pub use counts::{Counts, Settled};
pub use crossed::Crossed;
pub use given::{CallOptions, duration};
