//! The order in which things happen to guests, as one word: a [`Schedule`] of deviations from the ordinary order, and
//! the [`Course`] that it took.
//!
//! Nothing here sends, waits or locks. [`Unfolding`] counts points and says what leaves when; the simulator does it for
//! its guests, and the door for a page.

mod choice;
mod course;
mod frame;
mod kind;
mod log;
mod point;
pub mod sentence;
mod unfolding;
mod word;

use std::time::Duration;

pub use choice::{Choice, Timeout};
pub use course::{Course, CoursePoint};
pub use frame::kind_of;
pub use kind::{Kind, KindFacts};
pub use point::Point;
pub use unfolding::{HeldId, Step, Unfolding};
pub use word::{Deviation, Refused, Schedule};

/// How long what is put off waits for what shall come before it, while nothing comes to the org. Then it goes by itself, and
/// its deviation is unmet.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// How much longer that is on a machine that is busy with other things.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// So long nothing has come to the org.
    pub quiet: Duration,
    /// While something comes: a busy test is on its way there.
    pub at_most: Duration,
}

impl Patience {
    /// Whoever tries many orders meets many that do not come about.
    pub const EXPLORING: Self = Self { quiet: PATIENCE, at_most: Duration::from_secs(4) };
    /// A test that says its order fails where that does not come about.
    pub const GIVEN: Self = Self { quiet: Duration::from_secs(5), at_most: Duration::from_secs(20) };
}
