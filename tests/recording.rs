//! What crosses client, guest and door, as a recording tells it: whole, in order, and without any data of the org.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;
mod door_support;
mod guest_support;
mod org;

use std::fs;
use std::path::PathBuf;

use closing::Bench;
use door_support::{Host, PAGE, Way};
use futures_util::{SinkExt, StreamExt};
use guest_support::Server;
use org::Org;
use playwright_genesys::guest::{GuestConfig, Session};
use playwright_genesys::net::Deadline;
use playwright_genesys::recording::{Merged, Run, Texts, begin, end, merge};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};
use tokio_tungstenite::tungstenite::Message;

/// A process has one recording: these tests take turns.
static TURN: Mutex<()> = Mutex::const_new(());

const DEADLINE: std::time::Duration = std::time::Duration::from_secs(20);

struct Recorded {
    folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Recorded {
    async fn begin(texts: Texts) -> Self {
        let turn = TURN.lock().await;
        let folder = TempDir::new().unwrap();
        Run::begin(folder.path(), texts).unwrap();
        assert!(begin(folder.path()).unwrap(), "it is new");
        Self { folder, _turn: turn }
    }

    fn end(&self) -> (Merged, Vec<Value>) {
        end();
        self.merged()
    }

    fn merged(&self) -> (Merged, Vec<Value>) {
        let output = self.folder.path().join("run.jsonl");
        let merged = merge(self.folder.path(), &output).unwrap();
        let text = fs::read_to_string(output).unwrap();
        (merged, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    fn parts(&self) -> Vec<PathBuf> {
        let all = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("part-")).collect()
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        end();
    }
}

/// `PATCH /path`, `202`, `opens`, `sent onMessage` and their like.
fn words(lines: &[Value]) -> Vec<String> {
    let word = |line: &Value| {
        let by = line["by"].as_str().unwrap_or_default();
        if let Some(method) = line["method"].as_str() {
            return format!("{by} {method} {}", line["path"].as_str().unwrap());
        }
        for what in ["opens", "opened", "refused", "sent", "received", "closed"] {
            if let Some(told) = line.get(what) {
                let more = told["action"].as_str().or(told["class"].as_str()).or(told["by"].as_str());
                return format!("{by} {what} {}", more.unwrap_or_default()).trim_end().to_string();
            }
        }
        format!("{by} {} {}", line["status"], line["failed"].as_str().unwrap_or_default())
            .trim_end()
            .to_string()
    };
    lines[1..].iter().map(word).collect()
}

async fn guest_of(bench: &Bench, more: Value) -> Session {
    let mut config = serde_json::to_value(bench.simulator.connection()).unwrap();
    for (name, value) in more.as_object().unwrap() {
        config[name] = value.clone();
    }
    let config: GuestConfig = serde_json::from_value(config).unwrap();
    Session::connect(config, Box::new(|_| {}), &Deadline::after(DEADLINE)).await.unwrap()
}

const CANARY: &str = "canary-7f3a9c";

#[tokio::test(flavor = "multi_thread")]
async fn a_close_and_its_guest_are_told_whole_and_in_order_without_any_data() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let bench = Bench::start(
        json!({ "wrapUp": { "codes": [format!("{CANARY}-code")] }, "queues": [format!("{CANARY}-queue")] }),
        json!({}),
    );
    let guest =
        guest_of(&bench, json!({ "attributes": { format!("{CANARY}-key"): format!("{CANARY}-value") } }))
            .await;
    guest.send(&format!("{CANARY}-text"), None, &Deadline::after(DEADLINE)).await.unwrap();
    let id = bench.open(json!({}));
    bench.close(&id, json!({ "wrapUp": { "name": format!("{CANARY}-code") } })).await.unwrap();
    guest.dispose().await;
    let (merged, lines) = recorded.end();
    assert_eq!((&merged.by[..], merged.mode, merged.ended), (&["client", "guest"][..], "simulator", None));
    assert_eq!(
        lines[0],
        json!({ "recording": 1, "by": ["client", "guest"], "product": env!("CARGO_PKG_VERSION"), "mode": "simulator", "misses": [], "texts": false })
    );
    let text = lines.iter().map(Value::to_string).collect::<String>();
    let connection = serde_json::to_value(bench.simulator.connection()).unwrap();
    let values = connection.as_object().unwrap().values().filter_map(Value::as_str);
    for hidden in values.chain([CANARY, id.as_str(), "127.0.0.1"]).filter(|hidden| hidden.len() > 3) {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    let words = words(&lines);
    assert!(words.contains(&"client POST /oauth/token".to_string()), "{words:?}");
    let wrote = words
        .iter()
        .position(|word| word.starts_with("client PATCH /api/v2/conversations/messages/<id "))
        .unwrap();
    assert_eq!(words[wrote + 1], "client 202");
    let of_guest: Vec<_> =
        words.iter().filter(|word| word.starts_with("guest ") && !word.contains("GET")).collect();
    assert_eq!(
        of_guest.iter().map(|word| word.as_str()).filter(|word| *word != "guest 200").collect::<Vec<_>>(),
        [
            "guest opens",
            "guest opened",
            "guest sent configureSession",
            "guest received SessionResponse",
            "guest sent onMessage",
            "guest received StructuredMessage",
            "guest closed guest"
        ]
    );
    assert!(lines[1..].is_sorted_by_key(|line| line["at"].as_u64().unwrap()));
    let asked: Vec<_> = lines.iter().filter_map(|line| line["request"].as_u64()).collect();
    let mut answered: Vec<_> = lines.iter().filter_map(|line| line["answer"].as_u64()).collect();
    answered.sort_unstable();
    assert_eq!((asked.first(), &asked), (Some(&1), &answered));
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_values_are_equal_whoever_saw_them_and_texts_are_shown_where_that_was_asked_for() {
    let recorded = Recorded::begin(Texts::Shown).await;
    let bench = Bench::usual();
    let guest = guest_of(&bench, json!({ "attributes": { "key": "a value" } })).await;
    guest.send("Hello", None, &Deadline::after(DEADLINE)).await.unwrap();
    let message = guest.book().open().inbox.message_ids().next().unwrap().parse().unwrap();
    let call = playwright_genesys::platform::Call::new(&bench.client, Some(DEADLINE), Default::default());
    playwright_genesys::platform::find_conversation(&call, &message).await.unwrap();
    let (_, lines) = recorded.end();
    let echo = lines.iter().find(|line| line["received"]["class"] == "StructuredMessage").unwrap();
    let details = lines.iter().find(|line| line["body"].get("normalizedMessage").is_some()).unwrap();
    assert_eq!(echo["received"]["body"]["id"], details["body"]["id"]);
    assert_eq!(details["body"]["normalizedMessage"]["text"], "=Hello");
    assert!(!lines.iter().any(|line| line.to_string().contains("a value")));
    assert_eq!(lines[0]["texts"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_told_as_its_distance_from_the_one_before() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let bench = Bench::start(json!({ "resource": "messaging" }), json!({ "resource": "messaging" }));
    let id = bench.open(json!({}));
    bench.close(&id, closing::named()).await.unwrap();
    let (_, lines) = recorded.end();
    let versions: Vec<_> = lines.iter().filter_map(|line| line["body"]["version"].as_str()).collect();
    assert_eq!(versions.first(), Some(&"<version>"), "{versions:?}");
    assert!(
        versions.len() > 2 && versions[1..].iter().all(|version| version.starts_with("<version +")),
        "{versions:?}"
    );
    assert!(
        versions.iter().any(|version| *version != "<version>" && *version != "<version +0>"),
        "{versions:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_s_frames_are_told_as_the_guest_host_sent_them() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let guest = way.guest(&org, PAGE).await;
    drop(guest);
    way.until_phases(PAGE, 2).await;
    let (merged, lines) = recorded.end();
    assert_eq!(merged.by, ["door"]);
    assert_eq!(lines[0]["misses"], json!(["requests of the app to api. and login.: tunnelled unread"]));
    let words = words(&lines);
    assert_eq!(
        words[..4],
        ["door opens", "door opened", "door sent configureSession", "door received SessionResponse"]
    );
    assert_eq!(words.last().unwrap(), "door closed guest");
    assert!(!lines.iter().any(|line| line.to_string().contains("witness")), "what finds a page is ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn close_codes_are_told_and_who_closed() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let (host, way) = Host::start().await;
    let (mut page, mut server) = host.connected(&way).await;
    server.send(Message::text("no JSON")).await.unwrap();
    assert!(page.next().await.unwrap().unwrap().is_text());
    let frame =
        tokio_tungstenite::tungstenite::protocol::CloseFrame { code: 4001.into(), reason: CANARY.into() };
    server.close(Some(frame)).await.unwrap();
    while page.next().await.is_some_and(|message| message.is_ok()) {}
    way.until_phases(PAGE, 2).await;
    let (_, lines) = recorded.end();
    assert_eq!(lines[lines.len() - 2]["received"], "<not json>");
    assert_eq!(lines.last().unwrap()["closed"], json!({ "code": 4001, "by": "server" }));
    assert!(!lines.iter().any(|line| line.to_string().contains(CANARY)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_answered_says_why() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let silent = Server::start().await;
    let free = Server::start().await.port;
    let guest = |port: u16| async move {
        let url = format!("http://127.0.0.1:{port}");
        let config = json!({ "guestUrl": format!("ws://127.0.0.1:{port}"), "configUrl": url, "deploymentId": guest_support::DEPLOYMENT });
        let config: GuestConfig = serde_json::from_value(config).unwrap();
        Session::connect(config, Box::new(|_| {}), &Deadline::after(std::time::Duration::from_millis(50)))
            .await
    };
    assert!(guest(silent.port).await.is_err());
    assert!(guest(free).await.is_err());
    let (_, lines) = recorded.end();
    let failed: Vec<_> = lines.iter().filter_map(|line| line["failed"].as_str()).collect();
    assert!(failed.contains(&"connect"), "{lines:?}");
    assert!(lines.iter().any(|line| line.get("refused").is_some_and(Value::is_null)), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_processes_become_one_and_a_killed_one_is_told() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    end();
    let bench = Bench::usual();
    for _ in 0..2 {
        assert!(begin(recorded.folder.path()).unwrap());
        assert!(!begin(recorded.folder.path()).unwrap(), "it is recorded already");
        let id = bench.open(json!({}));
        bench.close(&id, closing::named()).await.unwrap();
        end();
    }
    let (merged, lines) = recorded.merged();
    assert_eq!((recorded.parts().len(), merged.ended), (3, None));
    let asked: Vec<_> = lines.iter().filter_map(|line| line["request"].as_u64()).collect();
    assert_eq!(asked, (1..=asked.len() as u64).collect::<Vec<_>>(), "each has a number of its own");
    assert!(lines[1..].is_sorted_by_key(|line| line["at"].as_u64().unwrap()));
    // Killed while it wrote a line.
    let longest = recorded.parts().into_iter().max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap();
    let text = fs::read(&longest).unwrap();
    fs::write(&longest, &text[..text.len() / 2]).unwrap();
    let (merged, lines) = recorded.merged();
    assert_eq!(merged.ended.as_deref(), Some("a process was gone before its part was whole"));
    assert_eq!(lines.last().unwrap()["ended"], json!(merged.ended));
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_hold_no_data_either() {
    let recorded = Recorded::begin(Texts::Hidden).await;
    let bench = Bench::usual();
    let id = bench.open(json!({ "attributes": { CANARY: CANARY } }));
    bench.close(&id, closing::named()).await.unwrap();
    end();
    let [part] = &recorded.parts()[..] else { panic!("one part") };
    let text = fs::read_to_string(part).unwrap();
    assert!(text.contains("<id:") && !text.contains(&id) && !text.contains(CANARY), "{text}");
}
