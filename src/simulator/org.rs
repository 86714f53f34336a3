//! The built-in org's parts; their ids come from the seed.

use std::str::FromStr;

use super::ids::Ids;
use super::options::Options;
use super::records::Named;
use crate::model::ids::{QueueId, WrapUpCodeId};

pub struct Org {
    pub id: String,
    pub division: Named<String>,
    /// Never empty; the first is the one that nobody has to name.
    pub queues: Vec<Named<QueueId>>,
    /// Never empty.
    pub agents: Vec<Named<String>>,
    pub codes: Vec<Named<WrapUpCodeId>>,
    /// Given by the system where an agent did not wrap up (documented name).
    pub system_code: Named<WrapUpCodeId>,
    pub deployment_id: String,
    pub configuration_id: String,
    pub flow_id: String,
    pub role_id: String,
    pub client_id: String,
    pub client_secret: String,
}

impl Org {
    /// The ids of a seed are the same whatever else is set: what is given takes none away, and what there is more of
    /// than usual has its ids from elsewhere.
    pub fn new(options: &Options, ids: &mut Ids) -> Self {
        let Options { queues, agents, wrap_up, deployment, .. } = options;
        Self {
            id: ids.next(),
            division: Named { id: ids.next(), name: "Home".into() },
            queues: named(queues, 1, ids),
            agents: named(agents, 1, ids),
            codes: named(&wrap_up.codes, 3, ids),
            system_code: Named { id: ids.next(), name: "ININ-WRAP-UP-TIMEOUT".into() },
            deployment_id: given(deployment.id.as_ref(), ids.next()),
            configuration_id: ids.next(),
            flow_id: ids.next(),
            role_id: ids.next(),
            client_id: given(options.client_id.as_ref(), ids.next()),
            client_secret: given(options.client_secret.as_ref(), ids.secret()),
        }
    }

    pub fn code(&self, id: &WrapUpCodeId) -> Option<&Named<WrapUpCodeId>> {
        self.codes.iter().find(|code| code.id == *id)
    }

    pub fn queue(&self, id: &QueueId) -> Option<&Named<QueueId>> {
        self.queues.iter().find(|queue| queue.id == *id)
    }

    pub fn queue_named(&self, name: &str) -> Option<&Named<QueueId>> {
        self.queues.iter().find(|queue| queue.name == name)
    }

    pub fn agent(&self, id: &str) -> Option<&Named<String>> {
        self.agents.iter().find(|agent| agent.id == id)
    }
}

fn given(value: Option<&String>, otherwise: String) -> String {
    value.cloned().unwrap_or(otherwise)
}

/// As many as there usually are have ids of the seed, whether there are so many or not.
fn named<I: FromStr>(names: &[String], usual: usize, ids: &mut Ids) -> Vec<Named<I>> {
    let mut of_seed = (0..usual).map(|_| ids.next()).collect::<Vec<_>>().into_iter();
    let mut next = || of_seed.next().unwrap_or_else(|| ids.further());
    names.iter().map(|name| Named { id: next(), name: name.clone() }).collect()
}
