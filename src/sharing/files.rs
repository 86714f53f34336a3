//! Small files: read with suspicion, replaced whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use super::folder::is_open_to_others;

/// A thousand times what is needed.
pub const LONGEST: usize = 1 << 20;

/// The file's bytes; `None` for whatever we would not have written ourselves: a link, a folder, a
/// pipe, a file that is too long or open to others, and one that is not there.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let seen = fs::symlink_metadata(path).ok()?;
    if !seen.is_file() || is_open_to_others(&seen) || seen.len() > LONGEST as u64 {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LONGEST as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= LONGEST).then_some(bytes)
}

/// Writes the bytes beside the file and renames them into its place: readers see the old file or
/// the new one, whole. Whoever calls holds the file's lock, so that one name is enough for all,
/// and what a crash leaves is overwritten by the next.
pub fn replace(path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    remove(beside)?;
    let mut file = owner_only().write(true).create_new(true).open(beside)?;
    file.write_all(bytes)?;
    drop(file);
    if fs::symlink_metadata(path).is_ok_and(|seen| seen.is_dir()) {
        fs::remove_dir(path)?;
    }
    fs::rename(beside, path)
}

pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Options that make a file its owner's alone.
#[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix has something to set"))]
pub fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
