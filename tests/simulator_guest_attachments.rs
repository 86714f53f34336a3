//! Attachments: asked for on the socket, sent and fetched over HTTP.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::Org;
use org::guest::{Guest, conversation_of, put, upload};
use serde_json::{Value, json};

fn picture(id: &str, size: u64) -> Value {
    json!({
        "action": "onAttachment", "attachmentId": id, "errorsAsJson": true,
        "fileName": "a.png", "fileType": "image/png", "fileSize": size,
    })
}

async fn ask(guest: &mut Guest, request: Value) -> Value {
    guest.send(request).await;
    guest.next().await
}

async fn url(guest: &mut Guest, request: Value) -> String {
    ask(guest, request).await["body"]["url"].as_str().unwrap().into()
}

fn fetch(org: &Org, url: &str) -> (u16, String) {
    let path = url.strip_prefix(org.simulator.url()).unwrap();
    let answer = org.raw("GET", path, &[], "").unwrap();
    (answer.status, answer.body)
}

#[tokio::test]
async fn a_file_goes_up_is_sent_fetched_and_deleted() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let presigned = ask(&mut guest, picture("a-1", 5)).await;
    assert_eq!(presigned["class"], "PresignedUrlResponse");
    assert_eq!(presigned["body"]["headers"]["x-amz-tagging"], "abc");
    let uploaded = upload(&org, &mut guest, presigned["body"]["url"].as_str().unwrap(), "bytes").await;
    assert_eq!((&uploaded["class"], &uploaded["type"]), (&json!("UploadSuccessEvent"), &json!("message")));
    assert_eq!(fetch(&org, uploaded["body"]["downloadUrl"].as_str().unwrap()), (200, "bytes".into()));
    let part = json!({ "contentType": "Attachment", "attachment": { "id": "a-1" } });
    let echo = ask(&mut guest, json!({ "action": "onMessage", "message": { "content": [part] } })).await;
    assert_eq!((&echo["body"]["type"], echo["body"].get("text")), (&json!("Text"), None));
    let attachment = &echo["body"]["content"][0]["attachment"];
    assert_eq!((&attachment["mediaType"], &attachment["filename"]), (&json!("Image"), &json!("a.png")));
    assert_eq!(fetch(&org, attachment["url"].as_str().unwrap()), (200, "bytes".into()));
    conversation_of(&org, &echo);
    let again = ask(&mut guest, json!({ "action": "getAttachment", "attachmentId": "a-1" })).await;
    assert_eq!((&again["body"]["fileSize"], &again["body"]["headers"]), (&json!(5), &json!({})));
    let again = again["body"]["url"].as_str().unwrap();
    assert_eq!(fetch(&org, again).0, 200);
    let gone = ask(&mut guest, json!({ "action": "deleteAttachment", "attachmentId": "a-1" })).await;
    assert_eq!(gone["class"], "AttachmentDeletedResponse");
    assert_eq!(fetch(&org, again).0, 403);
    let missing = ask(&mut guest, json!({ "action": "getAttachment", "attachmentId": "a-1" })).await;
    assert_eq!((&missing["class"], &missing["code"]), (&json!("string"), &json!(4009)));
}

#[tokio::test]
async fn an_address_expires_wants_its_headers_and_is_no_ones_elses() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let first = url(&mut guest, picture("a", 1)).await;
    let path = first.strip_prefix(org.simulator.url()).unwrap();
    assert_eq!(org.raw("PUT", path, &[], "x").unwrap().status, 403, "without its header");
    assert_eq!(fetch(&org, &first).0, 403, "an upload's address downloads nothing");
    assert_eq!(put(&org, &first.replace("/a?", "/b?"), "x").status, 403, "another attachment's");
    org.command(json!({ "do": "advance", "ms": 600_000 }));
    assert_eq!(put(&org, &first, "x").status, 403, "ten minutes later");
    assert!(guest.until_echo().await.is_empty());
    let second = url(&mut guest, picture("a", 1)).await;
    let failed = upload(&org, &mut guest, &second, "too much").await;
    assert_eq!(
        (&failed["class"], &failed["body"]["errorCode"]),
        (&json!("UploadFailureEvent"), &json!(4002))
    );
    let unsent = ask(&mut guest, json!({ "action": "getAttachment", "attachmentId": "a" })).await;
    assert_eq!(unsent["code"], 4010);
    let entries = org.command(json!({ "do": "requests" })).to_string();
    assert!(entries.contains("signature=[redacted]"), "{entries}");
}

#[tokio::test]
async fn a_file_that_the_deployment_does_not_take_is_refused_with_its_code() {
    let org = Org::start(json!({ "deployment": { "fileTypes": ["image/*"] } }));
    let (mut guest, session) = Guest::configured(&org).await;
    assert_eq!(session["allowedMedia"]["inbound"]["fileTypes"], json!([{ "type": "image/*" }]));
    for (field, value, code) in [
        ("fileType", json!("text/plain"), 4001),
        ("fileSize", json!(10_485_761), 4002),
        ("fileName", json!("a/b.png"), 4004),
        ("fileName", json!("x".repeat(1024)), 4005),
        ("fileSize", json!(0), 4102),
    ] {
        let mut request = picture("a", 1);
        request[field] = value;
        let refused = ask(&mut guest, request).await;
        assert_eq!((&refused["class"], &refused["code"]), (&json!("GenerateUrlError"), &json!(400)));
        assert_eq!(refused["body"]["errorCode"], code, "{field}");
    }
    for field in ["fileName", "fileType", "fileSize"] {
        let mut request = picture("a", 1);
        request.as_object_mut().unwrap().remove(field);
        assert_eq!(ask(&mut guest, request).await["code"], 4020, "{field}");
    }
}

#[tokio::test]
async fn attachments_may_be_named_beside_the_message_or_in_it() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let address = url(&mut guest, picture("a-1", 5)).await;
    upload(&org, &mut guest, &address, "bytes").await;
    for request in [
        json!({ "action": "onMessage", "message": { "type": "Text", "text": "see" }, "attachmentIds": ["a-1"] }),
        json!({ "action": "onMessage", "message": { "type": "Text", "text": "see", "attachmentIds": ["a-1"] } }),
    ] {
        let echo = ask(&mut guest, request).await;
        assert_eq!(echo["body"]["content"][0]["attachment"]["filename"], "a.png", "{echo}");
    }
    let unknown = json!({ "action": "onMessage", "message": { "type": "Text", "text": "x" }, "attachmentIds": ["a-2"] });
    assert_eq!(ask(&mut guest, unknown).await["code"], 4009);
}
