//! A TCP stream that can be reset or silenced from elsewhere, as a broken network would.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::gate::Gate;

/// Resets or silences the connection that a request came by.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    reset: CancellationToken,
    voice: Gate,
}

impl Cut {
    /// The peer sees a TCP reset; nothing more is read or written.
    pub fn now(&self) {
        self.reset.cancel();
    }

    /// TCP stays up, and nothing more is read or written; not even the peer's end is noticed.
    pub fn silence(&self) {
        self.voice.shut();
    }

    /// What has waited goes on.
    pub fn speak(&self) {
        self.voice.open();
    }

    pub fn is_silent(&self) -> bool {
        self.voice.is_shut()
    }
}

pub struct CuttableStream {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    is_cut: bool,
    voice: Gate,
}

impl CuttableStream {
    pub fn new(stream: TcpStream, cut: &Cut) -> Self {
        let reset = Box::pin(cut.reset.clone().cancelled_owned());
        Self { stream, cut: reset, is_cut: false, voice: cut.voice.clone() }
    }

    /// Waits while the connection is silent; a reset comes through all the same.
    fn poll_alive(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_cut && self.cut.as_mut().poll(context).is_ready() {
            self.is_cut = true;
            // With a linger time of zero, closing sends RST instead of FIN.
            self.stream.set_zero_linger()?;
        }
        if self.is_cut {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        self.voice.poll_open(context).map(Ok)
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_alive(context))?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_alive(context))?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_alive(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // An orderly shutdown would send FIN before the reset.
        ready!(self.poll_alive(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
