use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::*;
use crate::error::Kind;
use crate::redacted::Redacted;

fn identity(secret: &str) -> Identity {
    let secret = Redacted::new(secret.to_string());
    Identity { origin: "https://login.example:443".into(), client: "id".into(), secret }
}

struct Bench {
    folder: TempDir,
    store: Store,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let store = Store::new(&folder.path().join("shared"), &identity("secret"), What::Token);
        store.prepare().expect("a new folder is ours alone");
        Self { folder, store }
    }

    fn keep(&self, text: &str) {
        let locked = self.store.try_lock().expect("the folder can be written");
        locked.expect("nobody holds it").replace(text.as_bytes()).expect("the file can be written");
    }

    fn kept(&self) -> Option<String> {
        self.store.read().map(|bytes| String::from_utf8(bytes).expect("text"))
    }

    fn file(&self) -> &Path {
        &self.store.inner.file
    }

    /// Whatever stood in the file's place, the next one to write replaces it.
    fn is_absent_and_replaceable(&self, what: &str) {
        assert_eq!(self.kept(), None, "{what} was believed");
        self.keep("new");
        assert_eq!(self.kept().as_deref(), Some("new"), "{what} was not replaced");
    }
}

#[test]
fn what_is_kept_is_found_by_others_with_the_same_secret_only() {
    let bench = Bench::new();
    assert_eq!(bench.kept(), None);
    bench.keep("a token");
    let folder = bench.store.folder();
    let of = |secret: &str, what| Store::new(folder, &identity(secret), what).read();
    assert_eq!(of("secret", What::Token).as_deref(), Some(b"a token".as_slice()));
    assert_eq!(of("another", What::Token), None);
    assert_eq!(of("secret", What::Budget), None);
}

#[test]
fn the_file_of_one_secret_in_the_place_of_another_is_not_believed() {
    let bench = Bench::new();
    bench.keep("a token");
    let other = Store::new(bench.store.folder(), &identity("another"), What::Token);
    fs::copy(bench.file(), &other.inner.file).expect("a copy");
    assert_eq!(other.read(), None);
}

#[test]
fn every_truncation_and_every_bit_flip_of_the_file_is_absent() {
    let bench = Bench::new();
    bench.keep("a token");
    let whole = fs::read(bench.file()).expect("the file");
    let written = |bytes: &[u8]| {
        fs::write(bench.file(), bytes).expect("the file can be written");
        bench.kept()
    };
    assert_eq!(written(&whole).as_deref(), Some("a token"));
    for length in 0..whole.len() {
        assert_eq!(written(&whole[..length]), None, "cut at {length}");
    }
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(written(&flipped), None, "bit {bit}");
    }
    bench.is_absent_and_replaceable("a damaged file");
}

#[test]
fn a_file_of_another_version_or_too_long_is_absent() {
    let bench = Bench::new();
    bench.keep("a token");
    let text = fs::read(bench.file()).expect("the file");
    let head = b"playwright-genesys 2\n";
    fs::write(bench.file(), [head, &text[head.len()..]].concat()).expect("the file can be written");
    bench.is_absent_and_replaceable("another version");
    fs::write(bench.file(), vec![b'x'; LONGEST + 1]).expect("the file can be written");
    bench.is_absent_and_replaceable("a huge file");
}

#[test]
fn what_is_too_long_is_not_written() {
    let bench = Bench::new();
    let locked = bench.store.try_lock().expect("the folder can be written").expect("nobody holds it");
    assert!(locked.replace(&vec![b'x'; LONGEST]).is_err());
    assert!(locked.replace(&vec![b'x'; Seal::room_in(LONGEST)]).is_ok());
    assert_eq!(bench.store.read().map(|bytes| bytes.len()), Some(Seal::room_in(LONGEST)));
}

#[cfg(unix)]
#[test]
fn a_link_a_folder_and_a_file_open_to_others_are_absent() {
    let bench = Bench::new();
    bench.keep("a token");
    let elsewhere = bench.folder.path().join("elsewhere");
    fs::rename(bench.file(), &elsewhere).expect("it can be moved");
    symlink(&elsewhere, bench.file()).expect("a link");
    bench.is_absent_and_replaceable("a link");
    assert_ne!(
        fs::read(&elsewhere).ok(),
        fs::read(bench.file()).ok(),
        "nothing was written through the link"
    );

    fs::remove_file(bench.file()).expect("it can be removed");
    fs::create_dir(bench.file()).expect("a folder");
    bench.is_absent_and_replaceable("a folder");

    fs::set_permissions(bench.file(), fs::Permissions::from_mode(0o644)).expect("they can be set");
    bench.is_absent_and_replaceable("a file that others can read");
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_their_owners_alone() {
    let bench = Bench::new();
    bench.keep("a token");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(bench.store.folder()), 0o700);
    let files: Vec<_> = fs::read_dir(bench.store.folder()).expect("a folder").flatten().collect();
    assert_eq!(files.len(), 2, "the file and its lock, nothing beside");
    assert!(files.iter().all(|file| mode(&file.path()) == 0o600));
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_use_is_refused_and_so_is_a_file() {
    let folder = TempDir::new().expect("a folder");
    for bits in [0o755, 0o770, 0o701, 0o722] {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(bits)).expect("they can be set");
        let refused = Store::new(folder.path(), &identity("secret"), What::Token).prepare();
        let error = refused.expect_err("it is open to others");
        assert_eq!(error.kind, Kind::InvalidInput, "{bits:o}");
        assert!(error.message.contains("others can write or read it"), "{}", error.message);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing was written");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("they can be set");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("it can be written");
    assert_eq!(
        Store::new(&file, &identity("secret"), What::Token).prepare().expect_err("no folder").kind,
        Kind::InvalidInput
    );
}

#[test]
fn one_at_a_time() {
    let bench = Bench::new();
    let held = bench.store.try_lock().expect("the folder can be written").expect("nobody holds it");
    let other = Store::new(bench.store.folder(), &identity("secret"), What::Token);
    assert!(other.try_lock().expect("it can be asked for").is_none());
    let budget = Store::new(bench.store.folder(), &identity("secret"), What::Budget);
    assert!(budget.try_lock().expect("it can be asked for").is_some(), "each file has its own lock");
    drop(held);
    assert!(other.try_lock().expect("it can be asked for").is_some());
}

#[test]
fn what_a_crash_left_beside_the_file_is_overwritten() {
    let bench = Bench::new();
    bench.keep("old");
    fs::write(&bench.store.inner.beside, "half a fi").expect("it can be written");
    assert_eq!(bench.kept().as_deref(), Some("old"));
    bench.keep("new");
    assert_eq!(bench.kept().as_deref(), Some("new"));
    assert!(!bench.store.inner.beside.exists());
}

#[test]
fn a_folder_that_was_deleted_is_made_again() {
    let bench = Bench::new();
    bench.keep("old");
    fs::remove_dir_all(bench.store.folder()).expect("it can be removed");
    bench.is_absent_and_replaceable("a folder that is gone");
}

#[cfg(unix)]
#[test]
fn a_lock_whose_file_was_deleted_is_not_relied_upon() {
    let Bench { folder: _folder, store } = Bench::new();
    let locked = store.try_lock().expect("it can be made").expect("nobody holds it");
    assert!(locked.is_sound());
    fs::remove_dir_all(store.folder()).expect("it can be removed");
    assert!(!locked.is_sound());
    let _other = store.try_lock().expect("it can be made").expect("another one");
    assert!(!locked.is_sound());
}
