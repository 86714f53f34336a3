//! A body as it is read from outside: bounded, and never inflated.

use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;

/// The longest body that is read. A conversation with hundreds of participants stays far below.
pub const MAX_BODY_BYTES: usize = 4 << 20;

/// Why a body was not read.
#[derive(Debug)]
pub enum Unread {
    Broken(reqwest::Error),
    TooLong,
    /// Nothing compressed was asked for; a few bytes could become gigabytes.
    Encoded,
}

pub fn is_encoded(response: &Response) -> bool {
    let how = response.headers().get(CONTENT_ENCODING);
    how.is_some_and(|how| !how.as_bytes().eq_ignore_ascii_case(b"identity"))
}

pub async fn read(mut response: Response) -> Result<Vec<u8>, Unread> {
    if is_encoded(&response) {
        return Err(Unread::Encoded);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Unread::Broken)? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Unread::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
