//! What a test breaks at the sockets of one page, and at no other.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::io::ErrorKind;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use org::Org;
use org::guest::{Guest, Opened, conversation_of, end, is_disconnect, open};
use playwright_genesys::simulator::{Command, Reason, Refused};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

const PAGE: &str = "page-0001";
const OTHER: &str = "page-0002";

/// A frame that never comes fails the test.
async fn soon<F: Future>(work: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(10), work).await.expect("in time")
}

async fn two_pages(org: &Org) -> (Guest, Guest) {
    (Guest::tagged(org, PAGE).await, Guest::tagged(org, OTHER).await)
}

fn try_page(org: &Org, does: &str) -> Result<Value, Refused> {
    let command = json!({ "do": "guest", "witness": PAGE, "does": does });
    org.simulator.execute(serde_json::from_value::<Command>(command).unwrap())
}

fn page(org: &Org, does: &str) {
    try_page(org, does).unwrap();
}

async fn connect(org: &Org, tag: &str) -> Opened {
    open(org, &format!("{}&witness={tag}", org.simulator.connection().deployment_id)).await
}

async fn is_well(guest: &mut Guest) -> bool {
    guest.until_echo().await.is_empty()
}

fn say(org: &Org, id: &str, text: &str) {
    let says = json!({ "action": "say", "text": text });
    org.command(json!({ "do": "agent", "conversationId": id, "does": says }));
}

#[tokio::test]
async fn a_dropped_socket_is_reset_and_the_other_page_keeps_its_own() {
    let org = Org::start(json!({}));
    let (mut guest, mut other) = two_pages(&org).await;
    page(&org, "drop");
    let Some(Err(Error::Io(cause))) = soon(guest.socket.next()).await else { panic!("no reset") };
    assert_eq!(cause.kind(), ErrorKind::ConnectionReset);
    assert!(is_well(&mut other).await);
    let refused = try_page(&org, "drop").unwrap_err();
    assert_eq!(
        (refused.reason, refused.message.as_str()),
        (Reason::NoSocket, "The page has no open guest socket.")
    );
}

#[tokio::test]
async fn a_silent_socket_stays_open_and_goes_on_where_it_was() {
    let org = Org::start(json!({}));
    let (mut guest, mut other) = two_pages(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    page(&org, "silence");
    guest.send(json!({ "action": "echo", "message": { "type": "Text", "text": "ping" } })).await;
    say(&org, &id, "unheard");
    // Two rounds of somebody else's: time enough for an echo on the same thread.
    assert!(is_well(&mut other).await && is_well(&mut other).await);
    assert!(guest.socket.next().now_or_never().is_none(), "no echo, no close");
    assert_eq!(org.command(json!({ "do": "connections" })), json!(2));
    page(&org, "speak");
    let heard = [guest.next().await, guest.next().await];
    assert!(heard.iter().any(|frame| frame["body"]["text"] == "unheard"));
    assert!(heard.iter().any(|frame| frame["body"]["id"] == "echo_id"));
}

#[tokio::test]
async fn a_silent_socket_can_be_dropped_and_is_cleared_by_a_reset() {
    let org = Org::start(json!({}));
    for ends in ["drop", "reset"] {
        let mut guest = Guest::tagged(&org, PAGE).await;
        page(&org, "silence");
        if ends == "drop" {
            page(&org, "drop")
        } else {
            drop(org.command(json!({ "do": "reset" })))
        }
        assert!(soon(guest.socket.next()).await.is_none_or(|frame| frame.is_err()), "{ends}");
        assert!(is_well(&mut Guest::tagged(&org, PAGE).await).await, "the next one speaks");
    }
}

#[tokio::test]
async fn an_expired_session_is_over_in_the_records() {
    let org = Org::start(json!({}));
    let (mut guest, mut other) = two_pages(&org).await;
    page(&org, "expire");
    let told = guest.next().await;
    assert_eq!((&told["class"], &told["code"]), (&json!("SessionExpiredEvent"), &json!(200)));
    let refused = guest.write("hello").await;
    assert_eq!((&refused["code"], &refused["body"]), (&json!(4006), &json!("Session expired")));
    assert_eq!(guest.configure(json!({})).await["newSession"], true);
    assert_eq!(other.write("hello").await["body"]["direction"], "Inbound");
    page(&org, "drop");
    let _unconfigured = connect(&org, PAGE).await.unwrap();
    assert_eq!(try_page(&org, "expire").unwrap_err().message, "The page's guest socket has no session yet.");
}

#[tokio::test]
async fn a_displaced_socket_is_told_and_closed_as_by_a_fourth_one() {
    let org = Org::start(json!({}));
    let (mut guest, mut other) = two_pages(&org).await;
    page(&org, "displace");
    let told = guest.next().await;
    assert_eq!((&told["class"], &told["body"]), (&json!("ConnectionClosedEvent"), &json!({})));
    assert!(matches!(soon(guest.socket.next()).await, Some(Ok(Message::Close(None)))));
    assert!(is_well(&mut other).await);
}

#[tokio::test]
async fn connects_and_closing_frames_of_one_page_are_struck() {
    let org = Org::start(json!({}));
    let (mut guest, mut other) = two_pages(&org).await;
    let refuse = org.fault(
        json!({ "on": { "connect": true, "witness": PAGE, "times": 1 }, "respond": { "status": 503 } }),
    );
    assert!(connect(&org, OTHER).await.is_ok());
    assert!(matches!(connect(&org, PAGE).await, Err(Error::Http(answer)) if answer.status() == 503));
    assert!(connect(&org, PAGE).await.is_ok());
    let lose = org.fault(json!({ "on": { "frame": "closing", "witness": PAGE }, "frame": "lose" }));
    for guest in [&mut guest, &mut other] {
        let id = conversation_of(&org, &guest.write("hello").await);
        end(&org, &id);
    }
    assert!(is_well(&mut guest).await, "it was lost");
    assert!(other.until_echo().await.iter().any(is_disconnect));
    assert_eq!((org.hits(refuse), org.hits(lose)), (1, 1));
}

#[tokio::test]
async fn what_is_held_back_leaves_when_the_fault_is_undone() {
    let org = Org::start(json!({}));
    let mut guest = Guest::tagged(&org, PAGE).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let on = json!({ "frame": "closing", "witness": PAGE });
    let fault = org.fault(json!({ "on": on, "frame": "delay", "delayMs": 3_600_000 }));
    end(&org, &id);
    assert!(is_well(&mut guest).await);
    page(&org, "speak");
    assert!(is_disconnect(&guest.next().await));
    assert_eq!(org.hits(fault), 1);
}

#[test]
fn a_tag_that_is_none_is_refused() {
    for witness in ["short", "with_underscore", &"a".repeat(33)] {
        let command = json!({ "do": "guest", "witness": witness, "does": "drop" });
        assert!(serde_json::from_value::<Command>(command).is_err(), "{witness}");
    }
}
