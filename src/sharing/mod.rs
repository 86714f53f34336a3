//! State that the processes of one machine share: small files in a folder of their owner's.
//!
//! - **Whose**: a file belongs to one login origin, one OAuth client and one secret. All three go
//!   into its name and its key, so whoever knows another secret finds other files.
//! - **Sealed**: contents are encrypted and authenticated with a key derived from the secret. A
//!   file that is damaged, half written, foreign, of another version, too long, a link, or open to
//!   others counts as absent and is replaced. It is never believed and never an error.
//! - **Whole**: a file is written beside its place and renamed into it, under a lock.
//! - **Locked**: by the operating system, so that a lock goes with its process. Nothing is left to
//!   be cleaned up after a crash.
//!
//! Everything here blocks for as long as a small file takes; async code calls it off its threads.

pub(crate) mod files;
pub(crate) mod folder;
mod keys;
mod lock;
mod seal;
mod store;

pub use keys::Identity;
pub use seal::Seal;
pub use store::{Locked, Store, What};
