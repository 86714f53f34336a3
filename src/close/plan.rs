//! What was read and chosen for the first write.

use super::find::Found;
use crate::model::{Participant, WrapupInput};

pub struct Plan {
    pub(super) found: Found,
    pub(super) to_wrap_up: Vec<(Participant, WrapupInput)>,
}
