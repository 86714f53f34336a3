//! What only the same process may do with an org: it is set up and moved on step by step, to be compared with another.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::control::told;
use super::server::Simulator;
use super::world::World;
use crate::model::ids::ConversationId;

/// What an org has before anybody asks.
#[derive(Debug, Clone)]
pub struct Known {
    pub queues: Vec<String>,
    pub configuration: String,
    /// In the order of the options.
    pub codes: Vec<String>,
}

impl Simulator {
    /// What is asked without a connection. Frames that it caused have left when this returns.
    pub async fn ask(&self, request: Request<Body>) -> Response<Body> {
        let is_read = request.method().is_safe();
        let Ok(response) = TowerToHyperService::new(self.router.clone()).call(request).await;
        if !is_read {
            self.act(|_| ());
        }
        response
    }

    /// Lets the oldest accepted change take effect; `false` where none is held. Its frames have left.
    pub fn release(&self) -> bool {
        self.held() > 0
            && self.act(|world| world.held.pop_front().map(|change| world.apply(change)).is_some())
    }

    /// How many accepted changes are held.
    pub fn held(&self) -> usize {
        self.shared.world().held.len()
    }

    /// Forgets what was accepted after the first `count` that are held.
    pub fn forget_held(&self, count: usize) {
        self.shared.world().held.truncate(count);
    }

    /// The conversation of a guest.
    pub fn conversation_of(&self, token: &str) -> Option<ConversationId> {
        self.shared.world().guests.sessions.get(token)?.conversation.clone()
    }

    pub fn known(&self) -> Known {
        let world = self.shared.world();
        Known {
            queues: world.org.queues.iter().map(|queue| queue.id.to_string()).collect(),
            configuration: world.org.configuration_id.clone(),
            codes: world.org.codes.iter().map(|code| code.id.to_string()).collect(),
        }
    }

    /// The journal is for tests that ask; a long comparison does not keep it.
    pub fn forget_requests(&self) {
        self.shared.world().journal.clear();
    }

    fn act<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let Ok(done) = told(&self.shared, |world| Ok::<_, Infallible>(act(world)));
        done
    }
}
