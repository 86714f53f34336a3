//! Which addresses go through the proxy.

use url::{Host, Url};

use super::options::NetworkOptions;

/// Whether a URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The proxy for a target, or `None` where it is reached directly.
pub fn proxy_for(options: &NetworkOptions, target: &Url) -> Option<Url> {
    if is_loopback(target) || is_excluded(options.no_proxy.as_deref().unwrap_or_default(), target) {
        return None;
    }
    options.proxy.as_ref().and_then(|proxy| Url::parse(proxy.expose()).ok())
}

/// `NO_PROXY` as curl and Node.js read it: `*`; host names with all that ends with them, with a dot, `*.` or nothing before,
/// in any case; a port after them; between them commas or blanks.
fn is_excluded(no_proxy: &str, target: &Url) -> bool {
    let Some(host) = target.host_str() else { return false };
    let entries = no_proxy.split(|letter: char| letter == ',' || letter.is_whitespace());
    entries.filter(|entry| !entry.is_empty()).any(|entry| {
        let (name, port) = with_port(entry);
        let name = name.trim_start_matches('*').trim_start_matches('.').to_ascii_lowercase();
        let is_meant =
            entry == "*" || host == name || (!name.is_empty() && host.ends_with(&format!(".{name}")));
        is_meant && port.is_none_or(|port| target.port_or_known_default() == Some(port))
    })
}

/// An IPv6 address has colons of its own, and none of them is a port's.
fn with_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
            port.parse().map_or((entry, None), |port| (name, Some(port)))
        }
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redacted::Redacted;

    fn options(no_proxy: &str) -> NetworkOptions {
        NetworkOptions {
            proxy: Some(Redacted::new("http://user:canary@proxy.example:3128".into())),
            no_proxy: Some(no_proxy.into()),
            ..NetworkOptions::default()
        }
    }

    fn goes_through(no_proxy: &str, target: &str) -> bool {
        let target = Url::parse(target).expect("a valid address");
        proxy_for(&options(no_proxy), &target).is_some()
    }

    #[test]
    fn no_proxy_is_read_as_elsewhere() {
        assert!(goes_through("", "https://api.mypurecloud.ie"));
        assert!(!goes_through("*", "https://api.mypurecloud.ie"));
        assert!(!goes_through("mypurecloud.ie", "https://api.mypurecloud.ie"));
        assert!(!goes_through(".mypurecloud.ie", "https://api.mypurecloud.ie"));
        assert!(goes_through("purecloud.ie", "https://api.mypurecloud.ie"));
        for entry in ["*.mypurecloud.ie", "MYPURECLOUD.IE", "api.mypurecloud.ie:443", ".mypurecloud.ie:443"] {
            assert!(!goes_through(entry, "https://api.mypurecloud.ie"), "{entry}");
        }
        assert!(!goes_through("localhost mypurecloud.ie", "https://api.mypurecloud.ie"), "blanks between");
        assert!(goes_through("api.mypurecloud.ie:8443", "https://api.mypurecloud.ie"), "another port");
        assert!(goes_through("*.", "https://api.mypurecloud.ie"));
        assert!(!goes_through("[2001:db8::1]:443 2001:db8::2", "https://[2001:db8::1]/"));
    }

    #[test]
    fn loopback_never_goes_through_a_proxy() {
        for target in ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"] {
            assert!(!goes_through("", target), "{target}");
        }
    }
}
