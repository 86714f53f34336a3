//! Clients that share a folder: one login, one budget, as the server counts both.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use closing::{Bench, client, close_with, code_of, named};
use futures_util::future::join_all;
use playwright_genesys::error::{Error, Result};
use playwright_genesys::platform::{Call, Client, Trace, find_conversation};
use serde_json::{Value, json};
use tempfile::TempDir;

const LIMIT: usize = 20;
const WINDOW_MS: u32 = 600;

struct Org {
    bench: Bench,
    folder: TempDir,
    message: String,
}

impl Org {
    fn start(options: Value) -> Self {
        let bench = Bench::start(options, json!({}));
        let (_, message) = bench.open_with_message(json!({ "agent": "connected" }));
        Self { bench, folder: TempDir::new().unwrap(), message }
    }

    fn limited() -> Self {
        Self::start(json!({ "limits": { "requestsPerMinute": LIMIT, "windowMs": WINDOW_MS } }))
    }

    fn shared(&self) -> PathBuf {
        self.folder.path().join("shared")
    }

    /// As another process would be: nothing in common but the folder.
    fn process(&self, extra: Value) -> Client {
        let mut connection = json!({ "sharedState": self.shared(), "requestsPerMinute": LIMIT });
        for (name, value) in extra.as_object().unwrap() {
            connection[name] = value.clone();
        }
        client(&self.bench.simulator, connection)
    }

    async fn read(&self, client: &Client) -> Result<()> {
        self.read_within(client, Duration::from_secs(60)).await
    }

    async fn read_within(&self, client: &Client, time: Duration) -> Result<()> {
        let call = Call::new(client, Some(time), Trace::default());
        find_conversation(&call, &self.message.parse().unwrap()).await.map(|_| ())
    }

    fn entries(&self, path: &str) -> Vec<Value> {
        let all = self.bench.command(json!({ "do": "requests" }));
        let of = |entry: &&Value| entry["path"].as_str().unwrap().starts_with(path);
        all.as_array().unwrap().iter().filter(of).cloned().collect()
    }

    fn logins(&self) -> usize {
        self.entries("/oauth/token").len()
    }

    fn refused(&self) -> usize {
        self.entries("/api/").iter().filter(|entry| entry["status"] == 429).count()
    }

    /// The most requests that arrived within one window, wherever it begins.
    fn most_in_a_window(&self) -> usize {
        let times: Vec<f64> =
            self.entries("/api/").iter().map(|entry| entry["at"].as_f64().unwrap()).collect();
        let within = |from: &f64| {
            times.iter().filter(|at| (0.0..f64::from(WINDOW_MS)).contains(&(*at - from))).count()
        };
        times.iter().map(within).max().unwrap()
    }
}

fn no_failure(results: Vec<Result<()>>) {
    let failed: Vec<Error> = results.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_window_holds_more_than_the_budget_and_nobody_meets_a_429() {
    let org = Org::limited();
    let processes: Vec<Client> = (0..4).map(|_| org.process(json!({}))).collect();
    let reads = processes.iter().flat_map(|process| std::iter::repeat_n(process, LIMIT));
    no_failure(join_all(reads.map(|process| org.read(process))).await);
    assert_eq!(org.entries("/api/").len(), 4 * LIMIT, "each request left once");
    assert_eq!((org.refused(), org.logins()), (0, 1));
    assert!(org.most_in_a_window() <= LIMIT, "{}", org.most_in_a_window());
}

#[tokio::test]
async fn one_among_many_has_its_whole_time_from_its_first_place_on() {
    let org = Org::limited();
    let client = org.process(json!({}));
    for _ in 0..LIMIT {
        org.read(&client).await.unwrap();
    }
    let time = Duration::from_millis(u64::from(WINDOW_MS) / 3);
    assert_eq!(code_of(&org.read_within(&client, time).await.unwrap_err()), "RATE_LIMITED");
    let call = Call::in_first_slot(&client, Some(time), Trace::default()).await.unwrap();
    find_conversation(&call, &org.message.parse().unwrap()).await.unwrap();
}

#[tokio::test]
async fn without_a_shared_folder_the_same_meets_429s() {
    let org = Org::limited();
    let alone = |_| org.process(json!({ "sharedState": null }));
    let processes: Vec<Client> = (0..4).map(alone).collect();
    let reads = processes.iter().flat_map(|process| std::iter::repeat_n(process, LIMIT));
    join_all(reads.map(|process| org.read_within(process, Duration::from_secs(2)))).await;
    assert!(org.refused() > 0, "the simulator did not limit anything");
    assert_eq!(org.logins(), 4);
}

#[tokio::test]
async fn what_others_spend_is_believed_from_the_servers_headers() {
    let org = Org::start(json!({ "limits": { "requestsPerMinute": 4 } }));
    let (one, two) = (org.process(json!({})), org.process(json!({})));
    org.read(&one).await.unwrap();
    let stranger = org.process(json!({ "sharedState": null }));
    for _ in 0..2 {
        org.read(&stranger).await.unwrap();
    }
    org.read(&one).await.unwrap();
    assert_eq!(org.entries("/api/").len(), 4, "the server's budget is spent");
    for process in [&one, &two] {
        let error = org.read_within(process, Duration::from_secs(1)).await.unwrap_err();
        assert_eq!(code_of(&error), "RATE_LIMITED");
        assert!(error.context.retry_after_ms.is_some_and(|ms| ms <= 61_000));
    }
    assert_eq!(org.refused(), 0, "the server was not asked in vain");
}

#[tokio::test]
async fn a_client_alone_believes_the_headers_too() {
    let org = Org::start(json!({ "limits": { "requestsPerMinute": 3 } }));
    let generous = org.process(json!({ "sharedState": null, "requestsPerMinute": 300 }));
    for _ in 0..3 {
        org.read(&generous).await.unwrap();
    }
    let error = org.read_within(&generous, Duration::from_secs(1)).await.unwrap_err();
    assert_eq!((code_of(&error), org.refused()), ("RATE_LIMITED", 0));
}

#[tokio::test]
async fn a_token_that_ended_is_renewed_once_for_all() {
    let org = Org::start(json!({}));
    let processes: Vec<Client> = (0..5).map(|_| org.process(json!({}))).collect();
    no_failure(join_all(processes.iter().map(|process| org.read(process))).await);
    assert_eq!(org.logins(), 1);
    // By the server's clock the token has ended; by ours it has not.
    org.bench.command(json!({ "do": "advance", "ms": 86_400_001 }));
    no_failure(join_all(processes.iter().map(|process| org.read(process))).await);
    let unauthorized = org.entries("/api/").iter().filter(|entry| entry["status"] == 401).count();
    assert_eq!((org.logins(), unauthorized), (2, 5), "each met one 401, and one logged in");
    org.read(&org.process(json!({}))).await.unwrap();
    assert_eq!(org.logins(), 2, "who comes later finds the new one");
}

#[tokio::test]
async fn another_secret_finds_nothing() {
    let org = Org::start(json!({}));
    org.read(&org.process(json!({}))).await.unwrap();
    let error = org.read(&org.process(json!({ "clientSecret": "another" }))).await.unwrap_err();
    assert_eq!(code_of(&error), "CREDENTIALS_REJECTED");
    assert_eq!(org.logins(), 2);
}

#[tokio::test]
async fn a_given_token_is_never_written_and_its_budget_is_shared() {
    let org = Org::start(json!({ "limits": { "requestsPerMinute": 300 } }));
    let given = json!({ "clientId": null, "clientSecret": null, "accessToken": "a-given-token", "requestsPerMinute": 1 });
    let error = org.read(&org.process(given.clone())).await.unwrap_err();
    assert_eq!(code_of(&error), "UNAUTHORIZED");
    let second = org.read_within(&org.process(given), Duration::from_secs(1)).await.unwrap_err();
    assert_eq!(code_of(&second), "RATE_LIMITED");
    let names: Vec<_> =
        fs::read_dir(org.shared()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(names.iter().all(|name| name.to_string_lossy().starts_with("budget-")), "{names:?}");
}

#[tokio::test]
async fn damaged_files_are_replaced_without_a_word() {
    let org = Org::start(json!({}));
    org.read(&org.process(json!({}))).await.unwrap();
    for damage in [b"".as_slice(), b"playwright-genesys 1\n", b"\0\0\0\0", &[0xff; 4_096]] {
        for file in fs::read_dir(org.shared()).unwrap().flatten() {
            fs::write(file.path(), damage).unwrap();
        }
        let logins = org.logins();
        org.read(&org.process(json!({}))).await.unwrap();
        org.read(&org.process(json!({}))).await.unwrap();
        assert_eq!(org.logins(), logins + 1, "one login, and then it is shared again");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_open_to_others_is_refused_before_anything_is_sent() {
    use std::os::unix::fs::PermissionsExt;
    let org = Org::start(json!({}));
    fs::create_dir(org.shared()).unwrap();
    fs::set_permissions(org.shared(), fs::Permissions::from_mode(0o755)).unwrap();
    let error = org.read(&org.process(json!({}))).await.unwrap_err();
    assert_eq!(code_of(&error), "INVALID_INPUT");
    assert!(error.message.contains("sharedState"), "{}", error.message);
    assert_eq!((org.logins(), org.entries("/api/").len()), (0, 0));
}

#[tokio::test]
async fn a_missing_permission_says_that_the_token_came_from_the_shared_state() {
    let org = Org::start(json!({ "permissions": ["conversation:communication:view"] }));
    let id = org.bench.open(json!({ "agent": "connected" }));
    let hint = async |process: &Client| {
        let error = close_with(process, &id, named()).await.expect_err("it may not disconnect");
        assert_eq!(code_of(&error), "FORBIDDEN");
        error.context.hint.unwrap_or_default()
    };
    let first = hint(&org.process(json!({ "credentialSource": "option clientId" }))).await;
    assert!(first.contains("came from option clientId") && !first.contains("shared state"), "{first}");
    let second = hint(&org.process(json!({ "credentialSource": "option clientId" }))).await;
    let folder = org.shared().display().to_string();
    assert!(second.contains(&format!("the token from the shared state in '{folder}'")), "{second}");
}

#[tokio::test]
async fn a_close_goes_on_alone_where_the_folder_is_lost_and_says_so() {
    let org = Org::start(json!({}));
    let process = org.process(json!({}));
    org.read(&process).await.unwrap();
    fs::remove_dir_all(org.shared()).unwrap();
    fs::write(org.shared(), "no folder any more").unwrap();
    let id = org.bench.open(json!({ "agent": "connected" }));
    let report = close_with(&process, &id, named()).await.unwrap();
    let steps = serde_json::to_value(&report).unwrap()["steps"].clone();
    let said: Vec<_> =
        steps.as_array().unwrap().iter().filter(|step| step["name"] == "shared state").collect();
    assert_eq!(said.len(), 1, "{steps}");
}

#[tokio::test]
async fn a_login_that_hangs_elsewhere_holds_nobody_beyond_the_deadline() {
    let org = Org::start(json!({}));
    let fault = org.bench.fault(json!({ "on": { "path": "/oauth/token" }, "delayMs": 20_000 }));
    let (first, second) = (org.process(json!({})), org.process(json!({})));
    let started = Instant::now();
    let long = org.read_within(&first, Duration::from_millis(5_000));
    // Whoever logs in lets the next one try when it gives up, so the one that waits has to give up first.
    let short = async {
        while org.bench.hits(fault) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        org.read_within(&second, Duration::from_millis(500)).await
    };
    let ends = tokio::join!(long, short);
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!([ends.0, ends.1].map(|end| code_of(&end.unwrap_err())), ["TIMEOUT", "TIMEOUT"]);
    assert_eq!((org.bench.hits(fault), org.logins()), (1, 1), "one logs in, the other waits");
}
