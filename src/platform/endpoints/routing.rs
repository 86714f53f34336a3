//! `/api/v2/routing`: queues, and wrap-up codes of a queue and of the org.

use crate::error::{Error, Kind, Result};
use crate::model::WrapupCode;
use crate::model::ids::QueueId;
use crate::model::wrapup::WrapupCodePage;
use crate::platform::call::Call;
use crate::platform::permissions::{VIEW_QUEUE, VIEW_WRAP_UP_CODES};
use crate::platform::request::Request;

/// The largest page that the vendor's own tools ask for.
const PAGE_SIZE: usize = 100;
/// An endless listing is a fault of the server: 10,000 codes are enough for any org.
const MAX_PAGES: u32 = 100;
/// And so are so many bytes.
const MAX_BYTES: usize = 16 << 20;

/// Every wrap-up code of a queue, or of the org. Pages are counted here: an address that an
/// answer names (`nextUri`) is never asked.
pub async fn list_wrapup_codes(call: &Call, queue: Option<&QueueId>) -> Result<Vec<WrapupCode>> {
    let mut codes: Vec<WrapupCode> = Vec::new();
    let (mut bytes, mut read) = (0, 0);
    let mut turned_to = None;
    for number in 1..=MAX_PAGES {
        let (page, answer) = call.get_with_answer::<WrapupCodePage>(&page_request(queue, number)).await?;
        bytes += answer.body.len();
        if bytes > MAX_BYTES {
            return Err(endless(number));
        }
        read += page.entities.len();
        let is_last = is_last(&page, number, read);
        // A server that does not turn the page answers the same one for ever; an empty page is like any other.
        let begins_with = page.entities.first().map(|code| code.id.clone());
        if !is_last && begins_with.is_some() && begins_with == turned_to {
            return if tells_its_end(&page) { Err(endless(number)) } else { Ok(codes) };
        }
        turned_to = begins_with;
        codes.extend(page.entities.into_iter().filter(|code| !code.id.is_empty()));
        if is_last {
            return Ok(codes);
        }
    }
    Err(endless(MAX_PAGES))
}

/// A server may give shorter pages than were asked for: a page's length counts only where nothing else is told.
fn is_last(page: &WrapupCodePage, number: u32, read: usize) -> bool {
    let in_page = page.entities.len();
    if let Some(count) = above_zero(page.page_count) {
        return number >= count;
    }
    if page.names_another() {
        return false;
    }
    match above_zero(page.total) {
        Some(total) => in_page == 0 || read as u64 >= total,
        None => in_page < above_zero(page.page_size).unwrap_or(PAGE_SIZE).min(PAGE_SIZE),
    }
}

fn tells_its_end(page: &WrapupCodePage) -> bool {
    above_zero(page.page_count).is_some() || page.names_another() || above_zero(page.total).is_some()
}

/// A zero beside codes tells nothing, and neither does one without.
fn above_zero<T: Default + PartialOrd>(told: Option<T>) -> Option<T> {
    told.filter(|number| *number > T::default())
}

fn endless(pages: u32) -> Error {
    let message = format!("The listing of wrap-up codes did not end: {pages} pages of it were read.");
    Error::new(Kind::Decode, message).hint("Give the wrap-up code by its id: then no list is read.")
}

pub fn get_queue(queue: &QueueId) -> Request {
    Request::read("read the queue", format!("/api/v2/routing/queues/{queue}")).needs(VIEW_QUEUE)
}

pub fn page_request(queue: Option<&QueueId>, number: u32) -> Request {
    let request = match queue {
        Some(queue) => Request::read(
            "list the queue's wrap-up codes",
            format!("/api/v2/routing/queues/{queue}/wrapupcodes"),
        )
        .needs(VIEW_QUEUE),
        None => Request::read("list the org's wrap-up codes", "/api/v2/routing/wrapupcodes")
            .needs(VIEW_WRAP_UP_CODES),
    };
    request.query("pageSize", PAGE_SIZE).query("pageNumber", number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(codes: usize, more: serde_json::Value) -> WrapupCodePage {
        let mut json =
            serde_json::json!({ "entities": vec![serde_json::json!({ "id": "a", "name": "b" }); codes] });
        json.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        serde_json::from_value(json).expect("a page")
    }

    #[test]
    fn a_listing_ends_where_it_says_so_however_long_its_pages_are() {
        let told = |codes, more, number| is_last(&page(codes, more), number, codes);
        assert!(!told(25, serde_json::json!({ "pageCount": 3, "nextUri": "/x" }), 1));
        assert!(
            told(10, serde_json::json!({ "pageCount": 3, "nextUri": "/x" }), 3),
            "a server that always names a next one"
        );
        assert!(!told(0, serde_json::json!({ "pageCount": 3 }), 2), "an empty page in the middle");
        let total = |number, read| {
            is_last(&page(25, serde_json::json!({ "total": 60, "pageCount": null })), number, read)
        };
        assert!(!total(1, 25) && !total(2, 50) && total(3, 60), "the number of all codes tells it as well");
        for untold in [
            serde_json::json!({ "pageCount": null }),
            serde_json::json!({ "pageCount": 0 }),
            serde_json::json!({}),
        ] {
            let with_next = serde_json::json!({ "pageCount": untold["pageCount"], "nextUri": "/x" });
            assert!(!told(25, with_next, 1));
            assert!(told(25, untold.clone(), 1) && !told(100, untold, 1));
        }
    }
}
