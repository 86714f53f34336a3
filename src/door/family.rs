//! Which hosts are the vendor's.

use crate::region::REGIONS;

/// The hosts that are led: those of all regions, also of one that is newer than our list, and those that a user named.
#[derive(Debug)]
pub struct Family(Vec<String>);

/// What the names of all newer regions end with.
const PURE_CLOUD: [&str; 3] = ["pure.cloud", "us-gov-pure.cloud", "eusc-pure.cloud"];

impl Family {
    pub fn new(named: &[String]) -> Self {
        let known = REGIONS.iter().map(|(_, domain)| *domain).chain(PURE_CLOUD);
        let named = named.iter().map(|host| plain(host));
        Self(known.map(String::from).chain(named).filter(|host| !host.is_empty()).collect())
    }

    /// What their names end with.
    pub fn suffixes(&self) -> &[String] {
        &self.0
    }

    pub fn has(&self, host: &str) -> bool {
        let host = plain(host);
        self.0.iter().any(|suffix| {
            host.strip_suffix(suffix.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

/// A name may end with the root's dot, and is the same in capitals.
fn plain(host: &str) -> String {
    host.trim().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn every_host_of_every_region_is_the_vendors_and_no_other_is() {
        let family = Family::new(&["chat.shop.test".into(), String::new()]);
        for host in [
            "api.mypurecloud.ie",
            "WEBMESSAGING.MyPureCloud.com",
            "api.mypurecloud.com.",
            "apps.new9.pure.cloud",
            "mypurecloud.de",
            "login.use2.us-gov-pure.cloud",
            "chat.shop.test",
            "a.chat.shop.test",
        ] {
            assert!(family.has(host), "{host}");
        }
        for host in
            ["not-mypurecloud.ie", "mypurecloud.ie.evil.test", "shop.test", "127.0.0.1", "localhost", ""]
        {
            assert!(!family.has(host), "{host}");
        }
    }
}
