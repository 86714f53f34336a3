//! `/api/v2/routing`: queues, and wrap-up codes of a queue and of the org.

use crate::error::Result;
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

/// Every wrap-up code of a queue, or of the org.
pub async fn list_wrapup_codes(call: &Call, queue: Option<&QueueId>) -> Result<Vec<WrapupCode>> {
    let mut codes = Vec::new();
    for number in 1..=MAX_PAGES {
        let page: WrapupCodePage = call.get(&page_request(queue, number)).await?;
        let is_last = page.entities.len() < PAGE_SIZE || page.page_count.is_some_and(|count| number >= count);
        codes.extend(page.entities);
        if is_last {
            break;
        }
    }
    Ok(codes)
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
