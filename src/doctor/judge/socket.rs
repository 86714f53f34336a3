//! The guest's socket, as its upgrade was answered.

use super::has_failed;
use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::{Deployment, Observed, Socket};

const CHECK: Check = Check::GuestSocket;
const FIX: &str = "Check the region (or guestUrl), and that a proxy on the way lets WebSockets pass.";

/// A refusal that another finding explains is told there.
pub fn judge(observed: &Observed, earlier: &[Finding]) -> Finding {
    let Some(deployment) = &observed.deployment else {
        return Finding::skipped(CHECK, "Not looked at: no deployment was named.");
    };
    let explained =
        [Check::Deployment, Check::AllowedDomains].into_iter().find(|check| has_failed(earlier, *check));
    match (&deployment.socket, explained) {
        (Socket::Accepted, _) => Finding::ok(CHECK, "The guest's socket is accepted."),
        (Socket::Refused(403), Some(cause)) => {
            Finding::skipped(CHECK, format!("Refused with 403, which {} explains.", cause.word()))
        }
        (Socket::Refused(403), None) if lacks_an_origin(observed, deployment) => Finding::skipped(
            CHECK,
            "Refused with 403, as may be where domains are restricted; no origin was given to try with.",
        ),
        (Socket::Refused(403), None) => Finding::failed(
            CHECK,
            format!("The guest's socket is refused with 403 for the origin {}.", deployment.origin),
            "Give the origin of the page that guests are on (--origin), and compare it with the allowed domains of the deployment.",
        ),
        (Socket::Refused(status), _) => {
            Finding::failed(CHECK, format!("The guest's socket is refused with {status}."), FIX)
        }
        (Socket::Failed(error), _) => Finding::error(CHECK, error, FIX),
        (Socket::Silent, _) => {
            Finding::failed(CHECK, "The host of the guest's socket did not answer in time.", FIX)
        }
    }
}

/// Only pages of some domains may connect, and nobody has said which one guests are on.
fn lacks_an_origin(observed: &Observed, deployment: &Deployment) -> bool {
    observed.asked.origin.is_none()
        && deployment.domains.as_ref().is_ok_and(|domains| !domains.allow_all_domains)
}
