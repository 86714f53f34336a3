//! A WebSocket connection, through the proxy and with the trust that REST has.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, handshake::client::Request, handshake::client::Response};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;

use super::options::NetworkOptions;
use super::trouble::{CREDENTIALS, NOT_LET_THROUGH, Trouble};
use super::{proxy, roots};
use crate::error::{Error, Kind, Result};

/// The largest frame that is read; anything larger ends the connection.
pub const MAX_MESSAGE_BYTES: usize = 1 << 20;
const READ_BUFFER_BYTES: usize = 4 * 1024;
/// The longest answer of a proxy that is read before the tunnel stands.
const MAX_PROXY_ANSWER_BYTES: u64 = 16 * 1024;

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

/// Opens the sockets of one client; what it trusts is read once, when it is first needed.
#[derive(Debug)]
pub struct Dialer {
    options: NetworkOptions,
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Dialer {
    pub fn new(options: NetworkOptions) -> Self {
        Self { options, tls: OnceLock::new() }
    }

    /// Opens a socket. The caller bounds the time.
    pub async fn open(
        &self,
        address: &Url,
        headers: &[(HeaderName, HeaderValue)],
    ) -> std::result::Result<Socket, Refusal> {
        self.open_answered(address, headers).await.map(|(socket, _)| socket)
    }

    /// As [`Dialer::open`], with the server's answer to the upgrade.
    pub async fn open_answered(
        &self,
        address: &Url,
        headers: &[(HeaderName, HeaderValue)],
    ) -> std::result::Result<(Socket, Response), Refusal> {
        let stream = self.connect(address).await?;
        let mut request = upgrade_request(address)?;
        for (name, value) in headers {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        // Frames of guests are small, and there may be a thousand guests in one process.
        let limits = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .max_message_size(Some(MAX_MESSAGE_BYTES))
            .max_frame_size(Some(MAX_MESSAGE_BYTES));
        match client_async_with_config(request, stream, Some(limits)).await {
            Ok((socket, answer)) => Ok((socket, answer)),
            Err(tungstenite::Error::Http(answer)) => Err(Refusal::Status(answer.status().as_u16())),
            Err(cause) => Err(broken("The WebSocket handshake failed", Trouble::of(&cause)).into()),
        }
    }

    /// The way to a host, without a word of HTTP: through the proxy, and encrypted where the scheme says so.
    pub async fn connect(&self, address: &Url) -> Result<Box<dyn Stream>> {
        let host = address.host_str().ok_or_else(|| no_host(address))?;
        let port = address.port_or_known_default().unwrap_or(443);
        let tcp: Box<dyn Stream> = match proxy::proxy_for(&self.options, &web_address(address)) {
            Some(proxy) => self.tunnel(&proxy, host, port).await?,
            None => Box::new(dial(bare(host), port).await?),
        };
        if is_secure(address) { self.encrypt(tcp, host).await } else { Ok(tcp) }
    }

    async fn encrypt(&self, tcp: Box<dyn Stream>, host: &str) -> Result<Box<dyn Stream>> {
        let name = ServerName::try_from(bare(host).to_string())
            .map_err(|_| Error::new(Kind::InvalidInput, format!("'{host}' is not a host name for TLS.")))?;
        let connector = TlsConnector::from(self.tls()?);
        let tls = connector
            .connect(name, tcp)
            .await
            .map_err(|cause| broken(&format!("TLS with {host} failed"), Trouble::of(&cause)))?;
        Ok(Box::new(tls))
    }

    fn tls(&self) -> Result<Arc<ClientConfig>> {
        if let Some(config) = self.tls.get() {
            return Ok(Arc::clone(config));
        }
        let config = roots::tls_config(&self.options)?;
        Ok(Arc::clone(self.tls.get_or_init(|| config)))
    }

    /// The proxy that is asked for a plain request, by its whole address; nothing where its host is reached directly.
    pub fn proxy_of(&self, address: &Url) -> Option<Url> {
        proxy::proxy_for(&self.options, address)
    }

    /// A connection to the proxy itself, where `host` is what it will be asked for.
    pub async fn connect_to_proxy(&self, proxy: &Url, host: &str) -> Result<Box<dyn Stream>> {
        let proxy_host = proxy.host_str().ok_or_else(|| no_host(proxy))?;
        let port_of_proxy = proxy.port_or_known_default().unwrap_or(80);
        let tcp = TcpStream::connect((bare(proxy_host), port_of_proxy)).await;
        let tcp: Box<dyn Stream> =
            Box::new(tcp.map_err(|cause| {
                broken(&format!("{host} was not reached"), Trouble::of(&cause).at_proxy())
            })?);
        if proxy.scheme() == "https" { self.encrypt(tcp, proxy_host).await } else { Ok(tcp) }
    }

    /// A tunnel through the proxy (`CONNECT`), as REST has it.
    async fn tunnel(&self, proxy: &Url, host: &str, port: u16) -> Result<Box<dyn Stream>> {
        let mut tcp = self.connect_to_proxy(proxy, host).await?;
        let target = format!("{host}:{port}");
        let who =
            authorization(proxy).map(|who| format!("Proxy-Authorization: {who}\r\n")).unwrap_or_default();
        let request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{who}\r\n");
        tcp.write_all(request.as_bytes())
            .await
            .map_err(|cause| broken("The proxy went away", Trouble::of(&cause)))?;
        let status = answer_of(&mut tcp)
            .await
            .map_err(|cause| broken("The proxy did not answer", Trouble::of(&cause)))?;
        accepted(&status, &target).map(|()| tcp)
    }
}

/// Whether the proxy's status line lets the tunnel stand.
fn accepted(status: &str, target: &str) -> Result<()> {
    let code = status.split_whitespace().nth(1).unwrap_or("nothing readable");
    if code == "200" {
        return Ok(());
    }
    let error =
        Error::new(Kind::Transport, format!("The proxy refused the tunnel to {target}: it answered {code}."));
    Err(error.hint(if code == "407" { CREDENTIALS } else { NOT_LET_THROUGH }))
}

fn upgrade_request(address: &Url) -> Result<Request> {
    address
        .as_str()
        .into_client_request()
        .map_err(|_| Error::new(Kind::InvalidInput, "The guest address is not a WebSocket address."))
}

fn is_secure(address: &Url) -> bool {
    matches!(address.scheme(), "wss" | "https")
}

/// The same address with an HTTP scheme, as proxy rules know it.
fn web_address(address: &Url) -> Url {
    let scheme = if is_secure(address) { "https" } else { "http" };
    Url::parse(&address.as_str().replacen(address.scheme(), scheme, 1)).unwrap_or_else(|_| address.clone())
}

async fn dial(host: &str, port: u16) -> Result<TcpStream> {
    let tcp = connect_to(host, port)
        .await
        .map_err(|cause| broken(&format!("{host}:{port} could not be reached"), Trouble::of(&cause)))?;
    // Small frames, and a test waits for each.
    let _ = tcp.set_nodelay(true);
    Ok(tcp)
}

/// This machine by its name is both of its addresses, as browsers have it, whatever its file of hosts says.
async fn connect_to(host: &str, port: u16) -> std::io::Result<TcpStream> {
    if host == "localhost" || host.ends_with(".localhost") {
        let both: [SocketAddr; 2] = [(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()];
        return TcpStream::connect(&both[..]).await;
    }
    TcpStream::connect((host, port)).await
}

/// What a proxy is told of who asks, where its address says it.
pub fn authorization(proxy: &Url) -> Option<String> {
    if proxy.username().is_empty() {
        return None;
    }
    let plain = |part: &str| percent_decoded(part);
    let pair = format!("{}:{}", plain(proxy.username()), plain(proxy.password().unwrap_or_default()));
    Some(format!("Basic {}", base64(&pair)))
}

fn percent_decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

fn base64(plain: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(plain)
}

/// Reads the proxy's answer up to the empty line; returns its status line. One byte at a
/// time: what follows the empty line belongs to the tunnel.
async fn answer_of(tcp: &mut Box<dyn Stream>) -> std::io::Result<String> {
    let mut lines = BufReader::with_capacity(1, tcp).take(MAX_PROXY_ANSWER_BYTES);
    let mut status = String::new();
    lines.read_line(&mut status).await?;
    loop {
        let mut line = String::new();
        match lines.read_line(&mut line).await? {
            0 => return Err(std::io::Error::other("its answer ended early or is too long")),
            _ if line.trim().is_empty() => return Ok(status),
            _ => {}
        }
    }
}

/// Without the brackets that URLs put around an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_matches(['[', ']'])
}

fn no_host(address: &Url) -> Error {
    Error::new(Kind::InvalidInput, format!("The address with scheme '{}' names no host.", address.scheme()))
}

fn broken(what: &str, trouble: Trouble) -> Error {
    trouble.explain(Error::new(Kind::Transport, format!("{what}: {}.", trouble.why)))
}
