//! What browsers are served: files with their types, pages that a strict policy lets run, nothing else.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::Org;
use serde_json::json;

const PAGES: [&str; 6] = [
    "/messenger/messenger.html",
    "/messenger/messenger-renderer.html",
    "/pages/messenger",
    "/pages/custom",
    "/pages/custom/frame",
    "/pages/desktop",
];

/// The values of one attribute, wherever it stands.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_is_html_under_a_policy_without_inline_code() {
    let org = Org::start(json!({}));
    for page in PAGES {
        let answer = org.raw("GET", page, &[], "").unwrap();
        assert_eq!(answer.status, 200, "{page}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{page}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(!policy.contains("unsafe"), "{page}: {policy}");
        let tags = answer.body.split("<script").skip(1);
        for tag in tags.map(|rest| rest.split("</script>").next().unwrap()) {
            let (attributes, code) = tag.split_once('>').unwrap();
            assert!(attributes.contains(" src=") && code.is_empty(), "{page}: inline code {tag}");
        }
        assert!(!answer.body.contains("<style"), "{page}");
        assert!(attributes(&answer.body, "style").is_empty(), "{page}");
        for handler in ["onclick", "onload", "onsubmit"] {
            assert!(attributes(&answer.body, handler).is_empty(), "{page}: {handler}");
        }
    }
}

#[test]
fn whatever_a_page_names_is_served_with_its_type() {
    let org = Org::start(json!({}));
    for page in PAGES {
        let html = org.raw("GET", page, &[], "").unwrap().body;
        let named = attributes(&html, "src").into_iter().chain(attributes(&html, "href"));
        let files = named.filter(|path| path.starts_with('/')).collect::<Vec<_>>();
        assert!(!files.is_empty(), "{page} has neither script nor style");
        for file in files {
            let answer = org.raw("GET", file, &[], "").unwrap();
            let kind = if file.ends_with(".css") { "text/css" } else { "text/javascript" };
            assert_eq!(answer.status, 200, "{file}");
            assert_eq!(
                answer.header("content-type"),
                Some(format!("{kind}; charset=utf-8").as_str()),
                "{file}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{file}");
        }
    }
}

#[test]
fn the_messenger_is_one_classic_script_without_eval() {
    let org = Org::start(json!({}));
    let answer = org.raw("GET", "/genesys-bootstrap/genesys.min.js", &[], "").unwrap();
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    for forbidden in ["eval(", "new Function", "import(", "innerHTML"] {
        assert!(!answer.body.contains(forbidden), "{forbidden}");
    }
    assert!(answer.body.contains("define('./genesys'"));
}

#[test]
fn a_page_knows_its_deployment_and_writes_it_safely() {
    let org = Org::start(json!({ "deployment": { "id": "a\"><script>b" } }));
    let html = org.raw("GET", "/pages/messenger", &[], "").unwrap().body;
    assert!(html.contains("data-deployment-id=\"a&quot;&gt;&lt;script&gt;b\""), "{html}");
}

#[test]
fn the_root_leads_to_the_messenger_and_unknown_pages_are_not_found() {
    let org = Org::start(json!({}));
    let root = org.raw("GET", "/", &[], "").unwrap();
    assert_eq!((root.status, root.header("location")), (307, Some("/pages/messenger")));
    for path in
        ["/pages/nothing", "/messenger/nothing.js", "/genesys-bootstrap/other.js", "/pages/../Cargo.toml"]
    {
        let answer = org.raw("GET", path, &[], "").unwrap();
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("/pages/custom\n"), "{path}: {}", answer.body);
    }
}

#[test]
fn pages_are_neither_journalled_nor_struck() {
    let org = Org::start(json!({}));
    org.command(json!({ "do": "reset" }));
    let fault = org.fault(json!({ "on": { "method": "GET" }, "respond": { "status": 500 } }));
    for page in PAGES {
        assert_eq!(org.raw("GET", page, &[], "").unwrap().status, 200);
    }
    assert_eq!(org.hits(fault), 0);
    assert_eq!(org.command(json!({ "do": "requests" })), json!([]));
}

#[tokio::test]
async fn a_socket_with_parameters_of_others_is_let_in() {
    let org = Org::start(json!({}));
    let id = org.simulator.connection().deployment_id.clone();
    let address = format!("ws://{}/v1?deploymentId={id}&application=x&witness=17", org.authority());
    let stream = tokio::net::TcpStream::connect(org.authority()).await.unwrap();
    let (_socket, answer) = tokio_tungstenite::client_async(address, stream).await.unwrap();
    assert_eq!(answer.status(), 101);
}
