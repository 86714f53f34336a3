//! A WebSocket connection, through the proxy and with the trust that REST has.

use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, handshake::client::Request};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;

use super::options::NetworkOptions;
use super::{proxy, roots};
use crate::error::{Error, Kind, Result};

/// The largest frame that is read; anything larger ends the connection.
pub const MAX_MESSAGE_BYTES: usize = 1 << 20;
/// The longest answer of a proxy that is read before the tunnel stands.
const MAX_PROXY_ANSWER_LINES: usize = 64;

/// Anything that bytes can be read from and written to.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub type Socket = WebSocketStream<Box<dyn Stream>>;

/// Why no socket came about.
#[derive(Debug)]
pub enum Refusal {
    /// The server answered the upgrade with this HTTP status.
    Status(u16),
    /// No connection, TLS or proxy trouble.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Opens a socket. The caller bounds the time.
pub async fn open(
    options: &NetworkOptions,
    address: &Url,
    headers: &[(HeaderName, HeaderValue)],
) -> std::result::Result<Socket, Refusal> {
    let stream = connect(options, address).await?;
    let mut request = upgrade_request(address)?;
    for (name, value) in headers {
        request.headers_mut().insert(name.clone(), value.clone());
    }
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    match client_async_with_config(request, stream, Some(limits)).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(answer)) => Err(Refusal::Status(answer.status().as_u16())),
        Err(cause) => Err(broken("The WebSocket handshake failed", &cause).into()),
    }
}

fn upgrade_request(address: &Url) -> Result<Request> {
    address
        .as_str()
        .into_client_request()
        .map_err(|_| Error::new(Kind::InvalidInput, "The guest address is not a WebSocket address."))
}

async fn connect(options: &NetworkOptions, address: &Url) -> Result<Box<dyn Stream>> {
    let host = address.host_str().ok_or_else(|| no_host(address))?;
    let port = address.port_or_known_default().unwrap_or(443);
    let tcp: Box<dyn Stream> = match proxy::proxy_for(options, &web_address(address)) {
        Some(proxy) => tunnel(options, &proxy, host, port).await?,
        None => Box::new(dial(host.trim_matches(['[', ']']), port).await?),
    };
    if address.scheme() == "wss" { encrypt(options, tcp, host).await } else { Ok(tcp) }
}

/// The same address with an HTTP scheme, as proxy rules know it.
fn web_address(address: &Url) -> Url {
    let scheme = if address.scheme() == "wss" { "https" } else { "http" };
    Url::parse(&address.as_str().replacen(address.scheme(), scheme, 1)).unwrap_or_else(|_| address.clone())
}

async fn dial(host: &str, port: u16) -> Result<TcpStream> {
    let tcp = TcpStream::connect((host, port))
        .await
        .map_err(|cause| broken(&format!("{host}:{port} could not be reached"), &cause))?;
    // Small frames, and a test waits for each.
    let _ = tcp.set_nodelay(true);
    Ok(tcp)
}

async fn encrypt(options: &NetworkOptions, tcp: Box<dyn Stream>, host: &str) -> Result<Box<dyn Stream>> {
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_string())
        .map_err(|_| Error::new(Kind::InvalidInput, format!("'{host}' is not a host name for TLS.")))?;
    let connector = TlsConnector::from(Arc::clone(&roots::tls_config(options)?));
    let tls = connector
        .connect(name, tcp)
        .await
        .map_err(|cause| broken(&format!("TLS with {host} failed"), &cause))?;
    Ok(Box::new(tls))
}

async fn tunnel(options: &NetworkOptions, proxy: &Url, host: &str, port: u16) -> Result<Box<dyn Stream>> {
    let proxy_host = proxy.host_str().ok_or_else(|| no_host(proxy))?;
    let tcp = dial(proxy_host.trim_matches(['[', ']']), proxy.port_or_known_default().unwrap_or(80)).await?;
    let tcp: Box<dyn Stream> = if proxy.scheme() == "https" {
        encrypt(options, Box::new(tcp), proxy_host).await?
    } else {
        Box::new(tcp)
    };
    let mut tcp = BufReader::new(tcp);
    let request =
        format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n", authorization(proxy));
    tcp.write_all(request.as_bytes()).await.map_err(|cause| broken("The proxy went away", &cause))?;
    let status = answer_of(&mut tcp).await.map_err(|cause| broken("The proxy did not answer", &cause))?;
    if status.split_whitespace().nth(1) == Some("200") {
        // Nothing may be buffered: the server speaks only after our TLS or upgrade request.
        Ok(Box::new(tcp.into_inner()))
    } else {
        let code = status.split_whitespace().nth(1).unwrap_or("nothing readable").to_string();
        Err(Error::new(
            Kind::Transport,
            format!("The proxy refused the tunnel to {host}:{port}: it answered {code}."),
        ))
    }
}

fn authorization(proxy: &Url) -> String {
    if proxy.username().is_empty() {
        return String::new();
    }
    let plain = |part: &str| percent_decoded(part);
    let pair = format!("{}:{}", plain(proxy.username()), plain(proxy.password().unwrap_or_default()));
    format!("Proxy-Authorization: Basic {}\r\n", base64(&pair))
}

fn percent_decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

fn base64(plain: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(plain)
}

/// Reads the proxy's answer up to the empty line; returns its status line.
async fn answer_of(tcp: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<String> {
    let mut status = String::new();
    tcp.read_line(&mut status).await?;
    for _ in 0..MAX_PROXY_ANSWER_LINES {
        let mut line = String::new();
        tcp.read_line(&mut line).await?;
        if line.trim().is_empty() {
            return Ok(status);
        }
    }
    Err(std::io::Error::other("too many header lines"))
}

fn no_host(address: &Url) -> Error {
    Error::new(Kind::InvalidInput, format!("The address with scheme '{}' names no host.", address.scheme()))
}

fn broken(what: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Transport, format!("{what}: {cause}."))
}
