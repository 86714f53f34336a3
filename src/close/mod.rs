//! The close workflow: read, choose the wrap-up code, disconnect, read again.
//!
//! Guarantees: "closed" is said only when a read after the last write showed it; nothing is
//! written to a conversation that has ended, that the guard does not know, or whose wrap-up is
//! due and not given; one deadline bounds everything. What the guest saw is not judged here,
//! but in [`verdict`].

mod armed;
mod begin;
pub mod codes;
mod codes_of;
mod confirm;
mod driver;
mod explain;
mod find;
mod guard;
mod guarding;
mod look;
mod not_closed;
pub mod options;
mod plan;
mod prepare;
mod presence;
mod probe;
mod report;
mod reporting;
mod snapshot;
pub mod state;
pub mod verdict;
mod view;
mod wrap_up;
mod wrap_up_care;
mod write;

pub use armed::{Armed, Readiness, why_never};
pub use begin::{close, close_armed};
pub use codes_of::{CodesOf, codes_of};
pub use find::{Found, find};
pub use look::look;
pub use options::{CloseOptions, Resource};
pub use probe::{Probe, probe};
pub use report::{ArmedReport, CloseReport, Outcome, Way, partial};
pub use view::View;
