//! A lock that the operating system lets go of when its process ends, however it ends.

use std::fs::{File, Metadata, OpenOptions, TryLockError};

use napi_derive::napi;

use crate::sharing::files::owner_only;

#[napi]
pub struct NativeLock {
    file: Option<File>,
}

#[napi]
impl NativeLock {
    #[napi]
    pub fn release(&mut self) {
        self.file = None;
    }
}

/// Makes a file and holds its lock; `null` where the disk or the operating system would not have it.
#[napi]
pub fn make_locked(path: String) -> Option<NativeLock> {
    let file = owner_only().write(true).create_new(true).open(&path).ok()?;
    if file.try_lock().is_err() {
        // One that is there and free would say that its process has ended.
        let _ = std::fs::remove_file(&path);
        return None;
    }
    Some(NativeLock { file: Some(file) })
}

/// Whether some process holds the lock of this file; `null` where that cannot be told.
#[napi]
pub fn is_locked(path: String) -> Option<bool> {
    std::fs::symlink_metadata(&path).ok().filter(Metadata::is_file)?;
    let file = OpenOptions::new().write(true).open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(false),
        Err(TryLockError::WouldBlock) => Some(true),
        Err(TryLockError::Error(_)) => None,
    }
}
