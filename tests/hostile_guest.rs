//! What comes in on a guest's side is bounded too: frames, upgrades, history, configuration.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod guest_support;
mod hostile;

use std::time::{Duration, Instant};

use guest_support::{Peer, Server, code, deadline, end_of, soon, state, until_state};
use hostile::{Act, Hostile, answer, deep, deep_object, head, json_answer};
use playwright_genesys::error::Result;
use playwright_genesys::guest::Session;
use playwright_genesys::guest::event::GuestEvent;
use playwright_genesys::net::Deadline;
use serde_json::{Value, json};

type Acts = fn() -> Vec<Act>;

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn a_frame_beyond_the_limit_ends_the_connection_and_not_the_session() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let size = (1 << 20) + 1;
    peer.say_text(" ".repeat(size)).await;
    soon(peer.gone()).await;
    let again = server.connected(json!({ "newSession": false })).await;
    until_state(&guest, "open").await;
    assert_eq!(end_of(&guest), None);
    drop(again);
}

#[tokio::test]
async fn a_frame_of_any_depth_is_noise() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    for depth in [deep(), deep_object()] {
        peer.say_text(depth.clone()).await;
        peer.say_bytes(depth.into_bytes()).await;
    }
    // A frame that is understood says that the others were read.
    let call = deadline();
    let (sent, _) = tokio::join!(guest.send("still here", None, &call), peer.echo("id-1"));
    sent.expect("the session stands");
    assert_eq!(state(&guest), "open");
}

#[tokio::test]
async fn an_upgrade_without_end_is_given_up() {
    let flood = || {
        vec![
            Act::Say(b"HTTP/1.1 101 Switching Protocols\r\n".to_vec()),
            Act::Flood(b"X-More: and more\r\n".to_vec()),
        ]
    };
    let drip = || vec![Act::Drip(b"HTTP/1.1 101 Switching Protocols\r\n".to_vec(), Duration::from_secs(1))];
    let silence = || vec![Act::Silence];
    let cases: [(Acts, &str); 3] = [(flood, "TRANSPORT"), (drip, "TIMEOUT"), (silence, "TIMEOUT")];
    for (acts, expected) in cases {
        let server = Hostile::start(move |_, _| acts()).await;
        let config = json!({ "guestUrl": format!("ws://{}", server.address), "deploymentId": guest_support::DEPLOYMENT, "reconnect": false });
        let config = serde_json::from_value(config).unwrap();
        let started = Instant::now();
        let limit = if expected == "TIMEOUT" { Duration::from_millis(400) } else { Duration::from_secs(20) };
        let connecting = Session::connect(config, Box::new(|_| {}), &Deadline::after(limit)).await;
        let Err(error) = connecting else { panic!("it connected") };
        assert_eq!(code(&error), expected, "{error}");
        assert!(started.elapsed() < limit + Duration::from_secs(5));
        assert!(server.said() < 64 << 20, "{} bytes were taken", server.said());
    }
}

/// A guest whose history is asked of `host`.
async fn history(host: &Hostile) -> Result<Vec<GuestEvent>> {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({ "apiUrl": host.url() })).await;
    let call = deadline();
    let (events, ()) = tokio::join!(guest.history(&call), give_token(&mut peer));
    events
}

async fn give_token(peer: &mut Peer) {
    let request = peer.expect("getJwt").await;
    let body = json!({ "jwt": "canary", "exp": 4_000_000_000_u64 });
    peer.say(&json!({ "type": "response", "class": "JwtResponse", "code": 200, "body": body, "tracingId": request["tracingId"] })).await;
}

#[tokio::test]
async fn a_history_is_held_to_a_size() {
    let gzip = answer(200, &[JSON, ("Content-Encoding", "gzip")], [0x1f, 0x8b]);
    let bodies: [(&str, Hostile); 4] = [
        (
            "longer than 4 MiB",
            Hostile::start(|_, _| vec![Act::Say(head(200, &[JSON], None)), Act::Flood(vec![b' '; 1 << 16])])
                .await,
        ),
        ("compressed", Hostile::saying(gzip).await),
        ("not as expected", Hostile::saying(answer(200, &[JSON], deep())).await),
        ("not as expected", Hostile::saying(answer(200, &[JSON], deep_object())).await),
    ];
    for (why, host) in bodies {
        let error = history(&host).await.expect_err("no history");
        assert_eq!(code(&error), "DECODE");
        assert!(error.message.contains(why), "{error}");
        assert!(!format!("{error:?}").contains("canary"));
        assert!(host.said() < 64 << 20);
    }
}

#[tokio::test]
async fn a_history_without_end_is_ten_pages_and_no_address_of_an_answer_is_asked() {
    let elsewhere = Hostile::saying("").await;
    let next = elsewhere.url();
    let page = move || -> Value {
        json!({ "entities": [], "pageCount": u64::MAX, "total": u64::MAX, "nextUri": next, "nextPage": next })
    };
    let host = Hostile::start(move |_, _| vec![Act::Say(json_answer(200, &page()))]).await;
    history(&host).await.expect("so much of it");
    assert_eq!(host.lines().len(), 10);
    assert!(elsewhere.lines().is_empty());
}

#[tokio::test]
async fn a_history_is_not_asked_of_another_host() {
    let elsewhere = Hostile::saying(json_answer(200, &json!({ "entities": [] }))).await;
    let to = format!("{}/canary", elsewhere.url());
    let host = Hostile::saying(answer(307, &[("Location", &to)], "")).await;
    let error = history(&host).await.expect_err("redirected");
    assert_eq!(code(&error), "REJECTED");
    assert!(error.message.contains("a redirect, which was not followed"), "{error}");
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_configuration_of_any_kind_is_no_reason_to_fail() {
    for body in [deep(), deep_object(), "[]".into(), "<html>".into(), " ".repeat(5 << 20)] {
        let host = Hostile::saying(answer(200, &[JSON], body)).await;
        let server = Server::start().await;
        let (guest, _peer) = server.guest(json!({ "configUrl": host.url() })).await;
        assert_eq!(state(&guest), "open");
    }
}
