//! A run as a file that may be shown to a stranger: what crossed client, guest and door, as shapes.
//!
//! Each process tells a part of its own, with values under a key of the run (`blind`); at the end the parts become one file
//! by their times, their values numbered (`merge`), and key and parts are gone. docs/recording.md has the format.

mod blind;
mod event;
mod exchanges;
mod folder;
pub mod http;
mod kept;
mod line;
mod merge;
mod numbers;
mod published;
mod recorder;
#[cfg(test)]
mod recorder_tests;
mod shape;
#[cfg(test)]
mod shape_tests;
mod tap;
mod together;
mod writer;

pub use blind::Blind;
pub use event::{By, Side};
pub use folder::Run;
pub use line::{Line, NO_CODE};
pub use merge::{Merged, merge};
pub use shape::{Shaper, Texts};
pub use tap::{begin, end};
