use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::redacted::Redacted;
use crate::sharing::{Identity, What};

const HOUR: u64 = 3_600_000;

fn store(folder: &Path) -> Store {
    let secret = Redacted::new("secret".to_string());
    let identity = Identity { origin: "https://login.example:443".into(), client: "id".into(), secret };
    Store::new(&folder.join("shared"), &identity, What::Budget)
}

fn shared(folder: &TempDir, limit: u32) -> Budget {
    Budget::shared(Rule { limit, window_ms: HOUR }, store(folder.path()))
}

async fn place(budget: &Budget) -> Result<Place> {
    budget.place(&Deadline::after(Duration::from_secs(20))).await
}

/// Uses a place as a request does that is answered.
fn spend(mut place: Place) {
    place.leaves();
    place.was_answered(None);
}

#[tokio::test]
async fn without_a_limit_there_is_always_a_place() {
    for _ in 0..1_000 {
        spend(place(&Budget::Unlimited).await.expect("a place"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_window_is_waited_for_where_the_deadline_allows() {
    let budget = Budget::alone(Rule { limit: 2, window_ms: 60_000 });
    let started = tokio::time::Instant::now();
    for _ in 0..2 {
        spend(place(&budget).await.expect("a place"));
    }
    let error = place(&budget).await.err().expect("it is full for a minute");
    assert_eq!(error.kind, Kind::RateLimited);
    assert_eq!(started.elapsed(), Duration::ZERO, "said at once");
    assert!(error.context.retry_after_ms.is_some_and(|ms| (60_000..60_200).contains(&ms)));
    let patient = Deadline::after(Duration::from_secs(90));
    spend(budget.place(&patient).await.expect("a place after a minute"));
    assert!((60..61).contains(&started.elapsed().as_secs()));
}

#[tokio::test]
async fn processes_have_one_window_between_them() {
    let folder = TempDir::new().expect("a folder");
    let (one, two) = (shared(&folder, 3), shared(&folder, 3));
    spend(place(&one).await.expect("the first place"));
    spend(place(&two).await.expect("the second place"));
    let held = place(&one).await.expect("the third place");
    for full in [&one, &two] {
        assert_eq!(place(full).await.err().map(|error| error.kind), Some(Kind::RateLimited));
    }
    drop(held);
}

#[tokio::test]
async fn a_place_that_was_not_used_is_free_for_another_process() {
    let folder = TempDir::new().expect("a folder");
    let (one, two) = (shared(&folder, 1), shared(&folder, 1));
    let mut place_of_one = place(&one).await.expect("a place");
    place_of_one.leaves();
    place_of_one.was_not_sent();
    until_there_is_one(&two).await;
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_given_up_counts_as_one_that_arrived_late() {
    let budget = Budget::alone(Rule { limit: 1, window_ms: 60_000 });
    let mut given_up = place(&budget).await.expect("a place");
    given_up.leaves();
    drop(given_up);
    let error = place(&budget).await.err().expect("the server may count it yet");
    assert!(error.context.retry_after_ms.is_some_and(|ms| (61_000..61_200).contains(&ms)));
}

/// What is not used comes back a moment later, not with the next visit.
async fn until_there_is_one(budget: &Budget) -> Place {
    let started = std::time::Instant::now();
    loop {
        // A budget of its own for each look: one that found the window full would not look again.
        let Budget::Shared(pool) = budget else { unreachable!("it is shared") };
        let fresh = Budget::shared(pool.rule(), pool.store());
        match fresh.place(&Deadline::after(Duration::from_millis(200))).await {
            Ok(place) => return place,
            Err(error) => assert!(started.elapsed() < Duration::from_secs(20), "{error}"),
        }
    }
}

#[tokio::test]
async fn one_visit_serves_all_who_wait_and_what_is_left_over_is_free_for_another_process() {
    let folder = TempDir::new().expect("a folder");
    let (one, two) = (shared(&folder, 3), shared(&folder, 3));
    let Budget::Shared(pool) = &one else { unreachable!("it is shared") };
    let others: Vec<_> = (0..2).map(|_| pool.stand_in_line()).collect();
    spend(place(&one).await.expect("a place"));
    assert!(place(&two).await.is_err(), "the other two are in hand for those who wait");
    drop(others);
    let _first = until_there_is_one(&two).await;
    let _second = until_there_is_one(&two).await;
}

#[tokio::test]
async fn a_window_that_cannot_be_believed_is_an_empty_one() {
    let folder = TempDir::new().expect("a folder");
    spend(place(&shared(&folder, 1)).await.expect("a place"));
    let file = std::fs::read_dir(folder.path().join("shared")).expect("a folder").flatten();
    let file = file.map(|entry| entry.path()).find(|path| path.extension().is_none()).expect("the window");
    std::fs::write(&file, "{").expect("it can be written");
    spend(place(&shared(&folder, 1)).await.expect("a place in an empty window"));
    assert!(place(&shared(&folder, 1)).await.is_err(), "the file is believed again");
}

#[tokio::test]
async fn a_lock_that_is_never_let_go_is_told_at_the_deadline() {
    let folder = TempDir::new().expect("a folder");
    let store = store(folder.path());
    store.prepare().expect("a new folder");
    let held = store.try_lock().expect("it can be locked").expect("nobody holds it");
    let error = shared(&folder, 1).place(&Deadline::after(Duration::from_millis(100))).await;
    assert_eq!(error.err().map(|error| error.kind), Some(Kind::Timeout));
    drop(held);
    spend(place(&shared(&folder, 1)).await.expect("a place"));
}

fn spoil(folder: &TempDir) {
    let shared = folder.path().join("shared");
    std::fs::remove_dir_all(&shared).expect("it can be removed");
    std::fs::write(&shared, "no folder").expect("it can be written");
}

#[tokio::test]
async fn where_the_files_cannot_be_used_a_process_goes_on_from_what_it_saw_and_says_so_once() {
    let folder = TempDir::new().expect("a folder");
    let (budget, other) = (shared(&folder, 4), shared(&folder, 4));
    spend(place(&other).await.expect("a place of another process"));
    let held = place(&budget).await.expect("a place");
    spoil(&folder);
    spend(held);
    for _ in 0..2 {
        spend(place(&budget).await.expect("a place that is left"));
    }
    assert!(place(&budget).await.is_err(), "what it and the other spent before is not spent again");
    assert!(budget.trouble().is_some_and(|trouble| trouble.contains("counts for itself alone")));
    assert_eq!(budget.trouble(), None);
}

#[tokio::test]
async fn a_folder_that_is_deleted_lets_nobody_spend_twice() {
    let folder = TempDir::new().expect("a folder");
    let (one, two) = (shared(&folder, 6), shared(&folder, 6));
    for budget in [&one, &two, &one, &two] {
        spend(place(budget).await.expect("a place"));
    }
    std::fs::remove_dir_all(folder.path().join("shared")).expect("it can be removed");
    for budget in [&one, &two] {
        spend(place(budget).await.expect("a place in a window that was begun anew"));
    }
    for budget in [&one, &two] {
        assert!(place(budget).await.is_err(), "each has added what it spent");
    }
}

#[tokio::test]
async fn a_folder_that_comes_back_holds_what_was_spent_without_it() {
    let folder = TempDir::new().expect("a folder");
    let budget = shared(&folder, 4);
    spend(place(&budget).await.expect("a place"));
    spoil(&folder);
    for _ in 0..2 {
        spend(place(&budget).await.expect("a place"));
    }
    std::fs::remove_file(folder.path().join("shared")).expect("it can be removed");
    spend(place(&budget).await.expect("the last place"));
    assert!(place(&shared(&folder, 4)).await.is_err(), "another process finds them all");
}
