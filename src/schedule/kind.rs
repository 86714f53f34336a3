//! What there is an order of: frames to a guest by what they are, and what happens beside them.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Session,
    Jwt,
    Echo,
    Text,
    Typing,
    Closing,
    Cleared,
    Displaced,
    Expired,
    UploadUrl,
    Uploaded,
    Refusal,
    Configuration,
    Other,
    History,
    Effect,
    WrapUp,
    Notice,
    Drop,
    Clock,
}

/// One kind, as it is told: what may become of it, and who says that this can happen.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ScheduleKind"))]
pub struct KindFacts {
    pub kind: String,
    /// The forms of its choices.
    pub choices: Vec<String>,
    pub allowed_by: Vec<String>,
    pub says: String,
}

const NETWORK: &str = "network";
const SERVERS: &str = "servers";
const DOCUMENTS: &str = "documents";

impl Kind {
    pub const ALL: [Self; 20] = [
        Self::Session,
        Self::Jwt,
        Self::Echo,
        Self::Text,
        Self::Typing,
        Self::Closing,
        Self::Cleared,
        Self::Displaced,
        Self::Expired,
        Self::UploadUrl,
        Self::Uploaded,
        Self::Refusal,
        Self::Configuration,
        Self::Other,
        Self::History,
        Self::Effect,
        Self::WrapUp,
        Self::Notice,
        Self::Drop,
        Self::Clock,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Jwt => "jwt",
            Self::Echo => "echo",
            Self::Text => "text",
            Self::Typing => "typing",
            Self::Closing => "closing",
            Self::Cleared => "cleared",
            Self::Displaced => "displaced",
            Self::Expired => "expired",
            Self::UploadUrl => "uploadurl",
            Self::Uploaded => "uploaded",
            Self::Refusal => "refusal",
            Self::Configuration => "configuration",
            Self::Other => "other",
            Self::History => "history",
            Self::Effect => "effect",
            Self::WrapUp => "wrapup",
            Self::Notice => "notice",
            Self::Drop => "drop",
            Self::Clock => "clock",
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub const fn is_frame(self) -> bool {
        !matches!(self, Self::History | Self::Effect | Self::WrapUp | Self::Notice | Self::Drop | Self::Clock)
    }

    /// A server sends it by itself, to whichever connection the guest has; it could go to the next one.
    pub const fn is_pushed(self) -> bool {
        matches!(
            self,
            Self::Echo | Self::Text | Self::Typing | Self::Closing | Self::Expired | Self::Uploaded
        )
    }

    const fn allowed_by(self) -> &'static [&'static str] {
        match self {
            Self::History => &[NETWORK, SERVERS],
            Self::Effect => &[SERVERS, DOCUMENTS],
            Self::WrapUp => &[SERVERS],
            Self::Notice => &[NETWORK, SERVERS],
            Self::Drop => &[NETWORK],
            Self::Clock => &[DOCUMENTS],
            frame if frame.is_pushed() => &[NETWORK, SERVERS],
            _ => &[SERVERS],
        }
    }

    const fn says(self) -> &'static str {
        match self {
            Self::History => {
                "The guest's history comes by a request of its own: its answer passes frames, and a server that lags gives an older one."
            }
            Self::Effect => {
                "A 202 promises a change for some later time: before its answer, or after a read of the old state."
            }
            Self::WrapUp => "The end and the wrap-up are kept by different servers: either may be first.",
            Self::Notice => {
                "Notifications come by a socket of their own: either may be first, the guest's frame or the notice."
            }
            Self::Drop => "A network may break a connection between any two frames.",
            Self::Clock => "Sessions, after-call work and silent conversations have documented life-times.",
            Self::Text => {
                "Servers in several parts hand frames on in parallel: late, twice, after a reconnect; and an agent's last words may be kept after the end."
            }
            frame if frame.is_pushed() => {
                "Servers in several parts hand frames on in parallel, late or twice; what meets a broken connection comes by the next one."
            }
            _ => "Servers in several parts answer in parallel with what others push: late or twice.",
        }
    }

    fn choices(self) -> Vec<&'static str> {
        match self {
            Self::History => vec!["asof-<frame>", "after-<frame>"],
            Self::Effect => vec!["before-answer", "late"],
            Self::WrapUp => vec!["after-end"],
            Self::Notice => vec!["after-frame"],
            Self::Drop => vec!["after-<frame>"],
            Self::Clock => vec!["after-<frame>=session", "after-<frame>=wrapup", "after-<frame>=idle"],
            frame => {
                let mut choices = vec!["late1", "late2", "twice"];
                choices.extend(frame.is_pushed().then_some("after-reconnect"));
                choices.extend((frame == Self::Text).then_some("after-end"));
                choices
            }
        }
    }

    pub fn facts() -> Vec<KindFacts> {
        let owned = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        let facts = |kind: Self| KindFacts {
            kind: kind.word().into(),
            choices: owned(&kind.choices()),
            allowed_by: owned(kind.allowed_by()),
            says: kind.says().into(),
        };
        Self::ALL.into_iter().map(facts).collect()
    }

    /// What may stand in a schedule, for whoever wrote something else.
    pub(super) fn known_choices(self) -> String {
        self.choices().join(", ")
    }
}
