//! From what was seen to findings: pure. One cause is one finding; what only follows from it is
//! skipped and says so.

mod answers;
mod credentials;
mod deployment;
mod rights;
mod socket;
mod work;

use super::finding::{Check, Finding, Status};
use super::observed::Observed;

/// One finding for each check, in their order.
pub fn judge(observed: &Observed) -> Vec<Finding> {
    let mut findings = deployment::judge(observed);
    findings.push(socket::judge(observed, &findings));
    findings.extend(credentials::judge(observed));
    match &observed.org {
        Some(org) => {
            findings.extend(rights::judge(org));
            findings.extend(work::judge(observed, org));
        }
        None => findings.extend(without_a_token()),
    }
    findings.sort_by_key(|finding| finding.check as usize);
    findings
}

const NEED_A_TOKEN: [Check; 12] = [
    Check::Api,
    Check::Organization,
    Check::Clock,
    Check::RateLimit,
    Check::ReadConversations,
    Check::FindByMessage,
    Check::WrapUpCodes,
    Check::Queue,
    Check::Disconnect,
    Check::WrapUp,
    Check::Conversation,
    Check::Messaging,
];

fn without_a_token() -> impl Iterator<Item = Finding> {
    NEED_A_TOKEN.into_iter().map(|check| Finding::skipped(check, "Not looked at: there is no access token."))
}

/// Whether one of them stands as failed.
fn has_failed(findings: &[Finding], check: Check) -> bool {
    findings.iter().any(|finding| finding.check == check && finding.status == Status::Failed)
}

#[cfg(test)]
mod tests;
