//! `/analytics/conversations`: what has been known for a while.

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::simulator::call::Call;
use crate::simulator::clock::Timestamp;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::analytics;

/// Documented that it is some time. Assumed: how long, here by the virtual clock.
const LAG_MS: i64 = 30_000;

/// Assumed: 404 before it is known.
pub fn details(call: &mut Call<'_>) -> Handled {
    let conversation = call.conversation()?;
    let shown = analytics::conversation(conversation, &call.world.org.division.id, known_until(call));
    shown.map(Reply::ok).ok_or_else(Refusal::not_found)
}

fn known_until(call: &Call<'_>) -> Timestamp {
    call.world.clock.now().plus_ms(-LAG_MS)
}

/// A ConversationQuery. Not modelled: filters of evaluations, surveys and resolutions, aggregations, clauses, orders.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    interval: Option<String>,
    #[serde(default)]
    conversation_filters: Vec<Filter>,
    #[serde(default)]
    segment_filters: Vec<Filter>,
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Filter {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    predicates: Vec<Predicate>,
}

#[derive(Deserialize)]
struct Predicate {
    dimension: Option<String>,
    operator: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paging {
    page_size: Option<usize>,
    page_number: Option<usize>,
}

/// Documented: `interval` is required. Assumed: a conversation belongs to the interval in which it began.
pub fn query(call: &mut Call<'_>) -> Handled {
    let query: Query = call.json()?;
    let interval = query.interval.as_deref().and_then(interval);
    let (from, to) = interval.ok_or_else(|| Refusal::bad_request("An interval start/end is required."))?;
    let (world, until) = (&call.world, known_until(call));
    let began = |at: Timestamp| (from..to).contains(&at.millis());
    let all = world.conversations.values().filter(|conversation| began(conversation.started));
    let mut found = Vec::new();
    for shown in all.filter_map(|c| analytics::conversation(c, &world.org.division.id, until)) {
        let filters = query.conversation_filters.iter().chain(&query.segment_filters);
        let fits = filters.map(|filter| fits(filter, &shown)).collect::<Result<Vec<_>, _>>()?;
        if fits.into_iter().all(|fits| fits) {
            found.push(shown);
        }
    }
    let size = query.paging.as_ref().and_then(|paging| paging.page_size).unwrap_or(25).max(1);
    let page = query.paging.as_ref().and_then(|paging| paging.page_number).unwrap_or(1).max(1);
    let total = found.len();
    let shown: Vec<Value> = found.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
    Ok(Reply::ok(json!({ "conversations": shown, "totalHits": total })))
}

fn interval(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once('/')?;
    let millis = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok().map(|at| at.unix_timestamp() * 1000);
    Some((millis(from)?, millis(to)?))
}

fn fits(filter: &Filter, shown: &Value) -> Result<bool, Refusal> {
    let each = filter.predicates.iter().map(|predicate| holds(predicate, shown));
    let each = each.collect::<Result<Vec<_>, _>>()?;
    let any = filter.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("or"));
    Ok(if any && !each.is_empty() { each.contains(&true) } else { !each.contains(&false) })
}

fn holds(predicate: &Predicate, shown: &Value) -> Result<bool, Refusal> {
    let dimension = predicate.dimension.as_deref().unwrap_or_default();
    let values = values(dimension, shown)
        .ok_or_else(|| Refusal::bad_request(format!("The simulator has no dimension {dimension:?}.")))?;
    match predicate.operator.as_deref().unwrap_or("matches") {
        "exists" => Ok(!values.is_empty()),
        "notExists" => Ok(values.is_empty()),
        "matches" => Ok(predicate.value.as_deref().is_some_and(|value| values.contains(&value))),
        other => Err(Refusal::bad_request(format!("The simulator has no operator {other:?}."))),
    }
}

/// What a conversation has of a dimension; `None` where it is not modelled.
fn values<'a>(dimension: &str, shown: &'a Value) -> Option<Vec<&'a str>> {
    let under = |outer: Vec<&'a Value>, list: &str| -> Vec<&'a Value> {
        outer.into_iter().filter_map(|value| value[list].as_array()).flatten().collect()
    };
    let participants = || under(vec![shown], "participants");
    let sessions = || under(participants(), "sessions");
    let places = match dimension {
        "conversationId" | "conversationStart" | "conversationEnd" | "originatingDirection" => vec![shown],
        "purpose" | "userId" | "participantName" => participants(),
        "mediaType" | "messageType" | "direction" | "sessionId" => sessions(),
        "queueId" | "wrapUpCode" | "segmentType" | "disconnectType" | "segmentEnd" => {
            under(sessions(), "segments")
        }
        _ => return None,
    };
    Some(places.into_iter().filter_map(|place| place[dimension].as_str()).collect())
}
