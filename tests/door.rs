//! The door: what is meant for the vendor's hosts reaches the simulator, and everything else where it wants to.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod proxy_support;

use std::io::Write;

use futures_util::{SinkExt, StreamExt};
use playwright_genesys::authority::Authority;
use playwright_genesys::door::{Door, GateConfig};
use playwright_genesys::net::NetworkOptions;
use playwright_genesys::net::socket::Dialer;
use playwright_genesys::redacted::Redacted;
use playwright_genesys::simulator::Simulator;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;

use proxy_support::{proxy, proxy_once};

/// A simulator behind a door, and how a client trusts it.
struct Bench {
    simulator: Simulator,
    door: Door,
    trusted: NamedTempFile,
}

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

impl Bench {
    fn start() -> Self {
        let simulator = Simulator::start(serde_json::from_value(json!({})).unwrap()).unwrap();
        let authority = Authority::new().unwrap();
        let key = file(&authority.key_pem());
        let config = json!({ "authorityKey": key.path(), "to": { "simulator": { "origin": simulator.url(), "hosts": ["chat.shop.test"] } } });
        let door = Door::new(serde_json::from_value(config).unwrap()).unwrap();
        Self { simulator, door, trusted: file(authority.pem()) }
    }

    async fn gate(&self) -> u16 {
        self.door.open(GateConfig::default()).await.unwrap()
    }

    /// A client whose proxy is a gate of the door.
    async fn dialer(&self) -> Dialer {
        Dialer::new(NetworkOptions {
            proxy: Some(Redacted::new(format!("http://127.0.0.1:{}", self.gate().await))),
            ca_file: Some(self.trusted.path().to_path_buf()),
            ..NetworkOptions::default()
        })
    }
}

async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin, head: &str) -> String {
    stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn at(port: u16) -> TcpStream {
    TcpStream::connect(("127.0.0.1", port)).await.unwrap()
}

fn status(answer: &str) -> &str {
    answer.split_whitespace().nth(1).unwrap_or("none")
}

#[tokio::test]
async fn a_guest_socket_that_names_a_region_is_the_simulators() {
    let bench = Bench::start();
    let deployment = &bench.simulator.connection().deployment_id;
    for host in ["webmessaging.mypurecloud.ie", "webmessaging.new9.pure.cloud", "chat.shop.test"] {
        let address = format!("wss://{host}/v1?deploymentId={deployment}").parse().unwrap();
        let mut socket = bench.dialer().await.open(&address, &[]).await.expect("it is led");
        let token = "7f3a9c00-cafe-4000-8000-00000000cafe";
        let hello = json!({ "action": "configureSession", "deploymentId": deployment, "token": token });
        socket.send(Message::Text(hello.to_string().into())).await.unwrap();
        let answer = socket.next().await.unwrap().unwrap().into_text().unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["class"], "SessionResponse", "{host}");
    }
}

#[tokio::test]
async fn what_is_asked_by_any_way_of_asking_is_answered_as_the_vendor_answers() {
    let bench = Bench::start();
    let head = "GET /api/v2/conversations/messages/x HTTP/1.1\r\nHost: api.mypurecloud.ie";
    for address in
        ["https://api.mypurecloud.ie", "https://api.mypurecloud.ie:8443", "http://api.mypurecloud.ie"]
    {
        let stream = bench.dialer().await.connect(&address.parse().unwrap()).await.unwrap();
        assert_eq!(status(&ask(stream, head).await), "401", "{address}");
    }
    let absolute = "GET http://api.mypurecloud.ie/api/v2/conversations/messages/x HTTP/1.1\r\nHost: x";
    assert_eq!(status(&ask(at(bench.gate().await).await, absolute).await), "401");
}

#[tokio::test]
async fn who_comes_as_to_the_host_itself_is_led_by_its_name() {
    let bench = Bench::start();
    let tls = async |name: &'static str| {
        let roots = CertificateDer::pem_file_iter(bench.trusted.path()).unwrap();
        let mut store = rustls::RootCertStore::empty();
        store.add_parsable_certificates(roots.map(Result::unwrap));
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(store)
            .with_no_client_auth();
        let tcp = at(bench.gate().await).await;
        TlsConnector::from(std::sync::Arc::new(config)).connect(name.try_into().unwrap(), tcp).await
    };
    let head = "GET /api/v2/conversations/messages/x HTTP/1.1\r\nHost: api.mypurecloud.ie";
    assert_eq!(status(&ask(tls("api.mypurecloud.ie").await.unwrap(), head).await), "401");
    assert!(tls("shop.test").await.is_err(), "no host that we could be");
    assert_eq!(status(&ask(at(bench.gate().await).await, head).await), "401", "without TLS too");
}

#[tokio::test]
async fn what_is_none_of_theirs_passes_unread_and_has_no_answer_where_it_cannot() {
    let bench = Bench::start();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let target = format!("app.localhost:{}", listener.local_addr().unwrap().port());
    let mut stream = at(bench.gate().await).await;
    stream
        .write_all(format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let (mut far, _) = listener.accept().await.unwrap();
    far.write_all(b"\x16 bytes").await.unwrap();
    drop(far);
    let mut passed = Vec::new();
    stream.read_to_end(&mut passed).await.unwrap();
    assert!(passed.starts_with(b"HTTP/1.1 200 ") && passed.ends_with(b"\r\n\r\n\x16 bytes"), "{passed:?}");

    let gate = bench.gate().await;
    let nobody = ask(at(gate).await, "GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: x").await;
    assert_eq!(nobody, "", "a status would be taken for the host's own");
    let nobody = ask(at(gate).await, "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x").await;
    assert!(status(&nobody) == "200" && nobody.ends_with("\r\n\r\n"), "a tunnel that ends at once: {nobody}");
    let browser = "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0";
    let nobody = ask(at(gate).await, browser).await;
    assert!(status(&nobody) == "502" && nobody.contains("127.0.0.1:1 could not be reached"), "{nobody}");
    assert_eq!(status(&ask(at(gate).await, "GET / HTTP/1.1\r\nHost: localhost").await), "400");
}

#[tokio::test]
async fn plain_http_is_forwarded_to_its_host() {
    let bench = Bench::start();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let far = async {
        let (mut far, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 4_096];
        let length = far.read(&mut head).await.unwrap();
        far.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
        String::from_utf8(head[..length].to_vec()).unwrap()
    };
    let request =
        format!("GET http://localhost:{port}/a?b=c HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive");
    let (asked, answer) = tokio::join!(far, ask(at(bench.gate().await).await, &request));
    assert!(asked.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{asked}");
    assert!(asked.to_lowercase().contains(&format!("host: localhost:{port}")), "{asked}");
    assert!(!asked.to_lowercase().contains("proxy-connection"), "{asked}");
    assert!(status(&answer) == "200" && answer.ends_with("ok"), "{answer}");
}

#[tokio::test]
async fn the_users_own_proxy_is_asked_for_what_is_not_led_and_for_nothing_else() {
    let bench = Bench::start();
    let (listener, address) = proxy().await;
    let network = NetworkOptions { proxy: Some(Redacted::new(address)), ..NetworkOptions::default() };
    let gate = bench.door.open(GateConfig { network, ..GateConfig::default() }).await.unwrap();
    let head = "GET http://api.mypurecloud.de/api/v2/conversations/messages/x HTTP/1.1\r\nHost: x";
    assert_eq!(status(&ask(at(gate).await, head).await), "401");
    let refused = ask(at(gate).await, "CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test:443");
    let (asked, answer) =
        tokio::join!(proxy_once(&listener, "HTTP/1.1 403 Forbidden\r\n\r\n", None), refused);
    assert_eq!(asked[0], "CONNECT shop.test:443 HTTP/1.1");
    assert!(status(&answer) == "200" && answer.ends_with("\r\n\r\n"), "it ends at once: {answer}");
}

/// What a request's head says by this name.
fn value<'a>(head: &'a [String], name: &str) -> Vec<&'a str> {
    let headers = head.iter().filter_map(|line| line.split_once(": "));
    headers.filter(|(each, _)| each.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

#[tokio::test]
async fn a_plain_request_goes_to_the_users_own_proxy_by_its_whole_address() {
    let bench = Bench::start();
    let (listener, address) = proxy().await;
    let network = NetworkOptions { proxy: Some(Redacted::new(address)), ..NetworkOptions::default() };
    let gate = bench.door.open(GateConfig { network, ..GateConfig::default() }).await.unwrap();
    let plain = "GET http://shop.test:8080/a?b=c HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic eA==";
    let answered = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    let (asked, answer) = tokio::join!(proxy_once(&listener, answered, None), ask(at(gate).await, plain));
    assert_eq!(asked[0], "GET http://shop.test:8080/a?b=c HTTP/1.1");
    assert_eq!(value(&asked, "host"), ["shop.test:8080"]);
    assert_eq!(value(&asked, "proxy-authorization"), ["Basic dXNlcjpjYW4gYXJ5"], "ours, and nobody else's");
    assert!(status(&answer) == "200" && answer.ends_with("ok"), "{answer}");
}

#[tokio::test]
async fn a_gate_that_is_closed_ends_what_came_by_it_and_frees_its_port() {
    let bench = Bench::start();
    let (gate, other) = (bench.gate().await, bench.gate().await);
    let mut stream = at(gate).await;
    bench.door.close(gate);
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
    let head = "GET http://api.mypurecloud.de/api/v2/conversations/messages/x HTTP/1.1\r\nHost: x";
    assert_eq!(status(&ask(at(other).await, head).await), "401");
    bench.door.stop();
    assert!(bench.door.open(GateConfig::default()).await.is_err(), "a door that was stopped opens no gate");
}

#[tokio::test]
async fn a_door_without_an_authority_says_so() {
    let nowhere = json!({ "authorityKey": "/nowhere/authority.key", "to": { "simulator": { "origin": "http://127.0.0.1:1" } } });
    let error = Door::new(serde_json::from_value(nowhere).unwrap()).err().expect("no key");
    assert!(error.message.starts_with("The door has no authority: "), "{}", error.message);
}
