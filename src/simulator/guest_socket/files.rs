//! Guests' attachments: asked for, uploaded over HTTP, downloaded with addresses that expire.

use std::collections::HashMap;

use crate::simulator::clock::Timestamp;
use crate::simulator::options::DeploymentOptions;

#[derive(Debug)]
pub struct File {
    pub token: String,
    pub name: String,
    pub mime: String,
    pub size: u64,
    /// `None` until it has been uploaded.
    pub content: Option<Vec<u8>>,
}

/// What an address is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Upload,
    Download,
}

#[derive(Debug)]
struct Grant {
    attachment: String,
    purpose: Purpose,
    expires: Timestamp,
}

/// Keyed by attachment id; grants by their signature.
#[derive(Debug, Default)]
pub struct Files {
    pub by_id: HashMap<String, File>,
    grants: HashMap<String, Grant>,
}

/// Documented: about ten minutes for downloads. Assumed: as long for uploads.
const GRANT_MS: i64 = 600_000;

impl Files {
    pub fn grant(&mut self, signature: String, attachment: &str, purpose: Purpose, now: Timestamp) {
        let grant = Grant { attachment: attachment.into(), purpose, expires: now.plus_ms(GRANT_MS) };
        self.grants.insert(signature, grant);
    }

    pub fn allows(&self, signature: &str, attachment: &str, purpose: Purpose, now: Timestamp) -> bool {
        self.grants.get(signature).is_some_and(|grant| {
            grant.attachment == attachment && grant.purpose == purpose && grant.expires > now
        })
    }

    /// Another guest's attachment does not exist.
    pub fn of(&self, token: &str, id: &str) -> Option<&File> {
        self.by_id.get(id).filter(|file| file.token == token)
    }
}

/// The vendor's default: 10 MB (documented).
pub const MAX_KILOBYTES: u64 = 10_240;
/// Documented: shorter than 1024 characters.
const MAX_NAME: usize = 1023;
/// The start of the vendor's list.
pub const BLOCKED_EXTENSIONS: [&str; 2] = [".ade", ".adp"];

/// Why a file may not be uploaded: the code is documented, the text only of a refused type.
pub fn check(name: &str, mime: &str, size: u64, deployment: &DeploymentOptions) -> Result<(), (u16, String)> {
    let refuse = |code, text: &str| Err((code, text.to_string()));
    if name.trim().is_empty() || name.contains(['/', '\\']) || name.chars().any(char::is_control) {
        return refuse(4004, "File name is not valid");
    }
    if name.chars().count() > MAX_NAME {
        return refuse(4005, "File name is too long");
    }
    let lower = name.to_ascii_lowercase();
    if !accepts(deployment, mime) || BLOCKED_EXTENSIONS.iter().any(|blocked| lower.ends_with(blocked)) {
        return Err((4001, format!("File type {mime} not supported")));
    }
    match size {
        0 => refuse(4102, "File size is zero"),
        size if size > MAX_KILOBYTES * 1024 => refuse(4002, "File size is too large"),
        _ => Ok(()),
    }
}

fn accepts(deployment: &DeploymentOptions, mime: &str) -> bool {
    deployment.file_types.iter().any(|pattern| match pattern.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => mime.split('/').next() == Some(family),
        None => pattern == mime,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_refused_with_the_code_of_its_fault() {
        let images = DeploymentOptions { file_types: vec!["image/*".into()], ..DeploymentOptions::default() };
        let long = "x".repeat(1024);
        for (name, mime, size, code) in [
            ("a.png", "image/png", 1, None),
            ("a.png", "image/png", MAX_KILOBYTES * 1024, None),
            ("a.png", "image/png", MAX_KILOBYTES * 1024 + 1, Some(4002)),
            ("a.txt", "text/plain", 1, Some(4001)),
            ("a.ADE", "image/png", 1, Some(4001)),
            ("a/b.png", "image/png", 1, Some(4004)),
            (" ", "image/png", 1, Some(4004)),
            (long.as_str(), "image/png", 1, Some(4005)),
            ("a.png", "image/png", 0, Some(4102)),
        ] {
            let refused = check(name, mime, size, &images).err().map(|(code, _)| code);
            assert_eq!(refused, code, "{name} {mime} {size}");
        }
        assert!(check("a.bin", "x/y", 1, &DeploymentOptions::default()).is_ok());
    }
}
