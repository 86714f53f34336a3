//! What stays as it is beside what the vendor publishes: the written lists.

use super::published::{NAMES, SEGMENTS, WORDS};

/// Numbers that are no data of an org: how much is asked for and told at once, what is allowed, how long is to be waited, and how it ended.
pub const NUMBERS: [&str; 21] = [
    "code",
    "count",
    "errorCode",
    "inin-ratelimit-allowed",
    "inin-ratelimit-count",
    "inin-ratelimit-reset",
    "limit",
    "maxCustomDataBytes",
    "maxFileSizeKB",
    "maxParticipants",
    "pageCount",
    "pageNumber",
    "pageSize",
    "retry-after",
    "retryAfter",
    "status",
    "timeoutMs",
    "timeoutSeconds",
    "total",
    "totalHits",
    "wrapupTimeoutMs",
];
/// A day in milliseconds is below it; an account's number, or a phone's, is not.
const NUMBERS_BELOW: i64 = 1_000_000_000;

/// Whatever stands in these opens something.
const SECRETS: [&str; 13] = [
    "access_token",
    "authorization",
    "clientSecret",
    "client_secret",
    "code_verifier",
    "jwt",
    "nonce",
    "password",
    "refresh_token",
    "resumeToken",
    "secret",
    "sessionJoinToken",
    "token",
];
/// Keys and values of these are somebody's own: a word in them is none of the vendor's.
const OWN: [&str; 5] = ["attributes", "customAttributes", "headers", "messageParams", "properties"];
/// What people wrote, which `--texts` shows.
const TEXTS: [&str; 2] = ["text", "textBody"];
const MEDIA_TYPES: [&str; 7] = [
    "application/json",
    "application/octet-stream",
    "application/problem+json",
    "application/xml",
    "text/html",
    "text/plain",
    "text/xml",
];

pub fn is_name(field: &str) -> bool {
    NAMES.binary_search(&field).is_ok()
}

pub fn is_segment(part: &str) -> bool {
    SEGMENTS.binary_search(&part).is_ok()
}

/// Whether the vendor lists this word for this field.
pub fn is_word(field: &str, word: &str) -> bool {
    let row = WORDS.binary_search_by_key(&field, |(field, _)| field);
    row.is_ok_and(|row| WORDS[row].1.binary_search(&word).is_ok())
}

pub fn keeps_number(field: &str, number: i64) -> bool {
    NUMBERS.binary_search(&field).is_ok() && (0..NUMBERS_BELOW).contains(&number)
}

pub fn is_secret(field: &str) -> bool {
    SECRETS.iter().any(|secret| secret.eq_ignore_ascii_case(field))
}

pub fn is_own(field: &str) -> bool {
    OWN.contains(&field)
}

pub fn is_text(field: &str) -> bool {
    TEXTS.contains(&field)
}

/// A media type as it is told, with its character set where that is the usual one.
pub fn media_type(value: &str) -> Option<String> {
    let plain = value.to_ascii_lowercase().replace(' ', "");
    let (kind, rest) =
        plain.split_once(';').map_or((plain.as_str(), None), |(kind, rest)| (kind, Some(rest)));
    let is_known = MEDIA_TYPES.contains(&kind) && rest.is_none_or(|rest| rest == "charset=utf-8");
    is_known.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_by_halves_is_sorted() {
        assert!(NAMES.is_sorted() && SEGMENTS.is_sorted() && NUMBERS.is_sorted());
        assert!(WORDS.is_sorted_by_key(|(field, _)| *field));
        assert!(WORDS.iter().all(|(_, words)| words.is_sorted()));
    }

    #[test]
    fn a_word_is_kept_only_in_its_field_and_a_number_only_where_it_is_small() {
        assert!(is_word("state", "connected") && !is_word("name", "connected") && !is_word("state", "anna"));
        assert!(keeps_number("pageSize", 25) && !keeps_number("priority", 25));
        assert!(!keeps_number("status", 4_915_112_345_678) && !keeps_number("status", -1));
    }

    #[test]
    fn a_media_type_shows_no_more_than_its_kind() {
        assert_eq!(
            media_type("Application/JSON; charset=UTF-8").as_deref(),
            Some("application/json;charset=utf-8")
        );
        assert_eq!(media_type("application/json; charset=anna"), None);
        assert_eq!(media_type("anna/bert"), None);
    }
}
