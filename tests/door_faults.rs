//! What a test breaks in the door, as the page sees it.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod door_support;
mod org;

use std::time::{Duration, Instant};

use door_support::{Host, OTHER, PAGE, Way, breaks, until_open};
use futures_util::{FutureExt, SinkExt, StreamExt};
use org::Org;
use org::guest::{Guest, conversation_of, end, is_disconnect};
use playwright_genesys::door::LineFault;
use playwright_genesys::error::Kind;
use playwright_genesys::guest::event::Update;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

fn fault(value: Value) -> LineFault {
    serde_json::from_value(value).unwrap()
}

/// A frame that never comes fails the test.
async fn soon<F: Future>(work: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(10), work).await.expect("in time")
}

async fn set_up() -> (Org, Way, Guest, Guest) {
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let guests = (way.guest(&org, PAGE).await, way.guest(&org, OTHER).await);
    (org, way, guests.0, guests.1)
}

async fn is_well(guest: &mut Guest) -> bool {
    guest.until_echo().await.is_empty()
}

/// What of a page's events was put there by us: their kinds.
fn injected(way: &Way, tag: &str) -> Vec<&'static str> {
    let updates = way.page(tag).watched.take_updates();
    updates
        .iter()
        .filter(|Update { event, .. }| event.injected)
        .map(|update| update.event.kind.word())
        .collect()
}

#[tokio::test]
async fn a_dropped_socket_is_reset_and_gone_at_the_host_and_no_other_is() {
    let (org, way, mut guest, mut other) = set_up().await;
    let line = way.line(PAGE);
    line.drop_sockets().await.unwrap();
    assert!(matches!(soon(guest.socket.next()).await, Some(Err(_))), "no farewell");
    assert_eq!(
        way.phases(PAGE).pop().unwrap(),
        json!({ "phase": "closed", "code": 1006, "wasClean": false, "attempt": 1 })
    );
    assert!(is_well(&mut other).await);
    until_open(&org, 1).await;
    assert_eq!(line.drop_sockets().await.unwrap_err().kind, Kind::NotFound);
}

#[tokio::test]
async fn a_silent_socket_stays_open_and_goes_on_where_it_was() {
    let (org, way, mut guest, mut other) = set_up().await;
    let line = way.line(PAGE);
    let id = conversation_of(&org, &guest.write("hello").await);
    line.silence().unwrap();
    guest.send(json!({ "action": "echo", "message": { "type": "Text", "text": "ping" } })).await;
    let says = json!({ "action": "say", "text": "unheard" });
    org.command(json!({ "do": "agent", "conversationId": id, "does": says }));
    assert!(is_well(&mut other).await && is_well(&mut other).await, "two rounds of somebody else's");
    assert!(guest.socket.next().now_or_never().is_none(), "no echo, no close");
    line.undo();
    let heard = [guest.next().await, guest.next().await];
    assert!(heard.iter().any(|frame| frame["body"]["text"] == "unheard"));
    assert!(heard.iter().any(|frame| frame["body"]["id"] == "echo_id"));
    line.silence().unwrap();
    line.drop_sockets().await.unwrap();
    assert!(matches!(soon(guest.socket.next()).await, Some(Err(_))), "silence does not hold off a reset");
}

#[tokio::test]
async fn the_next_connects_are_refused_or_delayed() {
    let (org, way, _guest, _other) = set_up().await;
    let line = way.line(PAGE);
    let refuse = line.set(fault(json!({ "fault": "refuse", "times": 2 })));
    let delay = line.set(fault(json!({ "fault": "delay", "times": 1, "ms": 300 })));
    for _ in 0..2 {
        assert!(way.socket(&org, OTHER).await.is_ok());
        let Err(Error::Http(answer)) = way.socket(&org, PAGE).await else { panic!("not refused") };
        assert_eq!(answer.status(), 503);
    }
    let begun = Instant::now();
    assert!(way.socket(&org, PAGE).await.is_ok());
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!((line.hits(refuse), line.hits(delay)), (2, 1));
    let upgrades = json!({ "do": "requests", "filter": { "path": "/v1" } });
    assert_eq!(org.command(upgrades).as_array().unwrap().len(), 5, "refused ones never reach the host");
}

#[tokio::test]
async fn the_closing_frame_is_lost_doubled_held_or_overtaken() {
    for (how, delay, before, after) in [
        ("lose", Value::Null, 0, 0),
        ("duplicate", Value::Null, 2, 0),
        ("delay", json!(700), 0, 1),
        ("reorder", json!(5_000), 0, 1),
    ] {
        let (org, way, mut guest, mut other) = set_up().await;
        let line = way.line(PAGE);
        let rule = json!({ "fault": "closing", "times": 1, "how": how, "delayMs": delay });
        let rule = line.set(fault(rule));
        for guest in [&mut guest, &mut other] {
            let id = conversation_of(&org, &guest.write("hello").await);
            end(&org, &id);
        }
        assert!(other.until_echo().await.iter().any(is_disconnect), "{how}");
        let told = guest.until_echo().await;
        assert_eq!(told.iter().filter(|frame| is_disconnect(frame)).count(), before, "{how}");
        for _ in 0..after {
            assert!(is_disconnect(&guest.next().await), "{how}");
        }
        assert!(is_well(&mut guest).await, "{how}");
        assert_eq!(line.hits(rule), 1, "{how}");
    }
}

#[tokio::test]
async fn a_frame_that_is_held_leaves_when_the_fault_is_undone() {
    let (org, way, mut guest, _other) = set_up().await;
    let line = way.line(PAGE);
    let rule = json!({ "fault": "closing", "times": 1, "how": "delay", "delayMs": 3_600_000 });
    let rule = line.set(fault(rule));
    let id = conversation_of(&org, &guest.write("hello").await);
    end(&org, &id);
    assert!(is_well(&mut guest).await);
    line.undo();
    assert!(is_disconnect(&guest.next().await));
    assert_eq!(line.hits(rule), 1);
}

#[tokio::test]
async fn an_injected_expiry_is_known_again_and_answers_until_a_session_is_asked_for() {
    let (_org, way, mut guest, mut other) = set_up().await;
    let line = way.line(PAGE);
    line.expire_session().await.unwrap();
    let told = guest.next().await;
    assert_eq!((&told["class"], &told["type"]), (&json!("SessionExpiredEvent"), &json!("response")));
    assert_eq!((injected(&way, PAGE), injected(&way, OTHER)), (vec!["expired"], vec![]));
    guest.send(json!({ "action": "onMessage", "tracingId": "t", "message": { "text": "lost" } })).await;
    let refused = guest.next().await;
    assert_eq!((&refused["code"], &refused["tracingId"]), (&json!(4006), &json!("t")));
    assert_eq!(injected(&way, PAGE), ["expired"]);
    assert!(is_well(&mut other).await);
    assert_eq!(guest.configure(json!({})).await["newSession"], false, "the org's own session lives on");
    assert_eq!(guest.write("heard").await["body"]["text"], "heard");
    assert!(is_well(&mut guest).await && injected(&way, PAGE).is_empty(), "the host's own frames");
}

#[tokio::test]
async fn the_host_hears_nothing_of_a_silent_page_nor_of_what_an_expired_one_wants() {
    let (host, way) = Host::start().await;
    let line = way.line(PAGE);
    let (mut page, mut server) = host.connected(&way).await;
    let (mut other, mut other_server) = tokio::join!(
        async { way.ask("deploymentId=x&witness=page-0002", &[]).await.unwrap().0 },
        host.accept(),
    );
    line.silence().unwrap();
    page.send(Message::text("silent")).await.unwrap();
    for _ in 0..3 {
        other.send(Message::text("round")).await.unwrap();
        soon(other_server.next()).await.unwrap().unwrap();
    }
    assert!(server.next().now_or_never().is_none());
    line.undo();
    assert_eq!(soon(server.next()).await.unwrap().unwrap(), Message::text("silent"));
    line.expire_session().await.unwrap();
    page.send(Message::text(r#"{"action":"onMessage"}"#)).await.unwrap();
    for wanted in ["SessionExpiredEvent", "4006"] {
        assert!(soon(page.next()).await.unwrap().unwrap().to_text().unwrap().contains(wanted));
    }
    page.send(Message::text(r#"{"action":"echo"}"#)).await.unwrap();
    assert_eq!(soon(server.next()).await.unwrap().unwrap(), Message::text(r#"{"action":"echo"}"#));
}

#[tokio::test]
async fn an_injected_displacement_is_known_again_and_closes() {
    let (org, way, mut guest, mut other) = set_up().await;
    let line = way.line(PAGE);
    line.displace().await.unwrap();
    let told = guest.next().await;
    assert_eq!((&told["class"], &told["body"]), (&json!("ConnectionClosedEvent"), &json!({})));
    assert_eq!(injected(&way, PAGE), ["displaced"]);
    assert!(matches!(soon(guest.socket.next()).await, Some(Ok(Message::Close(None)))));
    assert!(soon(guest.socket.next()).await.is_none());
    assert!(is_well(&mut other).await);
    until_open(&org, 1).await;
}

#[tokio::test]
async fn nothing_can_be_done_to_a_page_without_a_socket() {
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let line = way.line(PAGE);
    line.undo();
    let errors = [
        line.drop_sockets().await.unwrap_err(),
        line.silence().unwrap_err(),
        line.expire_session().await.unwrap_err(),
        line.displace().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == Kind::NotFound));
}

fn begin(way: &Way, word: &str) {
    way.line(PAGE).begin(word.parse().unwrap());
}

fn say(org: &Org, id: &str, text: &str) {
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": text } }));
}

async fn texts(guest: &mut Guest, frames: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for _ in 0..frames {
        let frame = guest.next().await;
        let text = frame["body"]["text"].as_str().map(String::from);
        texts.push(text.unwrap_or_else(|| {
            if is_disconnect(&frame) { "closing".into() } else { frame["class"].to_string() }
        }));
    }
    texts
}

#[tokio::test]
async fn a_page_is_told_in_the_order_of_a_schedule_by_a_server_that_knows_of_none() {
    let (org, way, mut guest, mut other) = set_up().await;
    let id = conversation_of(&org, &guest.write("hello").await);
    begin(&way, "v1,text.1=late1,closing.1=twice");
    say(&org, &id, "a");
    say(&org, &id, "b");
    end(&org, &id);
    assert_eq!(texts(&mut guest, 4).await, ["b", "a", "closing", "closing"]);
    let course = way.line(PAGE).course().unwrap();
    assert_eq!(course.events, ["text.2", "text.1", "closing.1", "closing.1 again"]);
    assert!(course.unmet.is_empty() && course.told.len() == 2, "{course:?}");
    assert!(
        course.points.iter().all(|point| !point.choices.contains(&"after-end".into())),
        "that is the server's"
    );
    assert!(is_well(&mut other).await && way.line(OTHER).course().is_none());
}

#[tokio::test]
async fn a_frame_whose_socket_the_door_cuts_comes_by_the_next_one() {
    let (org, way, mut guest, _other) = set_up().await;
    let id = conversation_of(&org, &guest.write("hello").await);
    begin(&way, "v1,closing.1=after-reconnect,drop.after-closing.1");
    end(&org, &id);
    assert!(soon(breaks(&mut guest.socket)).await);
    let mut again = way.guest(&org, PAGE).await;
    assert_eq!(texts(&mut again, 1).await, ["closing"]);
    assert!(soon(breaks(&mut again.socket)).await, "and cut right after it");
    let course = way.line(PAGE).course().unwrap();
    assert_eq!(course.events, ["drop", "session.1", "closing.1", "drop"]);
    assert!(course.unmet.is_empty(), "{course:?}");
}

#[tokio::test]
async fn a_frame_that_the_door_holds_for_nothing_comes_by_itself_and_is_unmet() {
    let (org, way, mut guest, _other) = set_up().await;
    let id = conversation_of(&org, &guest.write("hello").await);
    begin(&way, "v1,closing.1=late1");
    end(&org, &id);
    assert_eq!(texts(&mut guest, 1).await, ["closing"]);
    assert_eq!(way.line(PAGE).course().unwrap().unmet, ["closing.1=late1"]);
}

#[tokio::test]
async fn what_the_door_holds_for_one_schedule_comes_when_another_begins() {
    let (org, way, mut guest, _other) = set_up().await;
    let id = conversation_of(&org, &guest.write("hello").await);
    begin(&way, "v1,text.1=late1");
    say(&org, &id, "a");
    soon(async {
        while way.line(PAGE).course().unwrap().points.is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    begin(&way, "v1");
    assert_eq!(texts(&mut guest, 1).await, ["a"]);
    assert!(way.line(PAGE).course().unwrap().events.is_empty(), "it is counted in neither");
}
