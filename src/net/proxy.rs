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

/// The usual reading of `NO_PROXY`: `*`, host names, and suffixes with or without a dot.
fn is_excluded(no_proxy: &str, target: &Url) -> bool {
    let Some(host) = target.host_str() else { return false };
    no_proxy.split(',').map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let suffix = entry.trim_start_matches('.');
        entry == "*" || host == suffix || host.ends_with(&format!(".{suffix}"))
    })
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
    }

    #[test]
    fn loopback_never_goes_through_a_proxy() {
        for target in ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"] {
            assert!(!goes_through("", target), "{target}");
        }
    }
}
