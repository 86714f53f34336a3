//! A guest of our own against a scripted server: what it sends, what it makes of the answers.

#![cfg(feature = "client")]

mod guest_support;

use std::time::{Duration, Instant};

use guest_support::*;
use playwright_genesys::error::Effect;
use playwright_genesys::guest::event::{EventKind, Way};
use playwright_genesys::net::Deadline;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn a_message_resolves_with_its_own_echo() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({ "attributes": { "run": "42" } })).await;
    let call = deadline();
    let (sent, request) = tokio::join!(guest.send("payload", None, &call), peer.echo("id-1"));
    let index = sent.expect("the echo came");
    assert_eq!(request["message"]["channel"]["metadata"]["customAttributes"], json!({ "run": "42" }));
    let event = &events(&guest)[index];
    assert_eq!((event.direction, event.kind, event.acknowledged), (Way::Sent, EventKind::Text, Some(true)));
    assert_eq!((event.text.as_deref(), event.message_id.as_deref()), (Some("payload"), Some("id-1")));
}

#[tokio::test]
async fn the_token_names_every_request_and_stands_in_no_event() {
    let server = Server::start().await;
    let connecting = connect(server.config(json!({ "guestToken": "canary-token", "startNew": true })));
    let serving = async {
        let mut peer = server.accept().await;
        let request = peer.configure(json!({ "newSession": true })).await;
        (peer, request)
    };
    let (guest, (mut peer, request)) = tokio::join!(connecting, serving);
    let guest = guest.expect("the guest connects");
    assert_eq!((&request["token"], &request["startNew"]), (&json!("canary-token"), &json!(true)));
    let call = deadline();
    let (sent, message) = tokio::join!(guest.send("hi", None, &call), peer.echo("id-1"));
    sent.expect("the echo came");
    assert_eq!(message["token"], "canary-token");
    let written = serde_json::to_string(&events(&guest)).expect("JSON");
    assert!(written.contains("configureSession") && !written.contains("canary"), "{written}");
}

#[tokio::test]
async fn a_text_that_is_too_long_is_not_sent() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    // 4096 bytes fit, 2048 two-byte characters and one more do not.
    let error = guest.send(&("é".repeat(2048) + "x"), None, &deadline()).await.expect_err("4097 bytes");
    assert_eq!(code(&error), "INVALID_INPUT");
    let (call, text) = (deadline(), "é".repeat(2048));
    let (sent, request) = tokio::join!(guest.send(&text, None, &call), peer.echo("id-1"));
    sent.expect("4096 bytes are taken");
    assert_eq!(request["message"]["text"], text);
}

#[tokio::test]
async fn a_refused_upgrade_is_final_and_says_what_to_look_at() {
    let server = Server::start().await;
    let config = server.config(json!({ "origin": "https://shop.example" }));
    let (guest, ()) = tokio::join!(connect(config), server.refuse(403));
    let error = guest.err().expect("a refused upgrade");
    assert_eq!((code(&error), error.context.status), ("SESSION_REFUSED", Some(403)));
    assert!(error.message.contains(DEPLOYMENT) && error.message.contains("https://shop.example"));
    assert!(error.context.hint.as_deref().is_some_and(|hint| hint.contains("allowed domains")));
}

#[tokio::test]
async fn a_refused_configuration_refuses_the_session() {
    let server = Server::start().await;
    let serving = async {
        let mut peer = server.accept().await;
        let request = peer.expect("configureSession").await;
        peer.refuse(&request, 403, "Turn on the Feature Toggle or fix the configuration.").await;
        peer
    };
    let (guest, _peer) = tokio::join!(connect(server.config(json!({}))), serving);
    assert_eq!(code(&guest.err().expect("refused")), "SESSION_REFUSED");
}

#[tokio::test]
async fn errors_of_the_service_have_kinds() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let refusals = [
        (429, "Too many requests", "RATE_LIMITED"),
        (4011, "Message length 5000 is larger than 4096", "REJECTED"),
        (500, "Request failed.", "UNAVAILABLE"),
    ];
    for (number, text, kind) in refusals {
        let serving = async {
            let request = peer.expect("onMessage").await;
            peer.refuse(&request, number, text).await;
        };
        let call = deadline();
        let (sent, ()) = tokio::join!(guest.send("x", None, &call), serving);
        let error = sent.expect_err("refused");
        assert_eq!(code(&error), kind);
        assert!(!error.message.contains(text), "the service's text is not repeated");
    }
    assert_eq!(state(&guest), "open");
    assert_eq!(end_of(&guest), None);
}

#[tokio::test]
async fn a_409_locks_and_start_new_begins_again_on_the_same_socket() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let serving = async {
        let request = peer.expect("onMessage").await;
        peer.refuse(&request, 409, "Session is read-only, no new messages allowed").await;
    };
    let call = deadline();
    let (sent, ()) = tokio::join!(guest.send("late", None, &call), serving);
    assert_eq!(code(&sent.expect_err("read-only")), "REJECTED");
    until_state(&guest, "read-only").await;
    assert_eq!(end_of(&guest), Some(("Locked".into(), "Refusal".into())));
    let local = guest.send("again", None, &deadline()).await.expect_err("refused here already");
    assert!(local.context.hint.as_deref().is_some_and(|hint| hint.contains("startNew")));

    let serving = async {
        let request = peer.expect("closeSession").await;
        assert_eq!(request["closeAllConnections"], true);
        peer.answer_session(&request, json!({ "connected": false, "readOnly": true })).await;
        let request = peer.expect("configureSession").await;
        assert_eq!(request["startNew"], true);
        peer.answer_session(&request, json!({ "newSession": true })).await;
    };
    let call = deadline();
    let (started, ()) = tokio::join!(guest.start_new(&call), serving);
    started.expect("a new conversation");
    assert_eq!((state(&guest), end_of(&guest)), ("open", None));
}

#[tokio::test]
async fn a_late_closing_frame_of_the_session_before_locks_nothing() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let mut late = closing_frame(true);
    late["body"]["channel"]["time"] = json!("2026-01-01T09:00:00.000Z");
    let serving = async {
        let request = peer.expect("onMessage").await;
        peer.refuse(&request, 409, "Session is read-only, no new messages allowed").await;
        let request = peer.expect("closeSession").await;
        peer.answer_session(&request, json!({ "connected": false, "readOnly": true })).await;
        let request = peer.expect("configureSession").await;
        peer.answer_session(&request, json!({ "newSession": true })).await;
        peer.say(&late).await;
        peer.echo("id-1").await;
        late["body"]["id"] = json!("f".repeat(32));
        peer.say(&late).await;
        peer.echo("id-2").await;
    };
    let call = deadline();
    let asking = async {
        guest.send("late", None, &call).await.expect_err("read-only");
        guest.start_new(&call).await.expect("a new conversation");
        guest.send("first", None, &call).await.expect("the frame before was of the old session");
        assert_eq!((state(&guest), end_of(&guest)), ("open", None));
        guest.send("second", None, &call).await.expect("and so was this one");
    };
    tokio::join!(asking, serving);
    assert_eq!((state(&guest), end_of(&guest)), ("open", None));
    let closed = events(&guest).iter().filter(|event| event.kind == EventKind::Closed).count();
    assert_eq!(closed, 3, "the refusal, and two frames that are shown without effect");
}

#[tokio::test]
async fn start_new_is_refused_while_the_conversation_lives() {
    let server = Server::start().await;
    let (guest, _peer) = server.guest(json!({})).await;
    assert_eq!(code(&guest.start_new(&deadline()).await.expect_err("it is open")), "INVALID_INPUT");
}

#[tokio::test]
async fn a_lost_connection_is_made_again_with_the_same_token() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({ "guestToken": "one-token" })).await;
    let cut = async {
        peer.expect("onMessage").await;
        drop(peer);
    };
    let call = deadline();
    let (sent, ()) = tokio::join!(guest.send("lost?", None, &call), cut);
    let error = sent.expect_err("the connection went away");
    assert_eq!((code(&error), error.context.effect), ("TRANSPORT", Effect::Unknown));

    let mut peer = server.accept().await;
    let request = peer.configure(json!({ "readOnly": true })).await;
    assert_eq!((&request["token"], &request["startNew"]), (&json!("one-token"), &json!(false)));
    until_state(&guest, "read-only").await;
    assert_eq!(end_of(&guest), Some(("Locked".into(), "Session".into())));
}

#[tokio::test]
async fn a_message_waits_for_the_socket_to_be_up_again() {
    let server = Server::start().await;
    let (guest, peer) = server.guest(json!({})).await;
    drop(peer);
    until_state(&guest, "reconnecting").await;
    let serving = async {
        server.refuse(503).await;
        let mut peer = server.connected(json!({})).await;
        // The history of a session that is taken up is asked for first.
        let jwt = peer.expect("getJwt").await;
        peer.refuse(&jwt, 403, "no").await;
        peer.echo("id-2").await;
        peer
    };
    let call = deadline();
    let (sent, _peer) = tokio::join!(guest.send("patience", None, &call), serving);
    sent.expect("sent after the reconnect");
    assert_eq!(state(&guest), "open");
}

#[tokio::test]
async fn a_refused_reconnect_is_not_tried_again() {
    let server = Server::start().await;
    let (guest, peer) = server.guest(json!({})).await;
    drop(peer);
    server.refuse(403).await;
    until_state(&guest, "disposed").await;
    assert_eq!(end_of(&guest).map(|(kind, _)| kind).as_deref(), Some("Refused"));
}

#[tokio::test]
async fn without_reconnecting_a_lost_connection_stays_lost() {
    let server = Server::start().await;
    let (guest, peer) = server.guest(json!({ "reconnect": false })).await;
    drop(peer);
    until_state(&guest, "disposed").await;
    let error = guest.send("x", None, &deadline()).await.expect_err("it is gone");
    assert_eq!(code(&error), "SESSION_CLOSED");
    assert_eq!(end_of(&guest), None, "a closed socket is no closure");
}

#[tokio::test]
async fn a_clean_close_is_final_except_where_it_says_to_come_again() {
    let server = Server::start().await;
    let (guest, peer) = server.guest(json!({})).await;
    peer.close(1000).await;
    until_state(&guest, "disposed").await;

    let (guest, peer) = server.guest(json!({})).await;
    peer.close(1001).await;
    let _peer = server.connected(json!({})).await;
    until_state(&guest, "open").await;
    assert_eq!(end_of(&guest), None);
}

#[tokio::test]
async fn a_displaced_connection_stays_away() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    peer.event("ConnectionClosedEvent").await;
    assert!(peer.gone().await, "the guest closes in good order");
    until_state(&guest, "displaced").await;
    assert_eq!(end_of(&guest).map(|(kind, _)| kind).as_deref(), Some("Displaced"));
}

#[tokio::test]
async fn an_expired_session_starts_anew_with_a_connection_of_its_own() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    peer.event("SessionExpiredEvent").await;
    peer.gone().await;
    until_state(&guest, "expired").await;
    let error = guest.send("x", None, &deadline()).await.expect_err("expired");
    assert_eq!(code(&error), "SESSION_EXPIRED");

    let serving = async {
        let mut peer = server.accept().await;
        let request = peer.configure(json!({ "newSession": true })).await;
        assert_eq!(request["startNew"], true);
        peer
    };
    let call = deadline();
    let (started, _peer) = tokio::join!(guest.start_new(&call), serving);
    started.expect("a new session");
    assert_eq!((state(&guest), end_of(&guest)), ("open", None));
}

#[tokio::test]
async fn a_clear_ends_the_session_as_cleared() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let serving = async {
        let request = peer.expect("onMessage").await;
        assert_eq!(request["message"]["events"][0]["presence"]["type"], "Clear");
        peer.event("SessionClearedEvent").await;
        peer.event("ConnectionClosedEvent").await;
        peer.gone().await;
    };
    let call = deadline();
    let (cleared, ()) = tokio::join!(guest.clear(&call), serving);
    cleared.expect("cleared");
    assert_eq!(end_of(&guest).map(|(kind, _)| kind).as_deref(), Some("Cleared"));
    assert!(!events(&guest).iter().any(|event| event.kind == EventKind::Displaced));
}

#[tokio::test]
async fn hostile_frames_end_nothing_and_close_nothing() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let closing = closing_frame(true).to_string();
    let mut hostile: Vec<String> = vec![
        "".into(),
        "null".into(),
        "[]".into(),
        "\u{0}".into(),
        r#"{"type":7,"class":[],"code":"200","body":null}"#.into(),
    ];
    hostile.push("[".repeat(100_000));
    hostile.push(closing[..closing.len() / 2].into());
    hostile.push(closing.replace("\"Outbound\"", "\"Inbound\""));
    hostile.push(format!(
        "{{\"pad\":\"{}\",{}",
        "x".repeat((1 << 20) - 4096),
        &closing[1..].replace("200", "500")
    ));
    for text in &hostile {
        peer.say_text(text.clone()).await;
    }
    peer.say_bytes(closing.into_bytes()).await;
    let call = deadline();
    let (sent, _) = tokio::join!(guest.send("still here", None, &call), peer.echo("id-1"));
    sent.expect("the session lives");
    assert_eq!((state(&guest), end_of(&guest)), ("open", None));
    assert!(
        events(&guest).iter().filter(|event| event.kind == EventKind::Other).count() >= hostile.len() - 2
    );
}

#[tokio::test]
async fn a_frame_over_one_mebibyte_costs_the_connection_and_nothing_else() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    peer.say_text(format!("{{\"pad\":\"{}\"}}", "x".repeat(1 << 20))).await;
    let _peer = server.connected(json!({})).await;
    until_state(&guest, "open").await;
    assert_eq!(end_of(&guest), None);
}

#[tokio::test]
async fn too_many_messages_wait_or_say_so() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    for number in 0..5 {
        let (call, id) = (deadline(), format!("id-{number}"));
        let (sent, _) = tokio::join!(guest.send("x", None, &call), peer.echo(&id));
        sent.expect("within the limit");
    }
    let error = guest.send("x", None, &Deadline::after(Duration::from_millis(1))).await;
    let error = error.expect_err("the sixth in a second");
    assert_eq!(code(&error), "RATE_LIMITED");
    assert!(error.context.retry_after_ms.is_some_and(|wait| wait <= 1_000));
    let call = deadline();
    let (sent, _) = tokio::join!(guest.send("x", None, &call), peer.echo("id-6"));
    sent.expect("with time to wait");
}

#[tokio::test]
async fn a_peer_that_answers_no_ping_is_taken_for_lost() {
    let server = Server::start().await;
    let timing = json!({ "timing": { "pingEveryMs": 20, "reconnectEveryMs": 5 } });
    let (guest, silent) = server.guest(timing).await;
    // Not read any more, so that nothing answers; a new connection is the proof.
    let peer = server.connected(json!({})).await;
    until_state(&guest, "open").await;
    drop((silent, peer));
}

#[tokio::test]
async fn a_cut_is_no_farewell_and_dropping_the_session_closes_the_socket() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    guest.drop_socket().await.expect("cut");
    assert!(!peer.gone().await, "a cut says no farewell");
    let mut peer = server.connected(json!({})).await;
    drop(guest);
    assert!(!peer.gone().await);
}

#[tokio::test]
async fn disposing_says_farewell_and_can_be_done_twice() {
    let server = Server::start().await;
    let (guest, mut peer) = server.guest(json!({})).await;
    let (gone, ()) = tokio::join!(peer.gone(), guest.dispose());
    assert!(gone, "the socket is closed in good order");
    guest.dispose().await;
    assert_eq!(code(&guest.send("x", None, &deadline()).await.expect_err("disposed")), "INVALID_INPUT");
}

/// Less than a session's own patience with what it has on its way.
const AT_ONCE: Duration = Duration::from_secs(5);

async fn is_let_go(mut stream: TcpStream) -> bool {
    let mut byte = [0];
    matches!(timeout(AT_ONCE, stream.read(&mut byte)).await, Ok(Ok(0) | Err(_)))
}

#[tokio::test]
async fn disposing_lets_go_of_a_connection_on_its_way() {
    let server = Server::start().await;
    let (guest, peer) = server.guest(json!({})).await;
    drop(peer);
    let on_its_way = server.take().await;
    guest.dispose().await;
    assert!(is_let_go(on_its_way).await);
}

#[tokio::test]
async fn disposing_lets_go_of_a_history_on_its_way() {
    let (server, api) = (Server::start().await, Server::start().await);
    let config = json!({ "apiUrl": format!("http://127.0.0.1:{}", api.port) });
    let connecting = connect(server.config(config));
    let (guest, mut peer) = tokio::join!(connecting, server.connected(json!({ "newSession": false })));
    let guest = guest.expect("the guest connects");
    let request = peer.expect("getJwt").await;
    let token = json!({ "type": "response", "class": "JwtResponse", "code": 200, "tracingId": request["tracingId"],
        "body": { "jwt": "a.b.c", "exp": 4_102_444_800_u64 } });
    peer.say(&token).await;
    let on_its_way = api.take().await;
    guest.dispose().await;
    assert!(is_let_go(on_its_way).await);
}

#[tokio::test]
async fn a_socket_that_falls_as_soon_as_it_stands_is_made_again_at_a_pace() {
    let pause = Duration::from_millis(1_000);
    let server = Server::start().await;
    let (_guest, peer) = server.guest(json!({ "timing": { "reconnectEveryMs": pause.as_millis() } })).await;
    drop(peer);
    drop(server.connected(json!({})).await);
    for _ in 0..2 {
        let fallen = Instant::now();
        drop(server.connected(json!({})).await);
        assert!(fallen.elapsed() > pause / 2, "not at once: {:?}", fallen.elapsed());
    }
}
