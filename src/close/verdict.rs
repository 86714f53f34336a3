//! One verdict from three witnesses: server, wire, page. Pure; the rule stands here and
//! nowhere else.
//!
//! | server | wire | page | verdict |
//! | --- | --- | --- | --- |
//! | closed | not asked | not asked, or shows closed | closed |
//! | closed | not asked | asked, still open | `GUEST_UI_OPEN` |
//! | closed | told | shows closed, or not asked | closed |
//! | closed | told | asked, still open | `GUEST_UI_OPEN` |
//! | closed | not told | – | `GUEST_NOT_TOLD`, and why |
//! | open | – | – | `NOT_CLOSED` |

use serde::Deserialize;

use crate::error::{Effect, Error, Kind, Result};
use crate::model::deployment::ConversationDisconnect;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Saw {
    Closed,
    Open,
    Nothing,
}

/// One independent observation.
#[derive(Debug, Clone, Deserialize)]
pub struct Testimony {
    pub saw: Saw,
    pub detail: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    pub server: Testimony,
    /// Under a forced `agent` the close was for the agents: the server shows it open, and rightly so.
    #[serde(default)]
    pub agents_ended: bool,
    #[serde(default)]
    pub wire: Option<Testimony>,
    /// Present only where the page's testimony was asked for.
    #[serde(default)]
    pub page: Option<Testimony>,
    /// What the deployment's public configuration says about telling guests. It explains a missing
    /// frame; it never outranks one that came.
    #[serde(default)]
    pub setting: Option<ConversationDisconnect>,
}

/// Closed, or the error that names the dissenter and the cause.
pub fn verdict(evidence: &Evidence) -> Result<()> {
    if evidence.server.saw != Saw::Closed && !evidence.agents_ended {
        let message = format!("The conversation is not closed. {}", evidence.server.detail);
        return Err(Error::new(Kind::NotClosed, message).effect(Effect::Unknown));
    }
    if let Some(wire) = evidence.wire.as_ref().filter(|wire| wire.saw != Saw::Closed) {
        return Err(not_told(wire, evidence.setting));
    }
    match &evidence.page {
        Some(page) if page.saw != Saw::Closed => Err(page_is_open(page, evidence.wire.is_some())),
        _ => Ok(()),
    }
}

fn not_told(wire: &Testimony, setting: Option<ConversationDisconnect>) -> Error {
    let (why, hint) = match setting {
        Some(ConversationDisconnect::Off) => (
            "this deployment never tells its guests: conversationDisconnect is off".to_string(),
            "Switch on \"Conversation Disconnect\" in the Messenger configuration (Send or ReadOnly), and publish it.",
        ),
        Some(ConversationDisconnect::Unknown) => (
            wire.detail.trim_end_matches('.').to_string(),
            "The deployment's public configuration does not say whether guests are told: look at conversationDisconnect in the Messenger configuration, and at the guest's socket at that time.",
        ),
        _ => (
            wire.detail.trim_end_matches('.').to_string(),
            "Look at what came over the guest's socket at that time; where it was no closing frame at all, at conversationDisconnect in the Messenger configuration.",
        ),
    };
    let message = format!("The server has closed the conversation, and the guest was not told: {why}.");
    Error::new(Kind::GuestNotTold, message).effect(Effect::Done).hint(hint)
}

fn page_is_open(page: &Testimony, was_told: bool) -> Error {
    let told = if was_told { " and the guest's socket carried the closing frame" } else { "" };
    let (shows, hint) = if page.saw == Saw::Open {
        (
            "still shows it as open",
            "The app did not react to the frame: look at its handler of Presence Disconnect.",
        )
    } else {
        (
            "was not seen to show it",
            "Have closedLocator name what is visible where the app shows \"closed\", and only there.",
        )
    };
    let message = format!(
        "The server has closed the conversation{told}, but the page {shows}: {}.",
        page.detail.trim_end_matches('.')
    );
    Error::new(Kind::GuestUiOpen, message).effect(Effect::Done).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saw(saw: Saw) -> Testimony {
        Testimony { saw, detail: "No closing frame came within 1000 ms.".into() }
    }

    fn judged(
        server: Saw,
        wire: Option<Saw>,
        page: Option<Saw>,
        setting: Option<ConversationDisconnect>,
    ) -> Option<Kind> {
        let evidence = Evidence {
            server: saw(server),
            agents_ended: false,
            wire: wire.map(saw),
            page: page.map(saw),
            setting,
        };
        verdict(&evidence).err().map(|error| error.kind)
    }

    #[test]
    fn every_combination_of_witnesses_has_its_verdict() {
        use Saw::{Closed, Nothing, Open};
        let answers = [None, Some(Closed), Some(Open), Some(Nothing)];
        for server in [Closed, Open, Nothing] {
            for wire in answers {
                for page in answers {
                    let expected = match (server, wire, page) {
                        (Open | Nothing, ..) => Some(Kind::NotClosed),
                        (Closed, Some(Open | Nothing), _) => Some(Kind::GuestNotTold),
                        (Closed, _, Some(Open | Nothing)) => Some(Kind::GuestUiOpen),
                        (Closed, _, None | Some(Closed)) => None,
                    };
                    assert_eq!(judged(server, wire, page, None), expected, "{server:?} {wire:?} {page:?}");
                }
            }
        }
    }

    #[test]
    fn a_frame_outranks_the_configuration() {
        assert_eq!(judged(Saw::Closed, Some(Saw::Closed), None, Some(ConversationDisconnect::Off)), None);
    }

    #[test]
    fn a_configuration_that_does_not_say_is_no_cause() {
        let evidence = Evidence {
            server: saw(Saw::Closed),
            agents_ended: false,
            wire: Some(saw(Saw::Open)),
            page: None,
            setting: Some(ConversationDisconnect::Unknown),
        };
        let error = verdict(&evidence).expect_err("not told");
        assert!(!error.message.contains("conversationDisconnect is off"));
        assert!(error.context.hint.expect("a hint").contains("does not say whether guests are told"));
    }

    #[test]
    fn where_only_agents_were_to_be_ended_the_guest_is_judged_by_its_own_row() {
        let judged = |wire| {
            let server = saw(Saw::Open);
            verdict(&Evidence { server, agents_ended: true, wire, page: None, setting: None })
                .err()
                .map(|e| e.kind)
        };
        assert_eq!(judged(None), None);
        assert_eq!(judged(Some(saw(Saw::Closed))), None);
        assert_eq!(judged(Some(saw(Saw::Nothing))), Some(Kind::GuestNotTold));
    }

    #[test]
    fn a_deployment_that_never_tells_is_named_as_the_cause() {
        let evidence = Evidence {
            server: saw(Saw::Closed),
            agents_ended: false,
            wire: Some(saw(Saw::Nothing)),
            page: None,
            setting: Some(ConversationDisconnect::Off),
        };
        let error = verdict(&evidence).expect_err("not told");
        assert!(error.message.contains("conversationDisconnect is off"));
        assert_eq!(error.context.effect, Effect::Done);
    }
}
