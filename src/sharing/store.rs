//! One sealed file with its lock.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::files::{self, LONGEST};
use super::folder;
use super::keys::Identity;
use super::lock::Lock;
use super::seal::Seal;
use crate::error::Result;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Budget,
    Token,
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Token => "token",
        }
    }
}

/// Cheap to clone; nothing is opened until it is used.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    file: PathBuf,
    beside: PathBuf,
    lock: PathBuf,
    seal: Seal,
    is_prepared: AtomicBool,
}

/// A store that this process alone may change, until it is dropped.
pub struct Locked {
    store: Store,
    lock: Lock,
}

impl Store {
    pub fn new(folder: &Path, identity: &Identity, what: What) -> Self {
        let name = identity.name(what.name());
        let place = |ending: &str| folder.join(format!("{name}{ending}"));
        let inner = Inner {
            folder: folder.to_path_buf(),
            file: place(""),
            beside: place(".tmp"),
            lock: place(".lock"),
            seal: Seal::new(identity, what.name()),
            is_prepared: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Refuses a folder that others can write or read, once.
    pub fn prepare(&self) -> Result<()> {
        if !self.inner.is_prepared.load(Ordering::Relaxed) {
            folder::prepare(&self.inner.folder)?;
            self.inner.is_prepared.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// What was kept; `None` where nothing was, or nothing that can be believed.
    pub fn read(&self) -> Option<Vec<u8>> {
        self.inner.seal.open(&files::read(&self.inner.file)?)
    }

    /// `None` while another holds the lock. Never waits.
    pub fn try_lock(&self) -> io::Result<Option<Locked>> {
        let lock = match Lock::try_take(&self.inner.lock) {
            // Somebody has cleaned up; a run in progress begins anew.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                folder::make(&self.inner.folder)?;
                Lock::try_take(&self.inner.lock)?
            }
            other => other?,
        };
        Ok(lock.map(|lock| Locked { store: self.clone(), lock }))
    }
}

impl Locked {
    /// Whether this process was alone with the file until now.
    pub fn is_sound(&self) -> bool {
        self.lock.is_sound()
    }

    pub fn read(&self) -> Option<Vec<u8>> {
        self.store.read()
    }

    pub fn replace(&self, plain: &[u8]) -> io::Result<()> {
        let Inner { seal, file, beside, .. } = &*self.store.inner;
        if plain.len() > Seal::room_in(LONGEST) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let sealed = seal.close(plain).ok_or_else(|| io::Error::other("no randomness"))?;
        files::replace(file, beside, &sealed)
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
