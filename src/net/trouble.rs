//! Why a connection did not come about: in words, and with what to do about it.

use std::error::Error as Cause;
use std::io;

use rustls::{CertificateError, Error as TlsError};

use crate::error::Error;

const AUTHORITY: &str = "Name the certificate authority with caFile or NODE_EXTRA_CA_CERTS. Behind a company's proxy it is \
                         the company's own.";
const CLOCK: &str =
    "Look at this machine's clock, and at the certificate of the host or of the proxy in between.";
const NAME: &str = "Check region and URLs: the host that answered is not the one that was meant. A proxy may stand in between.";
const NO_TLS: &str =
    "The port speaks no TLS: check the port, or name the address with http:// where plain HTTP is meant.";
const NO_HTTP: &str = "The port speaks no plain HTTP: check the port, or name the address with https://.";
const NO_NAME: &str = "Check the region, and whether this machine needs HTTPS_PROXY.";
pub const CREDENTIALS: &str = "Give the proxy's credentials: http://user:password@host:port.";
pub const NOT_LET_THROUGH: &str = "Ask whoever runs the proxy to let this host through, or name it in NO_PROXY where it can be reached directly.";
const NO_PROXY_THERE: &str = "Check the option proxy, or HTTPS_PROXY; name hosts that need none in NO_PROXY.";

/// Whether the same connection may come about later, without anything being changed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    MayPass,
    Lasting,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Without addresses: an outer cause may carry a proxy's userinfo.
    pub why: String,
    pub hint: Option<&'static str>,
    pub prospect: Prospect,
}

/// Whether it was TLS that did not come about.
pub fn is_tls(error: &(dyn Cause + 'static)) -> bool {
    causes_of(error).iter().any(|cause| tls_error(*cause).is_some())
}

impl Trouble {
    fn lasting(why: &str, hint: &'static str) -> Self {
        Self { why: why.into(), hint: Some(hint), prospect: Prospect::Lasting }
    }

    fn passing(why: impl Into<String>, hint: Option<&'static str>) -> Self {
        Self { why: why.into(), hint, prospect: Prospect::MayPass }
    }

    /// Reads the causes of an error, outermost first.
    pub fn of(error: &(dyn Cause + 'static)) -> Self {
        let causes = causes_of(error);
        if let Some(tls) = causes.iter().find_map(|cause| tls_error(*cause)) {
            return of_tls(tls);
        }
        let innermost = causes.last().map_or_else(String::new, ToString::to_string);
        of_words(&innermost, causes.iter().any(|cause| cause.to_string().starts_with("tunnel error")))
    }

    /// Where a proxy leads, what could not be reached is the proxy.
    #[must_use]
    pub fn at_proxy(self) -> Self {
        if self.is_unreachable() {
            return Self {
                why: format!("the proxy could not be reached ({})", self.why),
                hint: Some(NO_PROXY_THERE),
                ..self
            };
        }
        self
    }

    fn is_unreachable(&self) -> bool {
        let unreachable = ["refused", "lookup", "unreachable", "timed out"];
        self.prospect == Prospect::MayPass
            && !self.why.starts_with("the proxy")
            && unreachable.iter().any(|word| self.why.contains(word))
    }

    /// Adds what to do to an error that says why.
    pub fn explain(&self, mut error: Error) -> Error {
        error.context.needs_a_hand = self.prospect == Prospect::Lasting;
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

fn causes_of<'a>(error: &'a (dyn Cause + 'static)) -> Vec<&'a (dyn Cause + 'static)> {
    let mut causes = vec![error];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

/// An I/O error hides what it wraps, often another one: its source is the source of that.
fn tls_error<'a>(cause: &'a (dyn Cause + 'static)) -> Option<&'a TlsError> {
    if let Some(found) = cause.downcast_ref() {
        return Some(found);
    }
    let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.and_then(|inner| tls_error(inner))
}

fn of_tls(error: &TlsError) -> Trouble {
    match error {
        TlsError::InvalidCertificate(why) => of_certificate(why),
        TlsError::InvalidMessage(_) => Trouble::lasting("what answered there does not speak TLS", NO_TLS),
        TlsError::AlertReceived(alert) => {
            Trouble::passing(format!("the host broke off the TLS handshake ({alert:?})"), None)
        }
        other => Trouble::passing(format!("TLS failed ({other})"), None),
    }
}

fn of_certificate(why: &CertificateError) -> Trouble {
    match why {
        CertificateError::UnknownIssuer => Trouble::lasting(
            "its certificate is self-signed, or of an authority that is not trusted here",
            AUTHORITY,
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Trouble::lasting("its certificate has expired", CLOCK)
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Trouble::lasting("its certificate is not valid yet", CLOCK)
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Trouble::lasting("its certificate is for another host name", NAME)
        }
        other => Trouble::lasting(&format!("its certificate is not accepted ({other})"), AUTHORITY),
    }
}

/// What is known by its words only.
fn of_words(innermost: &str, is_tunnel: bool) -> Trouble {
    if is_tunnel && innermost.contains("authorization required") {
        return Trouble::lasting("the proxy wants credentials (407)", CREDENTIALS);
    }
    if is_tunnel && innermost.contains("unsuccessful") {
        return Trouble::passing("the proxy refused the tunnel", Some(NOT_LET_THROUGH));
    }
    if innermost.starts_with("invalid HTTP") {
        return Trouble::lasting("what answered there does not speak HTTP", NO_HTTP);
    }
    if innermost.contains("lookup") || innermost.contains("dns") {
        return Trouble::passing(innermost, Some(NO_NAME));
    }
    Trouble::passing(innermost, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_io(error: io::Error) -> Trouble {
        Trouble::of(&error)
    }

    #[test]
    fn what_a_certificate_lacks_is_said_and_lasts() {
        let cases = [
            (CertificateError::UnknownIssuer, "self-signed", "caFile"),
            (CertificateError::Expired, "expired", "clock"),
            (CertificateError::NotValidForName, "another host name", "region"),
        ];
        for (why, word, advice) in cases {
            let trouble = of_io(io::Error::other(io::Error::other(TlsError::InvalidCertificate(why))));
            assert!(trouble.why.contains(word), "{trouble:?}");
            assert!(trouble.hint.is_some_and(|hint| hint.contains(advice)), "{trouble:?}");
            assert_eq!(trouble.prospect, Prospect::Lasting);
        }
    }

    #[test]
    fn behind_a_proxy_what_refuses_is_the_proxy() {
        let refused = || of_io(io::ErrorKind::ConnectionRefused.into());
        assert!(!refused().why.contains("proxy"));
        let trouble = refused().at_proxy();
        assert!(trouble.why.contains("the proxy could not be reached"), "{trouble:?}");
        assert!(trouble.hint.is_some_and(|hint| hint.contains("HTTPS_PROXY")));
        let certificate = of_io(io::Error::other(TlsError::InvalidCertificate(CertificateError::Expired)));
        assert_eq!(certificate.clone().at_proxy(), certificate, "a certificate is not the proxy's absence");
    }
}
