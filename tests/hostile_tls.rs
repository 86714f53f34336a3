//! Trouble with TLS and proxies, in words and with what to do; over REST and on sockets.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use playwright_genesys::close::find;
use playwright_genesys::error::{Error, Kind};
use playwright_genesys::net::NetworkOptions;
use playwright_genesys::net::socket::{Dialer, Refusal};
use playwright_genesys::platform::{Call, Client, Trace};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

const ID: &str = "11111111-1111-4111-8111-111111111111";

/// Serves every connection in its own way, until it is dropped.
struct Listening {
    port: u16,
    _tasks: JoinSet<()>,
}

impl Listening {
    async fn start<F: Future<Output = ()> + Send + 'static>(
        serve: impl Fn(TcpStream) -> F + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut serving = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                serving.spawn(serve(stream));
            }
        });
        Self { port, _tasks: tasks }
    }

    async fn tls(certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self::start(move |stream| {
            let acceptor = acceptor.clone();
            async move { drop(acceptor.accept(stream).await) }
        })
        .await
    }

    /// Answers whatever comes with this.
    async fn saying(answer: &'static str) -> Self {
        Self::start(move |mut stream| async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        })
        .await
    }
}

/// An authority that the client trusts, its file removed in the end.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    file: PathBuf,
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let file = std::env::temp_dir().join(format!("playwright-genesys-{}.pem", uuid::Uuid::new_v4()));
        std::fs::write(&file, issuer.pem()).unwrap();
        Self { issuer, file }
    }

    async fn serve(&self, name: &str, years: (i32, i32)) -> Listening {
        let key = KeyPair::generate().unwrap();
        let mut leaf = CertificateParams::new(vec![name.to_string()]).unwrap();
        leaf.not_before = date_time_ymd(years.0, 1, 1);
        leaf.not_after = date_time_ymd(years.1, 1, 1);
        let leaf = leaf.signed_by(&key, &self.issuer).unwrap();
        Listening::tls(leaf.der().clone(), &key).await
    }
}

async fn self_signed() -> Listening {
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["localhost".to_string()]).unwrap().self_signed(&key).unwrap();
    Listening::tls(certificate.der().clone(), &key).await
}

/// As `openssl req -x509` makes it: an authority that serves by itself; and the file of its certificate.
async fn authority_that_serves(
    name: &str,
    (from, until): (i32, i32),
) -> (Listening, tempfile::NamedTempFile) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_string()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate.pem()).unwrap();
    (Listening::tls(certificate.der().clone(), &key).await, file)
}

/// The same trouble, over REST and on a socket.
async fn both(host: &str, port: u16, tls: bool, network: Value) -> [Error; 2] {
    let (web, socket) = if tls { ("https", "wss") } else { ("http", "ws") };
    let url = format!("{web}://{host}:{port}");
    let connection = json!({
        "apiUrl": url, "loginUrl": url, "accessToken": "canary", "resource": "messages", "network": network,
        "retry": { "maxAttempts": 3, "baseDelayMs": 1, "maxDelayMs": 5 },
    });
    let client = Client::new(serde_json::from_value(connection).unwrap());
    let call = Call::new(&client, Some(Duration::from_secs(20)), Trace::default());
    let Err(over_rest) = find(&call, &ID.parse().unwrap()).await else { panic!("it was read") };
    let options: NetworkOptions = serde_json::from_value(network).unwrap();
    let opened =
        Dialer::new(options).open(&format!("{socket}://{host}:{port}/v1").parse().unwrap(), &[]).await;
    let Err(Refusal::Failed(on_socket)) = opened else { panic!("it opened") };
    [over_rest, on_socket]
}

fn assert_told(errors: &[Error; 2], why: &str, advice: &str) {
    for error in errors {
        let shown = format!("{error:?}");
        assert_eq!(error.kind, Kind::Transport, "{shown}");
        assert!(error.message.contains(why), "wanted {why:?}: {shown}");
        assert!(
            error.context.hint.as_deref().unwrap_or_default().contains(advice),
            "wanted {advice:?}: {shown}"
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_told() {
    let authority = Authority::new();
    let trusted = json!({ "caFile": authority.file });
    let this_year = (2020, 2090);

    let server = self_signed().await;
    let errors = both("localhost", server.port, true, json!({})).await;
    assert_told(&errors, "self-signed", "caFile");
    assert_eq!(errors[0].context.attempts, 1, "it is not tried again in vain");
    assert!(errors.iter().all(|error| !error.is_retryable()), "nor does it pass by itself");

    let server = authority.serve("localhost", this_year).await;
    assert_told(
        &both("localhost", server.port, true, json!({})).await,
        "not trusted here",
        "NODE_EXTRA_CA_CERTS",
    );

    let server = authority.serve("localhost", (2001, 2002)).await;
    assert_told(&both("localhost", server.port, true, trusted.clone()).await, "has expired", "clock");

    let server = authority.serve("localhost", (2080, 2090)).await;
    assert_told(&both("localhost", server.port, true, trusted.clone()).await, "not valid yet", "clock");

    let server = authority.serve("elsewhere.example", this_year).await;
    assert_told(&both("localhost", server.port, true, trusted).await, "for another host name", "region");
}

#[tokio::test]
async fn a_servers_own_certificate_that_was_given_is_taken_and_no_other_nor_for_another_name_or_time() {
    let dial = async |server: &Listening, trusted: &tempfile::NamedTempFile| {
        let options = json!({ "caFile": trusted.path() });
        let address = format!("https://localhost:{}", server.port).parse().unwrap();
        Dialer::new(serde_json::from_value(options).unwrap()).connect(&address).await.map(drop)
    };
    let (server, own) = authority_that_serves("localhost", (2020, 2090)).await;
    dial(&server, &own).await.expect("curl and Node.js take it too");
    let (_, another) = authority_that_serves("localhost", (2020, 2090)).await;
    for (name, years, told) in [
        ("elsewhere.example", (2020, 2090), "for another host name"),
        ("localhost", (2001, 2002), "has expired"),
    ] {
        let (server, own) = authority_that_serves(name, years).await;
        let error = dial(&server, &own).await.expect_err(told);
        assert!(error.message.contains(told), "{}", error.message);
    }
    let error = dial(&server, &another).await.expect_err("it was not given");
    assert!(error.message.contains("certificate"), "{}", error.message);
}

#[tokio::test]
async fn plain_http_and_tls_that_meet_are_told_apart() {
    let plain = Listening::saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    assert_told(&both("localhost", plain.port, true, json!({})).await, "does not speak TLS", "http://");

    let tls = self_signed().await;
    assert_told(&both("localhost", tls.port, false, json!({})).await, "does not speak HTTP", "https://");
}

#[tokio::test]
async fn what_a_proxy_does_is_told() {
    // No name of this machine, so that the proxy is used.
    let through = |port: u16| json!({ "proxy": format!("http://user:canary@127.0.0.1:{port}") });
    let cases = [
        ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "407", "user:password"),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", "refused the tunnel", "NO_PROXY"),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", "refused the tunnel", "NO_PROXY"),
    ];
    for (answer, why, advice) in cases {
        let proxy = Listening::saying(answer).await;
        assert_told(&both("api.example", 443, true, through(proxy.port)).await, why, advice);
    }
    let nobody = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        listener.local_addr().unwrap().port()
    };
    assert_told(
        &both("api.example", 443, true, through(nobody)).await,
        "the proxy could not be reached",
        "HTTPS_PROXY",
    );
}
