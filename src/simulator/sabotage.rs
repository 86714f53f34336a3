//! Misbehaviour on purpose, so that a suite can be shown to notice.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sabotage {
    /// As command: back to what the simulator was started with.
    #[default]
    None,
    /// PATCH, PUT, POST and DELETE answer success; nothing changes.
    AcceptsButIgnores,
    /// The conversation ends; no closing frame leaves.
    NeverTellsGuest,
    /// Where the guest should be locked out it is not, and the other way round.
    WrongReadOnly,
    /// Ending one conversation ends another one, too.
    ClosesNeighbour,
    /// Wrap-ups are accepted; after-call work stays pending.
    LeavesAcwOpen,
    /// What has ended comes back a little later.
    Reopens,
}
