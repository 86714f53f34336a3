//! What was seen, as plain data: all that the judgement knows.

use super::asked::Asked;
use crate::error::{Error, Kind, Result};
use crate::model::conversation::TokenInfo;
use crate::model::deployment::PublicConfig;
use crate::model::{MessageConversation, Queue, VersionedConversation};
use crate::platform::{PublicDomains, RateLimit, ResourceChoice};

#[derive(Debug)]
pub struct Observed {
    pub asked: Asked,
    pub resource: ResourceChoice,
    /// `None` where no deployment was named.
    pub deployment: Option<Deployment>,
    pub login: Login,
    /// `None` where there is no token.
    pub org: Option<Org>,
}

/// What anybody may see of a deployment.
#[derive(Debug)]
pub struct Deployment {
    pub id: String,
    pub config: Result<PublicConfig>,
    pub domains: Result<PublicDomains>,
    pub socket: Socket,
    /// The `Origin` that the socket was asked with.
    pub origin: String,
}

/// What became of the guest's upgrade.
#[derive(Debug)]
pub enum Socket {
    Accepted,
    Refused(u16),
    Failed(Error),
    Silent,
}

#[derive(Debug)]
pub enum Login {
    NoCredentials,
    /// One half of a pair in the environment: which, in words.
    HalfAPair(String),
    /// A token from elsewhere; nobody has looked at it yet.
    Given {
        source: String,
    },
    LoggedIn {
        source: String,
    },
    Refused(Error),
}

/// What the API answered with the token.
#[derive(Debug)]
pub struct Org {
    pub owner: Result<Owner>,
    /// 404 for an id that nobody has: the right is there. What is no refusal, by its status.
    pub read: Result<u16>,
    pub find: Result<u16>,
    pub codes: Result<Codes>,
    pub queue: Option<Result<Queue>>,
    pub conversation: Option<Result<MessageConversation>>,
    pub messaging: Option<Result<VersionedConversation>>,
    /// `None` where writes were not to be tried.
    pub disconnect: Option<Result<u16>>,
    pub wrap_up: Option<Result<u16>>,
}

impl Org {
    /// Any answer to the doctor's own questions was a 429.
    pub fn is_spent(&self) -> bool {
        let asked = [
            self.owner.as_ref().err(),
            self.read.as_ref().err(),
            self.find.as_ref().err(),
            self.codes.as_ref().err(),
            failure(&self.queue),
            failure(&self.conversation),
            failure(&self.messaging),
            failure(&self.disconnect),
            failure(&self.wrap_up),
        ];
        asked.into_iter().flatten().any(|error| error.kind == Kind::RateLimited)
    }
}

fn failure<T>(answer: &Option<Result<T>>) -> Option<&Error> {
    answer.as_ref()?.as_ref().err()
}

#[derive(Debug)]
pub struct Owner {
    pub info: TokenInfo,
    pub rate_limit: Option<RateLimit>,
    pub clock: Clock,
}

/// The server's clock beside this machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Seconds by which the server is ahead; whole ones, as its header has no others.
    Ahead(i64),
    /// That of a simulated org, which is made up.
    Virtual,
    Untold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    /// As the API counts them.
    pub count: u64,
    /// Whether it showed any.
    pub is_shown: bool,
    pub of_queue: bool,
}
