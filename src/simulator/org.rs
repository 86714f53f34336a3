//! The built-in org's parts; their ids come from the seed.

use super::ids::Ids;
use super::options::Options;
use super::records::Named;
use crate::model::ids::{QueueId, WrapUpCodeId};

pub struct Org {
    pub id: String,
    pub division: Named<String>,
    pub queue: Named<QueueId>,
    pub agent: Named<String>,
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
    pub fn new(options: &Options, ids: &mut Ids) -> Self {
        let codes = options.wrap_up.codes.iter();
        Self {
            id: ids.next(),
            division: Named { id: ids.next(), name: "Home".into() },
            queue: Named { id: ids.next(), name: "Web messaging".into() },
            agent: Named { id: ids.next(), name: "Sample Agent".into() },
            codes: codes.map(|name| Named { id: ids.next(), name: name.clone() }).collect(),
            system_code: Named { id: ids.next(), name: "ININ-WRAP-UP-TIMEOUT".into() },
            deployment_id: options.deployment.id.clone().unwrap_or_else(|| ids.next()),
            configuration_id: ids.next(),
            flow_id: ids.next(),
            role_id: ids.next(),
            client_id: ids.next(),
            client_secret: ids.secret(),
        }
    }

    pub fn code(&self, id: &WrapUpCodeId) -> Option<&Named<WrapUpCodeId>> {
        self.codes.iter().find(|code| code.id == *id)
    }
}
