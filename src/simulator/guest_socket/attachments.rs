//! What guests ask about attachments: an address to upload to, one to download from, deletion.

use serde_json::{Value, json};

use super::connection::ConnectionId;
use super::files::{self, File, Purpose};
use super::frames;
use super::request::{Outcome, Refused, Request, missing};
use crate::simulator::world::World;

/// A guest that says nothing of `errorsAsJson` gets the same class (assumed).
pub fn upload_url(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    super::configuring::session(world, connection, &request.token)?;
    let name = request.file_name.as_deref().ok_or_else(|| missing("fileName"))?;
    let mime = request.file_type.as_deref().ok_or_else(|| missing("fileType"))?;
    let size = request.file_size.ok_or_else(|| missing("fileSize"))?;
    let id = request.attachment_id.clone().unwrap_or_else(|| world.ids.next());
    let tracing = request.tracing_id.as_deref();
    if let Err((code, why)) = files::check(name, mime, size, &world.options.deployment) {
        let at = world.clock.stamp().iso();
        return Ok(Some(frames::url_error(code, &why, &id, &at, tracing)));
    }
    let file =
        File { token: request.token.clone(), name: name.into(), mime: mime.into(), size, content: None };
    world.files.by_id.insert(id.clone(), file);
    let url = world.presigned(&id, Purpose::Upload);
    let headers = json!({ "x-amz-tagging": TAGGING });
    let body = json!({ "attachmentId": id, "headers": headers, "url": url });
    Ok(Some(frames::response("PresignedUrlResponse", body, tracing)))
}

/// The header that an upload must carry, as the answer said (documented: the headers are given).
pub const TAGGING: &str = "abc";

/// Documented: without headers, and with the file's facts.
pub fn download_url(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    super::configuring::session(world, connection, &request.token)?;
    let id = request.attachment_id.as_deref().ok_or_else(|| missing("attachmentId"))?;
    let file = uploaded(world, &request.token, id)?;
    let (name, size, mime) = (file.name.clone(), file.size, file.mime.clone());
    let url = world.presigned(id, Purpose::Download);
    let body = json!({
        "attachmentId": id, "headers": {}, "url": url, "fileName": name, "fileSize": size, "fileType": mime,
    });
    Ok(Some(frames::response("PresignedUrlResponse", body, request.tracing_id.as_deref())))
}

/// Measured (vendor's fixtures): it comes with the type of a message.
pub fn delete(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    super::configuring::session(world, connection, &request.token)?;
    let id = request.attachment_id.as_deref().ok_or_else(|| missing("attachmentId"))?;
    world.files.of(&request.token, id).ok_or_else(not_found)?;
    world.files.by_id.remove(id);
    Ok(Some(frames::attachment_deleted(id, request.tracing_id.as_deref())))
}

fn not_found() -> Refused {
    (4009, "Attachment not found".into())
}

fn uploaded<'a>(world: &'a World, token: &str, id: &str) -> Result<&'a File, Refused> {
    let file = world.files.of(token, id).ok_or_else(not_found)?;
    if file.content.is_none() {
        return Err((4010, "Attachment has not been uploaded".into()));
    }
    Ok(file)
}

/// The parts of a message, with what is known of each attachment that they name.
pub fn described(world: &mut World, token: &str, parts: Vec<Value>) -> Result<Vec<Value>, Refused> {
    parts.into_iter().map(|part| described_part(world, token, part)).collect()
}

fn described_part(world: &mut World, token: &str, part: Value) -> Result<Value, Refused> {
    if part["contentType"] != "Attachment" {
        return Ok(part);
    }
    let id = part["attachment"]["id"].as_str().ok_or_else(|| missing("attachment.id"))?;
    let file = uploaded(world, token, id)?;
    let mut attachment = json!({
        "id": id, "filename": file.name, "mediaType": media_type(&file.mime), "fileSize": file.size, "mime": file.mime,
    });
    attachment["url"] = json!(world.presigned(id, Purpose::Download));
    Ok(json!({ "contentType": "Attachment", "attachment": attachment }))
}

fn media_type(mime: &str) -> &'static str {
    match mime.split('/').next() {
        Some("image") => "Image",
        Some("audio") => "Audio",
        Some("video") => "Video",
        _ => "File",
    }
}

impl World {
    /// An address that lets its bearer in until it expires.
    fn presigned(&mut self, id: &str, purpose: Purpose) -> String {
        let signature = self.ids.secret();
        self.files.grant(signature.clone(), id, purpose, self.clock.now());
        let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        format!("{}/attachments/{id}?signature={signature}", self.base_url)
    }

    /// Documented: success and failure are told over the socket. Assumed: what differs in size
    /// from what was announced fails, and every connection of the guest is told.
    pub fn take_upload(&mut self, id: &str, content: Vec<u8>) {
        let at = self.clock.stamp().iso();
        let Some(file) = self.files.by_id.get_mut(id) else { return };
        let token = file.token.clone();
        let frame = if content.len() as u64 == file.size {
            file.content = Some(content);
            let url = self.presigned(id, Purpose::Download);
            frames::uploaded(id, &url, &at)
        } else {
            frames::upload_failed(id, (4002, "File size differs from what was announced"), &at)
        };
        self.guests.tell_all(&token, &frame, self.clock.now());
    }
}
