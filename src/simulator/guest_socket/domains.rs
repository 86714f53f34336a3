//! Which origins a deployment lets in.

use url::Url;

/// The host's name alone counts, exactly or as a subdomain, whatever its case (measured on the
/// vendor's page script). Clients without an origin are no browsers and may pass.
pub fn allow(domains: Option<&[String]>, origin: Option<&str>) -> bool {
    let (Some(domains), Some(origin)) = (domains, origin) else { return true };
    let host = Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_string));
    // The vendor's mobile SDK sends a bare host name.
    let host = host.unwrap_or_else(|| origin.to_string()).to_ascii_lowercase();
    domains.iter().any(|domain| {
        let domain = domain.to_ascii_lowercase();
        host == domain || host.ends_with(&format!(".{domain}"))
    })
}

#[cfg(test)]
mod tests {
    use super::allow;

    #[test]
    fn a_domain_and_its_subdomains_may_connect() {
        let domains = ["Example.com".to_string()];
        for good in ["https://example.com", "http://shop.EXAMPLE.com:8080", "example.com"] {
            assert!(allow(Some(&domains), Some(good)), "{good}");
        }
        for bad in ["https://badexample.com", "https://example.com.evil.org", "null"] {
            assert!(!allow(Some(&domains), Some(bad)), "{bad}");
        }
        assert!(!allow(Some(&[]), Some("https://example.com")), "an empty list lets nobody in");
        assert!(allow(None, Some("https://example.com")) && allow(Some(&domains), None));
    }
}
