//! What comes in over REST is bounded, whoever sends it: bodies, heads, time, depth, pages, ids.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;
mod hostile;

use std::time::{Duration, Instant};

use closing::{close_with, code_of};
use hostile::{Act, Hostile, TOKEN, answer, deep, deep_object, head, json_answer};
use playwright_genesys::close::find;
use playwright_genesys::error::{Error, Result};
use playwright_genesys::platform::endpoints::routing::list_wrapup_codes;
use playwright_genesys::platform::{Call, Client, Trace, conversation_disconnect, find_conversation};
use serde_json::{Value, json};

const ID: &str = "11111111-1111-4111-8111-111111111111";
const AGENT: &str = "22222222-2222-4222-8222-222222222222";
const GUEST: &str = "5e0c2b1a-7c55-4c0e-9b5f-2d8f6c1f7a10";
const JSON: (&str, &str) = ("Content-Type", "application/json");
/// What a loaded machine may add.
const MARGIN: Duration = Duration::from_secs(5);

fn client(server: &Hostile, more: Value) -> Client {
    Client::new(serde_json::from_value(server.connection(more)).unwrap())
}

fn call(server: &Hostile, more: Value, timeout: Duration) -> Call {
    Call::new(&client(server, more), Some(timeout), Trace::default())
}

async fn read(server: &Hostile) -> Result<()> {
    find(&call(server, json!({}), Duration::from_secs(20)), &ID.parse().unwrap()).await.map(drop)
}

async fn refusal(server: &Hostile) -> Error {
    let error = read(server).await.expect_err("not a conversation");
    let shown = format!("{error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(error.context.attempts > 0, "{shown}");
    error
}

fn conversation(state: &str) -> Value {
    let guest = json!({ "id": GUEST, "purpose": "customer", "state": state });
    json!({ "id": ID, "participants": [guest, { "id": AGENT, "purpose": "agent", "state": state }] })
}

#[tokio::test]
async fn a_body_without_end_is_not_read_to_its_end() {
    for length in [None, Some(usize::MAX >> 1)] {
        let server = Hostile::start(move |_, _| {
            vec![Act::Say(head(200, &[JSON], length)), Act::Flood(vec![b' '; 1 << 16])]
        })
        .await;
        let error = refusal(&server).await;
        assert_eq!(code_of(&error), "DECODE");
        assert!(error.message.contains("longer than 4 MiB"), "{error}");
        assert_eq!(error.context.attempts, 1, "the same body would come again");
        // Beyond the limit there is only what the sockets hold.
        assert!(server.said() < 64 << 20, "{} bytes were taken", server.said());
    }
}

#[tokio::test]
async fn a_refusal_stands_though_its_body_has_no_end() {
    for (status, code) in [(403, "FORBIDDEN"), (404, "NOT_FOUND"), (503, "UNAVAILABLE")] {
        let server = Hostile::start(move |_, _| {
            vec![Act::Say(head(status, &[JSON], None)), Act::Flood(vec![b'x'; 1 << 16])]
        })
        .await;
        assert_eq!(code_of(&refusal(&server).await), code);
    }
}

#[tokio::test]
async fn nothing_compressed_is_asked_for_and_none_is_inflated() {
    // Two bytes of a bomb are as good as all of it: nothing here can inflate.
    for how in ["gzip", "br", "zstd", "deflate, gzip", "GZIP"] {
        let bomb = answer(200, &[JSON, ("Content-Encoding", how)], [0x1f, 0x8b]);
        let server = Hostile::saying(bomb).await;
        let error = refusal(&server).await;
        assert_eq!((code_of(&error), error.context.attempts), ("DECODE", 1), "{how}");
        assert!(error.message.contains("compressed"), "{error}");
        let asked = server.asked()[0].head.to_ascii_lowercase();
        assert!(!asked.contains("accept-encoding"), "{asked}");
    }
    let plain = answer(200, &[JSON, ("Content-Encoding", "identity")], conversation("connected").to_string());
    read(&Hostile::saying(plain).await).await.expect("nothing is encoded");
    let refused = answer(403, &[JSON, ("Content-Encoding", "gzip")], [0x1f, 0x8b]);
    assert_eq!(code_of(&refusal(&Hostile::saying(refused).await).await), "FORBIDDEN");
}

#[tokio::test]
async fn a_drip_ends_with_the_attempt_and_then_with_the_deadline() {
    let whole = answer(200, &[JSON], conversation("connected").to_string());
    let body_at = whole.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    for begin in [0, body_at] {
        let (fast, slow) = (whole[..begin].to_vec(), whole[begin..].to_vec());
        let drip = move |_: &str, _: usize| {
            vec![Act::Say(fast.clone()), Act::Drip(slow.clone(), Duration::from_secs(1))]
        };
        let server = Hostile::start(drip).await;
        for (attempt_ms, deadline_ms, attempts) in [(200, 20_000, 2), (16_000, 400, 1)] {
            let started = Instant::now();
            let slow = json!({ "timing": { "attemptMs": attempt_ms } });
            let call = call(&server, slow, Duration::from_millis(deadline_ms));
            let Err(error) = find(&call, &ID.parse().unwrap()).await else { panic!("it was read") };
            assert_eq!((code_of(&error), error.context.attempts), ("TIMEOUT", attempts), "{error}");
            assert!(started.elapsed() < Duration::from_millis(400) + MARGIN);
        }
    }
}

/// The status of a write says it all: it is not held up by the body.
#[tokio::test]
async fn a_write_whose_body_drips_or_lies_is_accepted() {
    for body in ["drip", "flood", "gzip", "no JSON"] {
        let server = Hostile::start(move |line, before| match (line.split(' ').next(), before, body) {
            (Some("GET"), 0, _) => vec![Act::Say(json_answer(200, &conversation("connected")))],
            (Some("GET"), ..) => vec![Act::Say(json_answer(200, &conversation("disconnected")))],
            (_, _, "drip") => vec![
                Act::Say(head(202, &[JSON], Some(1_000))),
                Act::Drip(vec![b' '; 1_000], Duration::from_secs(1)),
            ],
            (_, _, "flood") => vec![Act::Say(head(202, &[JSON], None)), Act::Flood(vec![b' '; 1 << 16])],
            (_, _, "gzip") => {
                vec![Act::Say(answer(202, &[JSON, ("Content-Encoding", "gzip")], [0x1f, 0x8b]))]
            }
            _ => vec![Act::Say(answer(202, &[JSON], "{"))],
        })
        .await;
        let report = close_with(&client(&server, json!({})), ID, json!({})).await.expect("closed");
        assert_eq!(server.lines().iter().filter(|line| line.starts_with("PATCH")).count(), 1, "{body}");
        assert_eq!(serde_json::to_value(report).unwrap()["outcome"], "closed");
    }
}

/// A proxy's page with a 200 is no word of the API: the effect is unknown, and looked for.
#[tokio::test]
async fn a_write_that_a_web_page_answers_is_not_taken_for_done() {
    let page = || answer(200, &[("Content-Type", "text/html")], "<html>sign in</html>");
    let server = Hostile::start(move |line, _| match line.starts_with("GET") {
        true => vec![Act::Say(json_answer(200, &conversation("connected")))],
        false => vec![Act::Say(page())],
    })
    .await;
    let error =
        close_with(&client(&server, json!({})), ID, json!({ "timeoutMs": 1_000 })).await.expect_err("open");
    assert_eq!(code_of(&error), "DECODE", "{error}");
    assert_eq!(error.context.effect, playwright_genesys::error::Effect::Unknown);
    assert!(error.message.contains("web page"), "{error}");
}

#[tokio::test]
async fn a_flood_of_headers_is_refused() {
    let many: Vec<_> = (0..5_000).map(|n| format!("X-{n}: y\r\n")).collect();
    let flood = |acts: fn(Vec<u8>) -> Act, bytes: Vec<u8>| {
        Hostile::start(move |_, _| vec![Act::Say(b"HTTP/1.1 200 OK\r\n".to_vec()), acts(bytes.clone())])
    };
    let servers = [
        flood(Act::Say, format!("{}\r\n{{}}", many.concat()).into_bytes()).await,
        flood(Act::Flood, b"X-More: and more\r\n".to_vec()).await,
        flood(Act::Flood, b"X-Long-Name-Without-End".to_vec()).await,
    ];
    for server in servers {
        let error = refusal(&server).await;
        assert_eq!((code_of(&error), error.context.attempts), ("TRANSPORT", 2), "{error}");
        assert!(server.said() < 64 << 20);
    }
}

#[tokio::test]
async fn depth_overflows_no_stack() {
    for body in [deep(), deep_object(), format!(r#"{{"id":"{ID}","participants":{}"#, deep())] {
        assert_eq!(code_of(&refusal(&Hostile::saying(answer(200, &[JSON], &body)).await).await), "DECODE");
        for (status, code) in [(400, "REJECTED"), (403, "FORBIDDEN"), (500, "UNAVAILABLE")] {
            let server = Hostile::saying(answer(status, &[JSON], &body)).await;
            assert_eq!(code_of(&refusal(&server).await), code);
        }
        let server = Hostile::saying(answer(200, &[JSON], &body)).await;
        let deployed = json!({ "deploymentId": ID });
        let call = call(&server, deployed, MARGIN);
        conversation_disconnect(&call.client, &call.deadline).await.expect_err("no configuration");
    }
}

#[tokio::test]
async fn a_token_answer_is_held_to_what_a_token_is() {
    let log_in = json!({ "accessToken": null, "clientId": "me", "clientSecret": "canary" });
    let good = |life: &str| format!(r#"{{"access_token":"t","expires_in":{life}}}"#);
    let long = "t".repeat(20_000);
    let bodies = [
        (deep(), false),
        (deep_object(), false),
        ("{}".into(), false),
        (r#"{"access_token":""}"#.into(), false),
        (r#"{"access_token":"two\r\nlines"}"#.into(), false),
        (r#"{"access_token":"ü"}"#.into(), false),
        (format!(r#"{{"access_token":"{long}"}}"#), false),
        (good("-1"), false),
        (good("\"soon\""), false),
        // A life that no clock can hold.
        (good(&u64::MAX.to_string()), true),
        (good("0"), true),
    ];
    for (body, is_token) in bodies {
        let shown = body.chars().take(60).collect::<String>();
        let server = Hostile::start(move |line, _| {
            let is_login = line.starts_with("POST /oauth/token");
            let token = answer(200, &[JSON], &body);
            vec![Act::Say(if is_login { token } else { json_answer(200, &conversation("connected")) })]
        })
        .await;
        let call = call(&server, log_in.clone(), Duration::from_secs(20));
        match find(&call, &ID.parse().unwrap()).await {
            Ok(_) => assert!(is_token, "{shown}"),
            Err(error) => {
                assert!(!is_token, "{shown}: {error}");
                assert_eq!((code_of(&error), error.context.attempts), ("DECODE", 1), "{shown}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_body_is_decides_not_what_it_is_called() {
    let text = answer(200, &[("Content-Type", "text/plain")], conversation("connected").to_string());
    read(&Hostile::saying(text).await).await.expect("JSON by another name");
    for (kind, body) in
        [("application/json", "<html>sign in</html>"), ("TEXT/HTML; charset=utf-8", "sign in")]
    {
        let server = Hostile::saying(answer(200, &[("Content-Type", kind)], body)).await;
        let error = refusal(&server).await;
        assert_eq!(
            (code_of(&error), error.context.attempts),
            ("DECODE", 2),
            "a page is asked for again, once"
        );
        assert!(error.message.contains("a web page came"), "{error}");
    }
}

fn codes_page(from: usize, page_count: u64, next: &str) -> Vec<u8> {
    let entities: Vec<_> = (from..from + 100)
        .map(|n| json!({ "id": format!("code-{n}"), "name": format!("Code {n}") }))
        .collect();
    json_answer(
        200,
        &json!({ "entities": entities, "pageCount": page_count, "total": 9_000_000_000_u64, "nextUri": next }),
    )
}

#[tokio::test]
async fn a_listing_without_end_is_ended_here() {
    let elsewhere = Hostile::saying("").await;
    let next = format!("{}/api/v2/routing/wrapupcodes?pageNumber=2", elsewhere.url());
    let endless = {
        let next = next.clone();
        Hostile::start(move |_, before| vec![Act::Say(codes_page(before * 100, u64::from(u32::MAX), &next))])
            .await
    };
    let error = list_wrapup_codes(&call(&endless, json!({}), Duration::from_secs(60)), None)
        .await
        .expect_err("endless");
    assert_eq!(code_of(&error), "DECODE");
    assert!(error.message.contains("100 pages"), "{error}");
    assert_eq!(endless.lines().len(), 100);

    let stuck = Hostile::start(move |_, _| vec![Act::Say(codes_page(0, 7, &next))]).await;
    let error =
        list_wrapup_codes(&call(&stuck, json!({}), MARGIN), None).await.expect_err("the same page for ever");
    assert!(error.message.contains("2 pages"), "{error}");

    let lying = Hostile::start(|_, _| vec![Act::Say(codes_page(0, 1, ""))]).await;
    let codes = list_wrapup_codes(&call(&lying, json!({}), MARGIN), None)
        .await
        .expect("the server's word on its last page");
    assert_eq!((codes.len(), lying.lines().len()), (100, 1));
    assert!(elsewhere.lines().is_empty(), "an address from an answer was asked");
}

#[tokio::test]
async fn a_listing_of_large_pages_is_ended_by_its_bytes() {
    let name = "n".repeat(30_000);
    let page = move |before: usize| {
        let entities: Vec<_> =
            (0..100).map(|n| json!({ "id": format!("{before}-{n}"), "name": name })).collect();
        json_answer(200, &json!({ "entities": entities }))
    };
    let server = Hostile::start(move |_, before| vec![Act::Say(page(before))]).await;
    let error = list_wrapup_codes(&call(&server, json!({}), Duration::from_secs(60)), None)
        .await
        .expect_err("endless");
    assert_eq!((code_of(&error), server.lines().len()), ("DECODE", 6));
}

/// Ids that would lead a request elsewhere, if they were put into its path.
const HOSTILE_IDS: [&str; 6] = [
    "../../oauth/token",
    "x/../../../api/v2/users",
    "",
    "11111111-1111-4111-8111-111111111111/../x",
    "a?b=c#d",
    "%2e%2e%2f",
];

#[tokio::test]
async fn an_id_from_a_body_reaches_no_path_unchecked() {
    for hostile in HOSTILE_IDS {
        let participant = |id: &str, queue: &str| {
            json!({ "id": ID, "participants": [{ "id": id, "purpose": "agent", "state": "connected",
                "wrapupRequired": true, "queue": { "id": queue } }] })
        };
        let bodies = [
            participant(hostile, AGENT),
            participant(AGENT, hostile),
            json!({ "id": hostile, "participants": [] }),
            json!({ "id": AGENT, "participants": [] }),
        ];
        for body in bodies {
            let server = Hostile::saying(json_answer(200, &body)).await;
            let error = close_with(&client(&server, json!({})), ID, json!({ "wrapUp": { "name": "x" } }))
                .await
                .expect_err("no id");
            assert_eq!(code_of(&error), "DECODE", "{hostile:?}: {error}");
            assert_eq!(server.lines(), [format!("GET /api/v2/conversations/messages/{ID}")]);
        }
        let server = Hostile::saying(json_answer(200, &json!({ "conversationId": hostile }))).await;
        let message = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let error = find_conversation(&call(&server, json!({}), MARGIN), &message).await.expect_err("no id");
        assert_eq!(code_of(&error), "DECODE");
    }
}

#[tokio::test]
async fn a_communication_of_a_hostile_id_is_not_wrapped_up() {
    for hostile in HOSTILE_IDS {
        let server = Hostile::start(move |line, _| {
            let detail =
                json!({ "id": ID, "participants": [{ "id": AGENT, "messages": [{ "id": hostile }] }] });
            let is_detail = line == format!("GET /api/v2/conversations/{ID}");
            vec![Act::Say(json_answer(200, &if is_detail { detail } else { conversation("connected") }))]
        })
        .await;
        let options = json!({ "strategy": "conversation", "wrapUp": { "id": "code" } });
        let error = close_with(&client(&server, json!({})), ID, options).await.expect_err("no id");
        assert_eq!(code_of(&error), "DECODE", "{error}");
        assert!(server.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", server.lines());
    }
}

#[tokio::test]
async fn a_redirect_is_named_and_not_followed() {
    let elsewhere = Hostile::saying(json_answer(200, &conversation("connected"))).await;
    let target = format!("{}/canary?token=canary", elsewhere.url());
    for status in [301, 302, 303, 307, 308] {
        let to = target.clone();
        let server =
            Hostile::start(move |_, _| vec![Act::Say(answer(status, &[("Location", &to)], ""))]).await;
        let error = refusal(&server).await;
        assert_eq!(
            (code_of(&error), error.context.status, error.context.attempts),
            ("REJECTED", Some(status), 1)
        );
        assert!(error.message.contains("a redirect to 127.0.0.1."), "{error}");
        let log_in = json!({ "accessToken": null, "clientId": "me", "clientSecret": "canary" });
        let call = call(&server, log_in, MARGIN);
        let Err(error) = find(&call, &ID.parse().unwrap()).await else { panic!("it was followed") };
        assert_eq!(code_of(&error), "REJECTED");
        assert!(
            error.message.contains("a redirect to 127.0.0.1.") && !error.message.contains("canary"),
            "{error}"
        );
        assert!(
            server.asked().iter().any(|asked| asked.head.contains(TOKEN)),
            "the token was sent where it belongs"
        );
    }
    for location in ["/elsewhere", "not a url", "javascript:canary", "//canary@"] {
        let server = Hostile::saying(answer(302, &[("Location", location)], "")).await;
        assert!(refusal(&server).await.message.contains("a redirect."), "{location}");
    }
    assert!(elsewhere.asked().is_empty(), "a redirect was followed");
}

#[tokio::test]
async fn a_write_that_is_redirected_is_not_followed_either() {
    let elsewhere = Hostile::saying(answer(202, &[], "")).await;
    let to = format!("{}/x", elsewhere.url());
    let server = Hostile::start(move |line, _| {
        let redirect = || answer(307, &[("Location", &to)], "");
        vec![Act::Say(if line.starts_with("GET") {
            json_answer(200, &conversation("connected"))
        } else {
            redirect()
        })]
    })
    .await;
    let error = close_with(&client(&server, json!({})), ID, json!({})).await.expect_err("redirected");
    assert_eq!((code_of(&error), error.context.status), ("REJECTED", Some(307)));
    assert_eq!(error.context.effect, playwright_genesys::error::Effect::None);
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn what_a_server_says_floods_no_error() {
    let names: Vec<_> = (0..5_000).map(|n| format!("a:b:{n}")).collect();
    let body = json!({ "code": "x".repeat(10_000), "message": format!("[{}]", names.join(",")), "contextId": "y".repeat(10_000),
        "messageParams": { "permissions": names.join(",") } });
    let error = refusal(&Hostile::saying(json_answer(403, &body)).await).await;
    let shown = format!("{error:?}");
    assert!(shown.len() < 3_000, "{} characters", shown.len());
}
