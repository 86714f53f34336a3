//! Genesys Cloud regions and the hosts that belong to them.

use url::Url;

/// Name and domain of each public region, as the vendor's SDK 262.0.0 lists them.
/// The list ages (a region was added in 2026), so any other domain is accepted too.
pub const REGIONS: [(&str, &str); 18] = [
    ("us-east-1", "mypurecloud.com"),
    ("us-east-2", "use2.us-gov-pure.cloud"),
    ("us-west-2", "usw2.pure.cloud"),
    ("ca-central-1", "cac1.pure.cloud"),
    ("mx-central-1", "mxc1.pure.cloud"),
    ("sa-east-1", "sae1.pure.cloud"),
    ("eu-west-1", "mypurecloud.ie"),
    ("eu-west-2", "euw2.pure.cloud"),
    ("eu-central-1", "mypurecloud.de"),
    ("eu-central-2", "euc2.pure.cloud"),
    ("eusc-de-east-1", "edee1.eusc-pure.cloud"),
    ("me-central-1", "mec1.pure.cloud"),
    ("ap-south-1", "aps1.pure.cloud"),
    ("ap-southeast-1", "apse1.pure.cloud"),
    ("ap-southeast-2", "mypurecloud.com.au"),
    ("ap-northeast-1", "mypurecloud.jp"),
    ("ap-northeast-2", "apne2.pure.cloud"),
    ("ap-northeast-3", "apne3.pure.cloud"),
];

/// The services a region offers; each has a host of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Api,
    Login,
    Guest,
    Config,
}

impl Service {
    /// The option with which a caller names this host directly.
    pub const fn option(self) -> &'static str {
        match self {
            Self::Api => "apiUrl",
            Self::Login => "loginUrl",
            Self::Guest => "guestUrl",
            Self::Config => "configUrl",
        }
    }

    /// The first part of its host in a region.
    pub const fn host(self) -> &'static str {
        self.base().1
    }

    const fn base(self) -> (&'static str, &'static str) {
        match self {
            Self::Api => ("https", "api"),
            Self::Login => ("https", "login"),
            Self::Guest => ("wss", "webmessaging"),
            Self::Config => ("https", "api-cdn"),
        }
    }
}

/// Where each service is to be found: a region, with single hosts overridden.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    pub region: Option<String>,
    pub api: Option<Url>,
    pub login: Option<Url>,
    pub guest: Option<Url>,
    pub config: Option<Url>,
}

impl Hosts {
    /// The base address of a service, without a trailing slash; `None` where neither a
    /// region nor the address itself was given.
    pub fn base(&self, service: Service) -> Option<String> {
        let given = match service {
            Service::Api => &self.api,
            Service::Login => &self.login,
            Service::Guest => &self.guest,
            Service::Config => &self.config,
        };
        if let Some(url) = given {
            return Some(url.as_str().trim_end_matches('/').to_string());
        }
        let (scheme, name) = service.base();
        let domain = domain_of(self.region.as_deref()?);
        Some(format!("{scheme}://{name}.{domain}"))
    }
}

/// The domain of a region's name; a domain stands for itself.
pub fn domain_of(region: &str) -> String {
    let wanted = region.trim().to_ascii_lowercase();
    REGIONS
        .iter()
        .find(|(name, _)| *name == wanted.replace('_', "-"))
        .map_or(wanted, |(_, domain)| (*domain).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_domain_lead_to_the_same_hosts() {
        for region in ["eu-west-1", "EU_WEST_1", "mypurecloud.ie"] {
            let hosts = Hosts { region: Some(region.into()), ..Hosts::default() };
            assert_eq!(hosts.base(Service::Api).as_deref(), Some("https://api.mypurecloud.ie"));
            assert_eq!(hosts.base(Service::Guest).as_deref(), Some("wss://webmessaging.mypurecloud.ie"));
            assert_eq!(hosts.base(Service::Config).as_deref(), Some("https://api-cdn.mypurecloud.ie"));
        }
    }

    #[test]
    fn a_single_host_wins_over_the_region() {
        let api = Url::parse("http://127.0.0.1:1/prefix/").expect("a valid address");
        let hosts = Hosts { region: Some("eu-west-1".into()), api: Some(api), ..Hosts::default() };
        assert_eq!(hosts.base(Service::Api).as_deref(), Some("http://127.0.0.1:1/prefix"));
        assert_eq!(hosts.base(Service::Login).as_deref(), Some("https://login.mypurecloud.ie"));
    }

    #[test]
    fn without_region_or_address_there_is_no_host() {
        assert_eq!(Hosts::default().base(Service::Api), None);
    }
}
