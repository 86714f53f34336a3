//! Wrap-up codes of the org and of a queue.

use serde_json::{Value, json};

use crate::model::ids::{QueueId, WrapUpCodeId};
use crate::simulator::call::Call;
use crate::simulator::records::Named;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::{Page, listing, routing};

/// Assumed: the exact maximum is unknown; 100 is what the vendor's tools ask for.
const MAX_PAGE_SIZE: usize = 100;

/// Assumed: the name filter takes whatever begins with it; clients must compare.
pub fn list(call: &mut Call<'_>) -> Handled {
    let wanted = call.query("name").map(str::to_lowercase);
    let wanted_ids: Vec<&str> = call.queries("id").collect();
    let matches = |code: &&Named<WrapUpCodeId>| {
        wanted.as_ref().is_none_or(|name| code.name.to_lowercase().starts_with(name))
            && (wanted_ids.is_empty() || wanted_ids.contains(&code.id.as_str()))
    };
    let mut codes: Vec<_> = call.world.org.codes.iter().filter(matches).collect();
    match call.query("sortBy").unwrap_or("name") {
        "name" => codes.sort_by(|a, b| a.name.cmp(&b.name)),
        "id" => codes.sort_by(|a, b| a.id.cmp(&b.id)),
        _ => return Err(invalid("sortBy")),
    }
    if call.query("sortOrder").is_some_and(|order| order.eq_ignore_ascii_case("descending")) {
        codes.reverse();
    }
    page_of(call, &codes, "/api/v2/routing/wrapupcodes")
}

pub fn get(call: &mut Call<'_>) -> Handled {
    let id: WrapUpCodeId = call.id("codeId")?;
    let org = &call.world.org;
    let code = org.code(&id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::written(&routing::code(code, org)))
}

pub fn queue(call: &mut Call<'_>) -> Handled {
    let id: QueueId = call.id("queueId")?;
    let queue = call.world.org.queue(&id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(routing::queue(queue, call.world)))
}

/// The same without what needs more than a search (documented): assumed, all fields are there.
pub fn division_views(call: &mut Call<'_>) -> Handled {
    if call.query("name").is_some() && call.query("id").is_some() {
        return Err(Refusal::bad_request("Either a name or ids, and not both."));
    }
    list(call)
}

/// Assumed: the name filter takes whatever begins with it, in any case.
pub fn queues(call: &mut Call<'_>) -> Handled {
    let wanted = call.query("name").map(|name| name.trim_end_matches('*').to_lowercase());
    let ids: Vec<&str> = call.queries("id").collect();
    let org = &call.world.org;
    let matches = |queue: &&Named<QueueId>| {
        wanted.as_ref().is_none_or(|name| queue.name.to_lowercase().starts_with(name))
            && (ids.is_empty() || ids.contains(&queue.id.as_str()))
    };
    let found: Vec<Value> =
        org.queues.iter().filter(matches).map(|queue| routing::queue(queue, call.world)).collect();
    Ok(Reply::ok(listing(&found, &page(call)?, "/api/v2/routing/queues")))
}

/// Every agent is a member of every queue.
pub fn my_queues(call: &mut Call<'_>) -> Handled {
    call.user()?;
    let mine: Vec<Value> =
        call.world.org.queues.iter().map(|queue| routing::queue_of_user(queue, call.world)).collect();
    Ok(Reply::ok(listing(&mine, &page(call)?, "/api/v2/routing/queues/me")))
}

/// A trailing asterisk makes the name a prefix (documented).
pub fn of_queue(call: &mut Call<'_>) -> Handled {
    let id: QueueId = call.id("queueId")?;
    let org = &call.world.org;
    org.queue(&id).ok_or_else(Refusal::not_found)?;
    let wanted = call.query("name").map(str::to_lowercase);
    let matches = |code: &&Named<WrapUpCodeId>| {
        let name = code.name.to_lowercase();
        wanted.as_ref().is_none_or(|wanted| match wanted.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == *wanted,
        })
    };
    let codes: Vec<_> = org.codes.iter().filter(matches).collect();
    page_of(call, &codes, &format!("/api/v2/routing/queues/{id}/wrapupcodes"))
}

fn page_of(call: &Call<'_>, codes: &[&Named<WrapUpCodeId>], path: &str) -> Handled {
    let page = page(call)?;
    let codes: Vec<Value> = codes.iter().map(|code| json!(routing::code(code, &call.world.org))).collect();
    Ok(Reply::ok(listing(&codes, &page, path)))
}

fn page(call: &Call<'_>) -> Result<Page, Refusal> {
    let number = |name: &str, absent: usize, max: usize| match call.query(name) {
        None => Ok(absent),
        Some(text) => text.parse().ok().filter(|n| (1..=max).contains(n)).ok_or_else(|| invalid(name)),
    };
    Ok(Page { size: number("pageSize", 25, MAX_PAGE_SIZE)?, number: number("pageNumber", 1, usize::MAX)? })
}

fn invalid(name: &str) -> Refusal {
    Refusal::new(
        400,
        "invalid.query.param.value",
        format!("The value of the query parameter {name} is invalid."),
    )
}
