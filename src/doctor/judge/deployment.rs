//! The Messenger deployment, as anybody may see it.

use super::answers::plain;
use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::{Deployment, Observed};
use crate::error::{Error, Kind};
use crate::model::deployment::{ConversationDisconnect, PublicConfig, Switch};
use crate::platform::PublicDomains;

const NOT_SAID: &str = "The public configuration does not say.";
const OF_THE_CONFIG: [Check; 3] = [Check::GuestTold, Check::AutoStart, Check::Clear];

pub fn judge(observed: &Observed) -> Vec<Finding> {
    let Some(deployment) = &observed.deployment else {
        let all =
            [Check::ConfigHost, Check::Deployment, Check::AllowedDomains].into_iter().chain(OF_THE_CONFIG);
        return all.map(|check| Finding::skipped(check, "Not looked at: no deployment was named.")).collect();
    };
    match &deployment.config {
        Ok(config) => readable(observed, deployment, config),
        Err(error) => unreadable(deployment, error),
    }
}

fn readable(observed: &Observed, deployment: &Deployment, config: &PublicConfig) -> Vec<Finding> {
    vec![
        config_host(config),
        status(&deployment.id, config.status()),
        domains(observed, &deployment.domains),
        told(config.disconnect()),
        switch(
            Check::AutoStart,
            config.auto_start(),
            "The conversation starts with the session.",
            "The conversation starts with the guest's first message.",
        ),
        switch(
            Check::Clear,
            config.conversation_clear(),
            "Guests may clear the conversation.",
            "Guests may not clear the conversation.",
        ),
    ]
}

fn config_host(config: &PublicConfig) -> Finding {
    let check = Check::ConfigHost;
    if config.has_messenger() {
        return Finding::ok(check, "The public configuration can be read.");
    }
    Finding::warning(
        check,
        "What came as the public configuration has not a word about the messenger.",
        "Check the region (or configUrl): something else may answer in its place.",
    )
}

fn switch(check: Check, setting: Switch, on: &str, off: &str) -> Finding {
    match setting {
        Switch::On => Finding::ok(check, on),
        Switch::Off => Finding::ok(check, off),
        Switch::Unknown => Finding::skipped(check, NOT_SAID),
    }
}

/// The vendor's list, as far as it means that guests cannot come in.
const NOT_ACTIVE: [&str; 4] = ["Pending", "Inactive", "Error", "Deleting"];

fn status(id: &str, status: Option<&str>) -> Finding {
    let check = Check::Deployment;
    match status {
        Some("Active") => Finding::ok(check, "The deployment is active."),
        None => Finding::skipped(check, "The configuration does not say whether the deployment is active."),
        Some("Inactive") => Finding::failed(
            check,
            format!("The deployment {id} is not active."),
            "Activate the deployment in Admin, or use another one.",
        ),
        Some(status) if NOT_ACTIVE.contains(&status) => Finding::failed(
            check,
            format!("The deployment {id} is in a state other than active: {status}."),
            "Look at the deployment in Admin: it must be active.",
        ),
        Some(status) => Finding::warning(
            check,
            format!("The deployment {id} is in a state that is not known here: \"{}\".", plain(status)),
            "Look at the deployment in Admin: it must be active.",
        ),
    }
}

fn domains(observed: &Observed, domains: &Result<PublicDomains, Error>) -> Finding {
    let check = Check::AllowedDomains;
    let domains = match domains {
        Ok(domains) => domains,
        Err(_) => return Finding::skipped(check, "The list of allowed domains could not be read."),
    };
    let count = domains.allowed_domains.len();
    match &observed.asked.origin {
        _ if domains.allow_all_domains => Finding::ok(check, "Pages of every domain are allowed."),
        None => Finding::skipped(
            check,
            format!("Only pages of {count} domains are allowed, and no origin was given to compare."),
        ),
        Some(origin) if allows(domains, origin) => {
            Finding::ok(check, format!("The origin {origin} is allowed."))
        }
        Some(origin) => Finding::failed(
            check,
            format!(
                "The origin {origin} is not allowed: the deployment lists {count} domains, and it is in none of them."
            ),
            "Add its host to the allowed domains of the deployment, or run the tests on a page of a listed domain.",
        ),
    }
}

/// The host's name alone counts, exactly or as a subdomain, whatever its case (measured on the
/// vendor's page script).
fn allows(domains: &PublicDomains, origin: &str) -> bool {
    let host = url::Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_string));
    let host = host.unwrap_or_else(|| origin.to_string()).to_ascii_lowercase();
    domains.allowed_domains.iter().any(|domain| {
        let domain = domain.to_ascii_lowercase();
        host == domain || host.ends_with(&format!(".{domain}"))
    })
}

fn told(setting: ConversationDisconnect) -> Finding {
    match setting {
        ConversationDisconnect::ReadOnly => Finding::ok(
            Check::GuestTold,
            "Guests are told of a close, in the mode ReadOnly: they cannot write on.",
        ),
        ConversationDisconnect::Send => Finding::ok(
            Check::GuestTold,
            "Guests are told of a close, in the mode Send: they can write on, and that reopens the conversation.",
        ),
        ConversationDisconnect::Other => {
            Finding::ok(Check::GuestTold, "Guests are told of a close, in a mode that is not known here.")
        }
        ConversationDisconnect::Unknown => Finding::skipped(Check::GuestTold, NOT_SAID),
        ConversationDisconnect::Off => Finding::failed(
            Check::GuestTold,
            "No guest of this deployment is ever told of a close: conversationDisconnect is off.",
            "Switch on conversationDisconnect in the Messenger configuration of the deployment, with ReadOnly or Send, and publish it.",
        ),
    }
}

fn unreadable(deployment: &Deployment, error: &Error) -> Vec<Finding> {
    let (told, why) = if error.kind == Kind::NotFound {
        (unknown(deployment), "Not looked at: the deployment is not known.")
    } else {
        (vec![host(error)], "Not looked at: the public configuration could not be read.")
    };
    let rest = [Check::Deployment, Check::AllowedDomains].into_iter().chain(OF_THE_CONFIG);
    let skipped = rest.filter(|check| told.iter().all(|finding| finding.check != *check));
    let skipped: Vec<_> = skipped.map(|check| Finding::skipped(check, why)).collect();
    told.into_iter().chain(skipped).collect()
}

fn host(error: &Error) -> Finding {
    let detail = match error.kind {
        Kind::Timeout => "The host of the public configuration did not answer in time.",
        Kind::Transport => "The host of the public configuration could not be reached.",
        Kind::Decode => "The host of the public configuration answered something else than a configuration.",
        _ => "The host of the public configuration could not answer.",
    };
    Finding::failed(
        Check::ConfigHost,
        detail,
        "Check the region (or configUrl), and whether this machine needs a proxy (HTTPS_PROXY, caFile).",
    )
}

fn unknown(deployment: &Deployment) -> Vec<Finding> {
    vec![
        Finding::ok(Check::ConfigHost, "The host of the public configuration answers."),
        Finding::failed(
            Check::Deployment,
            format!("This region knows no deployment {}.", deployment.id),
            "Check the id and the region: a deployment exists in one region only.",
        ),
    ]
}
