//! What an error of a close says beyond its message.

use crate::error::{Effect, Error, Kind};
use crate::model::conversation::Named;
use crate::platform::endpoints::tokens;
use crate::platform::trace::millis_of;

use serde_json::Value;

use super::driver::Closing;
use super::report;

impl Closing<'_> {
    /// Adds the circumstances: what was done, whether it may have landed, whose token it was.
    pub(super) async fn explain(&self, error: Error) -> Error {
        let mut error = self.name_the_token(error).await;
        let context = &mut error.context;
        context.operation = "closeConversation".to_string();
        context.conversation_id = Some(self.id.to_string());
        context.elapsed_ms = millis_of(self.call.deadline.elapsed());
        context.attempts = match error.kind {
            Kind::NotClosed => self.call.trace.requests(),
            _ => context.attempts.max(self.call.trace.attempts_of_last_request(context.status)),
        };
        let is_gone = error.kind == Kind::NotFound && self.workflow.has_written();
        context.effect = if is_gone { Effect::Unknown } else { self.call.trace.effect() };
        context.report = Some(self.partial_report());
        error
    }

    fn partial_report(&self) -> Value {
        let seen = self.latest.as_ref().map(|found| (&*found.view, self.who_is_left()));
        report::partial(self.id, seen, &self.call.trace)
    }

    async fn name_the_token(&self, mut error: Error) -> Error {
        let is_permission =
            error.kind == Kind::Forbidden && error.context.genesys_code.as_deref() != Some("not.authorized");
        if !is_permission {
            return error;
        }
        let source = self.call.client.token_source();
        let info = tokens::get_token_info(self.call).await.unwrap_or_default();
        let name = |named: Option<Named>| named.and_then(|n| n.name).unwrap_or_default();
        let (client, org) = (name(info.oauth_client), name(info.organization));
        let whose = match (client.is_empty(), org.is_empty()) {
            (false, false) => format!(" It belongs to the OAuth client '{client}' of '{org}'."),
            _ => String::new(),
        };
        error.context.hint = Some(format!(
            "The credentials came from {source}.{whose} Grant the permission to a role of that OAuth client, for the \
             conversation's division."
        ));
        error
    }
}
