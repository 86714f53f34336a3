use serde_json::json;

use super::judge;
use crate::doctor::asked::Asked;
use crate::doctor::finding::{Check, Finding, Status};
use crate::doctor::observed::{Clock, Codes, Deployment, Login, Observed, Org, Owner, Socket};
use crate::error::{Error, Kind, Result};
use crate::platform::{RateLimit, ResourceChoice};

fn answered(kind: Kind, status: u16, code: &str) -> Error {
    let mut error = Error::new(kind, "as it was answered");
    error.context.status = Some(status);
    error.context.genesys_code = Some(code.into());
    error
}

fn config(of: serde_json::Value) -> impl FnOnce(&mut Observed) {
    |observed| {
        observed.deployment.as_mut().expect("one").config = Ok(serde_json::from_value(of).expect("an object"))
    }
}

fn not_found<T>() -> Result<T> {
    Err(answered(Kind::NotFound, 404, "not.found"))
}

fn deployment() -> Deployment {
    let config = json!({
        "status": "Active",
        "messenger": { "apps": { "conversations": { "conversationDisconnect": { "enabled": true, "type": "ReadOnly" } } } },
    });
    let domains = json!({ "allowAllDomains": true, "allowedDomains": [] });
    Deployment {
        id: "a-deployment".into(),
        config: Ok(serde_json::from_value(config).expect("a configuration")),
        domains: Ok(serde_json::from_value(domains).expect("a list of domains")),
        socket: Socket::Accepted,
        origin: "https://shop.example".into(),
    }
}

fn org() -> Org {
    let info = json!({ "organization": { "id": "o", "name": "An org" }, "OAuthClient": { "id": "c" } });
    let queue =
        json!({ "name": "q", "acwSettings": { "wrapupPrompt": "MANDATORY_TIMEOUT", "timeoutMs": 15_000 } });
    Org {
        owner: Ok(Owner {
            info: serde_json::from_value(info).expect("an owner"),
            rate_limit: Some(RateLimit { count: 3, allowed: 300, reset_seconds: 60 }),
            clock: Clock::Ahead(-2),
        }),
        read: not_found(),
        find: not_found(),
        codes: Ok(Codes { count: 3, is_shown: true, of_queue: true }),
        queue: Some(Ok(serde_json::from_value(queue).expect("a queue"))),
        conversation: None,
        messaging: None,
        disconnect: Some(not_found()),
        wrap_up: Some(not_found()),
    }
}

fn well() -> Observed {
    Observed {
        asked: Asked { origin: Some("https://shop.example".into()), ..Asked::default() },
        resource: ResourceChoice::Auto,
        deployment: Some(deployment()),
        login: Login::LoggedIn { source: "option clientId".into() },
        org: Some(org()),
    }
}

/// What is seen after a change to a set-up in order: check and status of all that is not ok.
fn after(change: impl FnOnce(&mut Observed)) -> Vec<(Check, Status)> {
    let findings = findings(change);
    findings.iter().filter(|f| f.status != Status::Ok).map(|f| (f.check, f.status)).collect()
}

fn findings(change: impl FnOnce(&mut Observed)) -> Vec<Finding> {
    let mut observed = well();
    change(&mut observed);
    judge(&observed)
}

fn of_org(change: impl FnOnce(&mut Org)) -> impl FnOnce(&mut Observed) {
    |observed| change(observed.org.as_mut().expect("an org"))
}

fn detail(findings: &[Finding], check: Check) -> &str {
    &findings.iter().find(|finding| finding.check == check).expect("one for each check").detail
}

const UNASKED: [(Check, Status); 2] =
    [(Check::Conversation, Status::Skipped), (Check::Messaging, Status::Skipped)];

#[test]
fn every_check_has_one_finding_in_its_place_whatever_was_seen() {
    let changes: [fn(&mut Observed); 5] = [
        |_| {},
        |observed| observed.deployment = None,
        |observed| observed.org = None,
        |observed| {
            observed.deployment.as_mut().expect("one").config = Err(answered(Kind::Unavailable, 502, ""));
        },
        |observed| observed.deployment.as_mut().expect("one").config = not_found(),
    ];
    for change in changes {
        let checks: Vec<_> = findings(change).iter().map(|finding| finding.check).collect();
        assert_eq!(checks, Check::ALL);
    }
}

#[test]
fn what_is_well_is_ok_and_only_trouble_has_a_fix() {
    let findings = findings(|_| {});
    assert!(findings.iter().all(|finding| finding.fix.is_none() && !finding.why.is_empty()));
    assert_eq!(after(|_| {}), UNASKED);
    assert_eq!(
        detail(&findings, Check::Queue),
        "Agents must wrap up within 15 s (MANDATORY_TIMEOUT): pass wrapUp to a close, or the system gives its own code."
    );
}

#[test]
fn a_silent_api_is_one_failure_and_what_follows_from_it_is_skipped() {
    let seen = after(of_org(|org| {
        org.owner = Err(Error::new(Kind::Timeout, ""));
        org.read = Err(Error::new(Kind::Timeout, ""));
        org.codes = Err(Error::new(Kind::Transport, ""));
        org.queue = Some(Err(answered(Kind::Unavailable, 503, "service.unavailable")));
    }));
    let failed: Vec<_> = seen.iter().filter(|(_, status)| *status == Status::Failed).collect();
    assert_eq!(failed, [&(Check::Api, Status::Failed)]);
}

#[test]
fn one_read_that_is_not_answered_fails_alone() {
    let seen = after(of_org(|org| org.find = Err(Error::new(Kind::Timeout, ""))));
    assert_eq!(seen[0], (Check::FindByMessage, Status::Failed));
}

#[test]
fn what_support_asks_for_is_said_where_it_is_known() {
    for (id, fix) in [(None, "Run doctor again."), (Some("abc-1"), "asks for its correlation id: abc-1.")] {
        let mut error = answered(Kind::Decode, 200, "");
        error.context.correlation_id = id.map(str::to_string);
        let found = findings(of_org(|org| org.find = Err(error)));
        let fixes: Vec<_> = found.iter().filter_map(|finding| finding.fix.as_deref()).collect();
        assert!(fixes.len() == 1 && fixes[0].ends_with(fix), "{fixes:?}");
    }
}

#[test]
fn a_403_that_may_mean_something_else_accuses_nobody() {
    let ended = |org: &mut Org| org.disconnect = Some(Err(answered(Kind::Forbidden, 403, "not.authorized")));
    assert_eq!(after(of_org(ended))[0], (Check::Disconnect, Status::Skipped));
    let missing =
        |org: &mut Org| org.disconnect = Some(Err(answered(Kind::Forbidden, 403, "missing.permissions")));
    assert_eq!(after(of_org(missing))[0], (Check::Disconnect, Status::Failed));
}

#[test]
fn a_400_says_nothing_about_a_right() {
    let seen = after(of_org(|org| org.wrap_up = Some(Err(answered(Kind::Rejected, 400, "bad.request")))));
    assert_eq!(seen[0], (Check::WrapUp, Status::Skipped));
}

#[test]
fn an_unreadable_queue_is_told_once() {
    let refused = || answered(Kind::Forbidden, 403, "missing.permissions");
    let seen = after(of_org(|org| {
        org.queue = Some(Err(refused()));
        org.codes = Err(refused());
    }));
    assert_eq!(seen[..2], [(Check::WrapUpCodes, Status::Skipped), (Check::Queue, Status::Failed)]);
}

#[test]
fn a_policy_that_is_not_known_is_not_guessed() {
    for settings in [json!({}), json!({ "wrapupPrompt": "SOMETHING_NEW" })] {
        let queue = serde_json::from_value(json!({ "name": "q", "acwSettings": settings })).expect("a queue");
        assert_eq!(after(of_org(|org| org.queue = Some(Ok(queue))))[0], (Check::Queue, Status::Skipped));
    }
}

#[test]
fn another_queue_than_the_one_asked_for_says_nothing() {
    let asked = "0f3a2b1c-4d5e-4f60-8a7b-9c0d1e2f3a4b";
    let answer = |id: &str| json!({ "id": id, "acwSettings": { "wrapupPrompt": "OPTIONAL" } });
    let seen = |id: &str| {
        let queue = serde_json::from_value(answer(id)).expect("a queue");
        after(|observed| {
            observed.asked.queue_id = Some(asked.parse().expect("an id"));
            observed.org.as_mut().expect("an org").queue = Some(Ok(queue));
        })
    };
    assert!(!seen(&asked.to_uppercase()).contains(&(Check::Queue, Status::Failed)));
    assert!(seen("another").contains(&(Check::Queue, Status::Failed)));
}

#[test]
fn codes_that_are_counted_and_not_shown_were_not_seen() {
    let seen = after(of_org(|org| org.codes = Ok(Codes { count: 50, is_shown: false, of_queue: false })));
    assert!(seen.contains(&(Check::WrapUpCodes, Status::Skipped)));
}

#[test]
fn a_429_to_any_question_is_a_spent_budget() {
    let spent = || answered(Kind::RateLimited, 429, "");
    let changes: [fn(&mut Org, Error); 4] = [
        |org, error| org.read = Err(error),
        |org, error| org.codes = Err(error),
        |org, error| org.queue = Some(Err(error)),
        |org, error| org.wrap_up = Some(Err(error)),
    ];
    for change in changes {
        let seen = after(of_org(|org| change(org, spent())));
        assert!(seen.contains(&(Check::RateLimit, Status::Failed)), "{seen:?}");
    }
}

#[test]
fn a_queue_that_asks_for_no_wrap_up_needs_no_codes() {
    let optional = json!({ "name": "q", "acwSettings": { "wrapupPrompt": "OPTIONAL" } });
    let seen = after(of_org(|org| {
        org.queue = Some(Ok(serde_json::from_value(optional).expect("a queue")));
        org.codes = Ok(Codes { count: 0, is_shown: false, of_queue: true });
    }));
    assert_eq!(seen, UNASKED);
}

#[test]
fn the_versioned_resource_is_missed_only_where_it_is_pinned() {
    let no_scope = || Some(Err(answered(Kind::Forbidden, 403, "")));
    let seen = after(of_org(|org| org.messaging = no_scope()));
    assert!(seen.contains(&(Check::Messaging, Status::Skipped)));
    let seen = after(|observed| {
        observed.resource = ResourceChoice::Messaging;
        observed.org.as_mut().expect("an org").messaging = no_scope();
    });
    assert!(seen.contains(&(Check::Messaging, Status::Failed)));
}

#[test]
fn a_clock_is_wrong_from_half_a_minute_on_in_both_directions() {
    let clock = |seconds: i64| {
        findings(of_org(|org| org.owner.as_mut().expect("an owner").clock = Clock::Ahead(seconds)))
    };
    for (seconds, told) in [
        (30, "This machine's clock agrees with the API's."),
        (-30, "This machine's clock agrees with the API's."),
        (31, "This machine's clock is 31 seconds behind the API's."),
        (-600, "This machine's clock is 10 minutes ahead of the API's."),
        (-7_200, "This machine's clock is 2 hours ahead of the API's."),
        (i64::MIN, "This machine's clock is 106751991167301 days ahead of the API's."),
    ] {
        assert_eq!(detail(&clock(seconds), Check::Clock), told);
    }
}

#[test]
fn a_budget_is_nearly_spent_from_nine_tenths_on() {
    let status = |count, allowed| {
        let limit = Some(RateLimit { count, allowed, reset_seconds: 1 });
        after(of_org(|org| org.owner.as_mut().expect("an owner").rate_limit = limit))
            .contains(&(Check::RateLimit, Status::Warning))
    };
    assert!(!status(269, 300) && status(270, 300) && status(u32::MAX, u32::MAX) && status(0, 0));
}

#[test]
fn a_socket_is_blamed_only_where_nothing_else_explains_its_refusal() {
    let refused = |change: fn(&mut Observed)| {
        after(|observed| {
            observed.deployment.as_mut().expect("one").socket = Socket::Refused(403);
            change(observed);
        })
    };
    assert_eq!(refused(|_| {})[0], (Check::GuestSocket, Status::Failed));
    let seen = refused(|observed| observed.deployment.as_mut().expect("one").config = not_found());
    assert!(seen.contains(&(Check::GuestSocket, Status::Skipped)));
    let seen = refused(|observed| {
        observed.asked.origin = None;
        let deployment = observed.deployment.as_mut().expect("one");
        deployment.domains.as_mut().expect("domains").allow_all_domains = false;
    });
    assert_eq!(seen[..2], [(Check::AllowedDomains, Status::Skipped), (Check::GuestSocket, Status::Skipped)]);
}

#[test]
fn a_refusal_that_names_thousands_of_permissions_makes_one_short_line() {
    let mut error = answered(Kind::Forbidden, 403, "missing.permissions");
    error.context.permissions = vec!["conversation:communication:view".into(); 5_000];
    let findings = findings(of_org(|org| org.read = Err(error)));
    assert!(findings.iter().all(|finding| finding.detail.len() < 400));
}

#[test]
fn a_success_for_an_id_that_nobody_has_proves_no_right() {
    let seen = findings(of_org(|org| {
        (org.read, org.find) = (Ok(200), Ok(204));
        (org.disconnect, org.wrap_up) = (Some(Ok(202)), Some(Ok(200)));
    }));
    for (check, status) in [
        (Check::ReadConversations, 200),
        (Check::FindByMessage, 204),
        (Check::Disconnect, 202),
        (Check::WrapUp, 200),
    ] {
        let finding = seen.iter().find(|finding| finding.check == check).expect("one");
        assert_eq!(finding.status, Status::Skipped);
        assert!(finding.detail.starts_with(&format!("An id that nobody has was answered {status}, ")));
    }
}

#[test]
fn a_404_is_a_right_only_where_the_api_itself_says_it() {
    let page = || {
        let mut error = answered(Kind::NotFound, 404, "");
        error.context.genesys_code = None;
        error
    };
    let seen = after(of_org(|org| org.read = Err(page())));
    assert_eq!(seen[0], (Check::ReadConversations, Status::Skipped));
    let seen = after(of_org(|org| org.owner = not_found()));
    assert!(
        seen.contains(&(Check::Disconnect, Status::Skipped)) && seen.contains(&(Check::Api, Status::Failed))
    );
}

#[test]
fn a_403_that_is_not_the_apis_own_accuses_nobody() {
    let seen = after(of_org(|org| {
        let mut page = answered(Kind::Forbidden, 403, "");
        (page.context.genesys_code, page.context.permissions) =
            (None, vec!["conversation:message:view".into()]);
        org.find = Err(page);
    }));
    assert_eq!(seen[0], (Check::FindByMessage, Status::Skipped));
}

#[test]
fn a_configuration_that_says_nothing_is_called_neither_off_nor_well() {
    let seen = after(config(json!({})));
    assert_eq!(
        seen[..5],
        [
            (Check::ConfigHost, Status::Warning),
            (Check::Deployment, Status::Skipped),
            (Check::GuestTold, Status::Skipped),
            (Check::AutoStart, Status::Skipped),
            (Check::Clear, Status::Skipped),
        ]
    );
}

#[test]
fn guests_are_told_in_a_mode_that_is_not_known_here() {
    for kind in ["readonly", "Archive"] {
        let setting = json!({ "conversationDisconnect": { "enabled": true, "type": kind } });
        let all = json!({ "status": "Active", "messenger": { "apps": { "conversations": setting } } });
        let findings = findings(config(all));
        assert_eq!(
            detail(&findings, Check::GuestTold),
            "Guests are told of a close, in a mode that is not known here."
        );
    }
}

#[test]
fn a_status_that_is_not_known_is_shown_in_one_short_line_and_fails_nothing() {
    let of = |status: String| {
        let all = json!({ "status": status, "messenger": { "apps": { "conversations": {} } } });
        findings(config(all)).into_iter().find(|finding| finding.check == Check::Deployment).expect("one")
    };
    assert_eq!((of("Error".into()).status, of("active".into()).status), (Status::Failed, Status::Warning));
    let long = of(format!("\u{1b}[31m{}", "x".repeat(10_000)));
    assert!(long.detail.len() < 250 && !long.detail.contains('\u{1b}'));
}

#[test]
fn an_answer_about_another_conversation_or_an_empty_one_says_nothing_of_the_asked_one() {
    let conversation = |id: &str, participants: serde_json::Value| {
        Some(Ok(serde_json::from_value(json!({ "id": id, "participants": participants }))
            .expect("a conversation")))
    };
    let asked = "11111111-2222-4333-8444-555555555555";
    let status = |answer: Option<Result<crate::model::MessageConversation>>| {
        after(|observed| {
            observed.asked.conversation_id = Some(asked.parse().expect("an id"));
            observed.org.as_mut().expect("an org").conversation = answer;
        })[0]
    };
    assert_eq!(status(conversation(asked, json!([]))), (Check::Conversation, Status::Skipped));
    let other = "99999999-2222-4333-8444-555555555555";
    assert_eq!(status(conversation(other, json!([]))), (Check::Conversation, Status::Failed));
}

#[test]
fn an_api_that_tells_nothing_of_the_token_is_not_well() {
    let seen = after(of_org(|org| {
        org.owner.as_mut().expect("an owner").info = serde_json::from_value(json!({})).expect("an owner");
    }));
    assert_eq!(seen[..2], [(Check::Api, Status::Warning), (Check::Organization, Status::Skipped)]);
}
