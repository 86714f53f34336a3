//! Where presigned addresses of attachments lead: no token, the address itself lets in.

use crate::simulator::call::Call;
use crate::simulator::guest_socket::attachments::TAGGING;
use crate::simulator::guest_socket::files::Purpose;
use crate::simulator::reply::{Handled, Reply};

fn id(call: &Call<'_>) -> String {
    call.path.get("attachmentId").cloned().unwrap_or_default()
}

fn is_let_in(call: &Call<'_>, purpose: Purpose) -> bool {
    let signature = call.query("signature").unwrap_or_default();
    call.world.files.allows(signature, &id(call), purpose, call.world.clock.now())
}

/// Assumed: the file store answers as the one of the deployments does.
fn refused() -> Reply {
    Reply::text(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>".into())
}

/// The guest hears over its socket whether the file was taken.
pub fn put(call: &mut Call<'_>) -> Handled {
    let tagged = call.headers.get("x-amz-tagging").is_some_and(|value| value == TAGGING);
    if !tagged || !is_let_in(call, Purpose::Upload) {
        return Ok(refused());
    }
    let content = call.body.to_vec();
    call.world.take_upload(&id(call), content);
    Ok(Reply::empty(200))
}

pub fn get(call: &mut Call<'_>) -> Handled {
    let id = id(call);
    let file = call.world.files.by_id.get(&id).filter(|_| is_let_in(call, Purpose::Download));
    let content = file.and_then(|file| Some((file.mime.clone(), file.content.clone()?)));
    Ok(content.map_or_else(refused, |(mime, content)| Reply::bytes(mime, content)))
}
