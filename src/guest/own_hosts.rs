//! Which addresses are the guest's own line: what comes from elsewhere is no word about this conversation.

use serde::Deserialize;
use url::{Host, Url};

use crate::region::{Hosts, REGIONS, Service, domain_of};

/// The connection of whoever watches a guest, as JavaScript hands it over. A service that it does not name may be
/// anywhere.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OwnHosts {
    region: Option<String>,
    api_url: Option<Url>,
    guest_url: Option<Url>,
    config_url: Option<Url>,
    deployment_id: Option<String>,
    /// Every region's hosts are led to those of the connection.
    all_regions: bool,
}

const HISTORY: &str = "/api/v2/webmessaging/messages";
const DEPLOYMENTS: &str = "/webdeployments/v1/deployments/";

impl OwnHosts {
    /// Why a guest socket at this address is none of the guest's; nothing where it is one.
    pub fn foreign_socket(&self, address: &str) -> Option<String> {
        let Ok(url) = Url::parse(address) else { return Some("its address is none".into()) };
        if !self.is_at(Service::Guest, &url) {
            return Some("its host is not the guest host of the connection".into());
        }
        let (_, id) = url.query_pairs().find(|(name, _)| name == "deploymentId")?;
        let own = self.deployment_id.as_deref().filter(|_| !self.is_deployment(Some(&id)))?;
        Some(format!("its deployment is {}, that of the connection is {own}", shown(&id)))
    }

    pub fn is_history(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| url.path().ends_with(HISTORY) && self.is_at(Service::Api, &url))
    }

    pub fn is_config(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let deployment = url
            .path()
            .split_once(DEPLOYMENTS)
            .and_then(|(_, rest)| rest.strip_suffix("/config.json"))
            .filter(|id| !id.contains('/'));
        deployment.is_some() && self.is_deployment(deployment) && self.is_at(Service::Config, &url)
    }

    fn is_deployment(&self, id: Option<&str>) -> bool {
        match (&self.deployment_id, id) {
            (Some(own), Some(id)) => own.eq_ignore_ascii_case(id),
            _ => true,
        }
    }

    fn is_at(&self, service: Service, url: &Url) -> bool {
        let Some(base) = self.hosts().base(service).and_then(|base| Url::parse(&base).ok()) else {
            return true;
        };
        is_same_host(&base, url) || (self.all_regions && self.is_in_a_region(service, url))
    }

    fn is_in_a_region(&self, service: Service, url: &Url) -> bool {
        let Some((name, domain)) = url.host_str().and_then(|host| host.split_once('.')) else { return false };
        let is_own = self.region.as_deref().is_some_and(|region| domain_of(region) == domain);
        name == service.host() && (is_own || REGIONS.iter().any(|(_, known)| *known == domain))
    }

    fn hosts(&self) -> Hosts {
        Hosts {
            region: self.region.clone(),
            api: self.api_url.clone(),
            guest: self.guest_url.clone(),
            config: self.config_url.clone(),
            ..Hosts::default()
        }
    }
}

/// An id may be shown; what else an app puts there may not.
fn shown(id: &str) -> &str {
    let is_id = id.len() <= 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if is_id { id } else { "none that is an id" }
}

/// This machine has more than one name.
pub fn is_same_host(one: &Url, other: &Url) -> bool {
    let is_same = one.host() == other.host() || (is_loopback(one) && is_loopback(other));
    is_same && one.port_or_known_default() == other.port_or_known_default()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn hosts(connection: Value) -> OwnHosts {
        serde_json::from_value(connection).expect("a connection")
    }

    fn is_own(hosts: &OwnHosts, address: &str) -> bool {
        hosts.foreign_socket(address).is_none()
    }

    #[test]
    fn only_the_guest_host_of_the_region_carries_the_guest() {
        let own = hosts(json!({ "region": "eu-west-1", "deploymentId": "AB" }));
        assert!(is_own(&own, "wss://webmessaging.mypurecloud.ie/v1?deploymentId=ab"));
        assert!(is_own(&own, "wss://webmessaging.mypurecloud.ie:443/v1?deploymentId=ab"));
        for foreign in [
            "wss://webmessaging.mypurecloud.de/v1?deploymentId=ab",
            "wss://webmessaging.mypurecloud.ie.example/v1?deploymentId=ab",
            "wss://webmessaging.mypurecloud.ie:8443/v1?deploymentId=ab",
            "wss://webmessaging.mypurecloud.ie/v1?deploymentId=cd",
            "ws://127.0.0.1:9/v1?deploymentId=ab",
            "nothing",
        ] {
            assert!(!is_own(&own, foreign), "{foreign}");
        }
    }

    #[test]
    fn both_deployments_are_named_and_no_text_that_is_no_id() {
        let own = hosts(json!({ "region": "eu-west-1", "deploymentId": "AB" }));
        let of = |id: &str| {
            own.foreign_socket(&format!("wss://webmessaging.mypurecloud.ie/v1?deploymentId={id}"))
                .expect("foreign")
        };
        assert_eq!(of("cd"), "its deployment is cd, that of the connection is AB");
        assert_eq!(of("eyJ.canary"), "its deployment is none that is an id, that of the connection is AB");
    }

    #[test]
    fn a_host_that_was_named_goes_before_that_of_the_region() {
        let own = hosts(json!({ "region": "eu-west-1", "guestUrl": "ws://127.0.0.1:8080" }));
        assert!(is_own(&own, "ws://127.0.0.1:8080/v1?deploymentId=x"));
        assert!(is_own(&own, "ws://localhost:8080/v1?deploymentId=x"), "another name of this machine");
        assert!(!is_own(&own, "ws://localhost:8081/v1?deploymentId=x"));
        assert!(!is_own(&own, "wss://webmessaging.mypurecloud.ie/v1?deploymentId=x"));
    }

    #[test]
    fn where_all_regions_are_led_each_of_their_hosts_is_meant() {
        let own = hosts(
            json!({ "region": "my.org.example", "guestUrl": "ws://127.0.0.1:8080", "apiUrl": "http://127.0.0.1:8080", "allRegions": true }),
        );
        assert!(is_own(&own, "wss://webmessaging.mypurecloud.de/v1?deploymentId=x"));
        assert!(is_own(&own, "wss://webmessaging.my.org.example/v1?deploymentId=x"));
        assert!(!is_own(&own, "wss://webmessaging.example.com/v1?deploymentId=x"));
        assert!(own.is_history("https://api.mypurecloud.de/api/v2/webmessaging/messages?pageNumber=1"));
        assert!(!own.is_history("https://api.example.com/api/v2/webmessaging/messages"));
    }

    #[test]
    fn history_and_configuration_are_those_of_the_own_hosts() {
        let own = hosts(json!({ "region": "mypurecloud.de", "deploymentId": "ab" }));
        assert!(own.is_history("https://api.mypurecloud.de/api/v2/webmessaging/messages"));
        assert!(!own.is_history("https://api.mypurecloud.ie/api/v2/webmessaging/messages"));
        assert!(!own.is_history("https://api.mypurecloud.de/api/v2/conversations"));
        let config =
            |host: &str, id: &str| format!("https://{host}/webdeployments/v1/deployments/{id}/config.json");
        assert!(own.is_config(&config("api-cdn.mypurecloud.de", "ab")));
        assert!(!own.is_config(&config("api-cdn.mypurecloud.de", "cd")));
        assert!(!own.is_config(&config("cdn.example.com", "ab")));
    }

    #[test]
    fn where_no_host_is_known_none_is_foreign() {
        let own = hosts(json!({ "apiUrl": "http://127.0.0.1:1" }));
        assert!(is_own(&own, "wss://anywhere.example/v1?deploymentId=x"));
        assert!(!own.is_history("https://elsewhere.example/api/v2/webmessaging/messages"));
    }
}
