//! The folder: its owner's alone, made where it is missing.

use std::fs::{self, DirBuilder, Metadata};
use std::io;
use std::path::Path;

use crate::error::{Error, Kind, Result};

/// Makes the folder; refuses one that is not its owner's alone.
pub fn prepare(path: &Path) -> Result<()> {
    make(path).map_err(|cause| unusable(path, &cause))?;
    let seen = fs::metadata(path).map_err(|cause| unusable(path, &cause))?;
    if !seen.is_dir() {
        return Err(refused(path, "it is no folder"));
    }
    if is_open_to_others(&seen) {
        return Err(refused(path, "others can write or read it").hint("chmod 700 makes it yours alone."));
    }
    Ok(())
}

/// Makes it as its owner's alone, with the folders that lead there.
pub fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// By the permission bits; Windows keeps a user's folders from others by inheritance.
#[cfg(unix)]
pub fn is_open_to_others(seen: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    seen.mode() & 0o077 != 0
}

#[cfg(not(unix))]
pub fn is_open_to_others(_seen: &Metadata) -> bool {
    false
}

fn refused(path: &Path, why: &str) -> Error {
    let message = format!("sharedState is not acceptable: {why}: '{}'.", path.display());
    Error::new(Kind::InvalidInput, message)
}

fn unusable(path: &Path, cause: &io::Error) -> Error {
    refused(path, &format!("the folder cannot be used ({})", cause.kind()))
}
