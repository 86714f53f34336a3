//! Answers that are neither conversations nor refusals: wrap-up codes, the owner of a token, a message's details, a
//! notification channel. What goes into a path is plain, where a socket is opened belongs to the org, and an answer that
//! cannot be read says where, and none of its text.

use playwright_genesys::model::conversation::{MessageDetails, TokenInfo};
use playwright_genesys::model::wrapup::WrapupCodePage;
use playwright_genesys::model::{WrapupCode, ids::QueueId};
use playwright_genesys::platform::endpoints::messages;
use playwright_genesys::platform::endpoints::notifications::{Channel, subscribe_queue};
use playwright_genesys::platform::is_of_the_org;
use url::Url;

use super::conversation::read;
use super::json::{is_plain, leniently_parsed};

const QUEUE: &str = "11111111-1111-4111-8111-111111111111";
const ORGS: [&str; 3] = ["https://api.mypurecloud.ie", "https://gateway.example", "http://127.0.0.1:4711"];

/// The registrable part of a host, as far as it needs no list: its last two names.
fn domain(host: &str) -> Vec<&str> {
    host.rsplit('.').take(2).collect()
}

fn assert_own_address(uri: &str) {
    let Ok(address) = Url::parse(uri) else { return };
    for org in ORGS {
        let api = Url::parse(org).expect("a literal");
        if !is_of_the_org(&address, &api) {
            continue;
        }
        let (host, own) = (address.host_str().unwrap_or_default(), api.host_str().unwrap_or_default());
        let is_here =
            own == "127.0.0.1" && (host == "localhost" || host == "[::1]" || host.starts_with("127."));
        let is_theirs = address.scheme() == "wss" && domain(host) == domain(own);
        assert!(is_here || is_theirs, "{host} does not belong to {own}");
    }
}

fn assert_channel(channel: &Channel) {
    let queue: QueueId = QUEUE.parse().expect("a literal");
    if let Some(request) = subscribe_queue(&channel.id, &queue) {
        let rest = request.path.strip_prefix("/api/v2/notifications/channels/").expect("our own path");
        let id = rest.strip_suffix("/subscriptions").expect("our own path");
        assert!(is_plain(&id.replace('_', "-")), "{id:?} stands in a path");
    }
    assert_own_address(&channel.connect_uri);
}

pub fn hold(bytes: &[u8]) {
    let body = leniently_parsed(bytes).unwrap_or_default();
    if let Some(page) = read::<WrapupCodePage>(bytes) {
        assert_eq!(Some(page.entities.len()), body["entities"].as_array().map(Vec::len));
    }
    if let Some(codes) = read::<Vec<WrapupCode>>(bytes) {
        assert_eq!(Some(codes.len()), body.as_array().map(Vec::len));
    }
    if let Some(details) = read::<MessageDetails>(bytes)
        && let Some(id) = details.conversation_id
    {
        assert!(is_plain(id.as_str()));
        assert!(messages::get_conversation(&id).path.len() < 100);
    }
    if let Some(info) = read::<TokenInfo>(bytes) {
        let named = info.organization.map(|organization| organization.id);
        assert_eq!(named.as_deref(), body["organization"]["id"].as_str());
    }
    if let Some(channel) = read::<Channel>(bytes) {
        assert_channel(&channel);
    }
}
