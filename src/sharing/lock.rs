//! A lock between processes: the operating system's, on a file that holds nothing.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{owner_only, remove};

/// Held until it is dropped, or its process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// `None` while another holds it. Never waits.
    pub fn try_take(path: &Path) -> io::Result<Option<Self>> {
        if fs::symlink_metadata(path).is_ok_and(|seen| seen.is_symlink()) {
            remove(path)?;
        }
        let file = owner_only().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            // Somebody may have deleted it between: then the next one to come would lock another file.
            Ok(()) => Ok(is_still_there(&file, path).then(|| Self { file, path: path.to_path_buf() })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(cause),
        }
    }

    /// Whether others still meet this lock: who deletes its file lets somebody else in.
    pub fn is_sound(&self) -> bool {
        is_still_there(&self.file, &self.path)
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |seen: &fs::Metadata| (seen.dev(), seen.ino());
    let (Ok(held), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    place(&held) == place(&there)
}

/// A file that is open cannot be replaced here.
#[cfg(not(unix))]
fn is_still_there(_file: &File, _path: &Path) -> bool {
    true
}
