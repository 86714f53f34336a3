//! `/api/v2/tokens/me`: whose token this is.

use crate::error::Result;
use crate::model::conversation::TokenInfo;
use crate::platform::call::Call;
use crate::platform::request::Request;

pub fn token_info() -> Request {
    Request::read("read the token's owner", "/api/v2/tokens/me")
}

/// The token's org and client; asked once per client.
pub async fn get_token_info(call: &Call) -> Result<TokenInfo> {
    let kept = call.client.memory().token_info.clone();
    if let Some(info) = kept {
        return Ok(info);
    }
    let info: TokenInfo = call.get(&token_info()).await?;
    call.client.memory().token_info = Some(info.clone());
    Ok(info)
}
