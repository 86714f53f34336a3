//! `/notifications/channels` and their subscriptions.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::simulator::call::Call;
use crate::simulator::notifications::channels::Channel;
use crate::simulator::notifications::topics::{self, Wrong};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::world::World;

#[derive(Deserialize)]
struct Topic {
    id: String,
}

fn view(world: &World, channel: &Channel) -> Value {
    let uri = format!("{}/channels/{}", world.guest_url(), channel.id);
    json!({ "connectUri": uri, "id": channel.id, "expires": channel.expires.iso() })
}

pub fn create(call: &mut Call<'_>) -> Handled {
    // Whoever knows the id may listen.
    let id = format!("streaming-0-{}", call.world.ids.secret());
    let now = call.world.clock.now();
    call.world.channels.create(id.clone(), now);
    let channel = call.world.channels.get(&id, now).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(view(call.world, channel)))
}

/// Those of the token and those of the client are the same: there is one client.
pub fn list(call: &mut Call<'_>) -> Handled {
    let world = &call.world;
    let channels = world.channels.all(world.clock.now()).map(|channel| view(world, channel));
    Ok(Reply::ok(json!({ "entities": channels.collect::<Vec<_>>() })))
}

pub fn head(call: &mut Call<'_>) -> Handled {
    channel(call)?;
    Ok(Reply::empty(200))
}

fn channel<'a>(call: &'a Call<'_>) -> Result<&'a Channel, Refusal> {
    let id = call.path.get("channelId").map(String::as_str).unwrap_or_default();
    call.world.channels.get(id, call.world.clock.now()).ok_or_else(Refusal::not_found)
}

pub fn subscriptions(call: &mut Call<'_>) -> Handled {
    let topics = channel(call)?.topics.iter();
    Ok(Reply::ok(json!({ "entities": topics.map(|topic| permitted(topic)).collect::<Vec<_>>() })))
}

pub fn add(call: &mut Call<'_>) -> Handled {
    let kept = channel(call)?.topics.clone();
    subscribe(call, kept)
}

pub fn replace(call: &mut Call<'_>) -> Handled {
    channel(call)?;
    subscribe(call, BTreeSet::new())
}

/// Assumed: the answer has no body.
pub fn clear(call: &mut Call<'_>) -> Handled {
    let id = channel(call)?.id.clone();
    let now = call.world.clock.now();
    call.world.channels.subscribe(&id, BTreeSet::new(), now);
    Ok(Reply::empty(200))
}

/// Documented: with `ignoreErrors` what is refused is listed; without, nothing is subscribed to.
fn subscribe(call: &mut Call<'_>, mut topics: BTreeSet<String>) -> Handled {
    let asked: Vec<Topic> = call.json()?;
    let ignores_errors = call.query("ignoreErrors") == Some("true");
    let granted = call.world.options.permissions.as_deref();
    let mut entities = Vec::new();
    for Topic { id } in asked {
        match topics::check(&id, granted) {
            Ok(()) => {
                entities.push(permitted(&id));
                topics.insert(id);
            }
            Err(wrong) if ignores_errors => entities.push(rejected(&id, wrong)),
            Err(wrong) => return Err(refusal(&id, wrong)),
        }
    }
    let channel = channel(call)?.id.clone();
    let now = call.world.clock.now();
    if call.world.channels.subscribe(&channel, topics, now) {
        return Ok(Reply::ok(json!({ "entities": entities })));
    }
    let message = "The channel has too many subscriptions.";
    Err(Refusal::new(400, "notification.subscription.too.many.subscriptions", message))
}

/// An AvailableTopicEntityListing.
pub fn available(_: &mut Call<'_>) -> Handled {
    let entities = topics::available().map(|(id, needed)| {
        json!({ "id": id, "requiresPermissions": needed.into_iter().collect::<Vec<_>>(), "transports": ["Websocket"] })
    });
    Ok(Reply::ok(json!({ "entities": entities.collect::<Vec<_>>() })))
}

fn permitted(topic: &str) -> Value {
    json!({ "id": topic, "state": "Permitted", "selfUri": self_uri(topic) })
}

/// Assumed: the reason's words.
fn rejected(topic: &str, wrong: Wrong) -> Value {
    let mut entity = json!({ "id": topic, "state": "Rejected", "selfUri": self_uri(topic) });
    match wrong {
        Wrong::Unknown => entity["rejectionReason"] = json!("The topic is not valid."),
        Wrong::NotPermitted(permission) => {
            entity["rejectionReason"] = json!("A permission is missing.");
            entity["missingPermissions"] = json!([permission]);
        }
    }
    entity
}

fn self_uri(topic: &str) -> String {
    format!("/api/v2/notifications/availabletopics/{topic}")
}

/// Documented: the code of an invalid topic. Assumed: the one of a missing permission.
fn refusal(topic: &str, wrong: Wrong) -> Refusal {
    match wrong {
        Wrong::Unknown => {
            Refusal::new(400, "notification.invalid.topic", format!("The topic {topic} is not valid."))
        }
        Wrong::NotPermitted(permission) => {
            let message = format!("The topic {topic} needs a permission that is missing: [{permission}]");
            Refusal::new(403, "missing.permissions", message)
        }
    }
}
