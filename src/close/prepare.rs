//! A close up to its first write, and from there on.

use std::sync::Arc;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::platform::Call;

use super::codes::{self, Whose};
use super::driver::Closing;
use super::find::{self, Found};
use super::guard;
use super::options::{ChooseBy, CloseOptions, Resource, Strategy};
use super::plan::Plan;
use super::state::{Next, Seen, Target};

/// All that comes before a first write that ends an agent, or why there is none to prepare. Whoever joins before a
/// conversation is ended as a whole is ended with it, and owes a wrap-up that nobody has chosen. `sees` is told what was
/// seen, beside what was `seen` before, whatever comes of it.
pub async fn prepare(
    call: &Call,
    id: &ConversationId,
    options: &CloseOptions,
    seen: Seen,
    sees: impl FnOnce(Seen),
) -> Result<std::result::Result<Plan, &'static str>> {
    options.check()?;
    let wake = Arc::default();
    let mut closing = Closing::new(call, id, options, &wake);
    closing.workflow.knows(seen);
    let next = closing.begin().await?;
    sees(closing.workflow.has_seen());
    let target = match next {
        Next::Write(target @ (Target::Agent(_) | Target::Versioned(_))) => target,
        Next::Write(_) => return Ok(Err("no agent is ended by the first write, but the whole conversation")),
        Next::NoAgent => return Ok(Err("there is no agent to disconnect")),
        _ => return Ok(Err("the conversation has ended, or its read is short of somebody")),
    };
    let guards = closing.guards();
    guard::sees(&guards, closing.found(), &closing.workflow.missing())?;
    closing.ask_guards(&guards).await?;
    closing.wrapup_for(&target).await?;
    Ok(closing.into_plan().ok_or("nothing was read"))
}

impl Closing<'_> {
    pub(super) async fn begin(&mut self) -> Result<Next> {
        let found = self.find().await?;
        self.check_strategy(&found)?;
        Ok(self.first_look_at(found))
    }

    fn first_look_at(&mut self, found: Found) -> Next {
        self.resource = found.resource;
        self.first = Some(Arc::clone(&found.view));
        self.look(found)
    }

    /// The first read. Where the versioned resource will ask for a code by name, the codes are
    /// read beside it.
    async fn find(&self) -> Result<Found> {
        let whose = Whose { conversation: self.id, agent: None };
        let by_name =
            self.options.wrap_up.as_ref().is_some_and(|choice| !matches!(choice.by, ChooseBy::Id(_)));
        if by_name && find::expects_messaging(self.call) && codes::kept(self.call, whose).is_none() {
            // Boxed: two requests at once are twice as large, and most closes make them one by one.
            let both = async { tokio::join!(find::find(self.call, self.id), codes::list(self.call, whose)) };
            let (found, _kept) = Box::pin(both).await;
            return found;
        }
        find::find(self.call, self.id).await
    }

    fn check_strategy(&self, found: &Found) -> Result<()> {
        if found.view.has_ended()
            || found.resource == Resource::Messages
            || matches!(self.options.strategy, Strategy::Auto | Strategy::Conversation)
        {
            return Ok(());
        }
        let message =
            "This conversation is on the messaging resource, which knows neither agents nor teardown.";
        Err(Error::new(Kind::InvalidInput, message).hint("Use strategy 'auto' or 'conversation'."))
    }

    /// What was prepared stands for the first read, the guard's answers and the choice of codes.
    pub(super) fn adopt(&mut self, plan: Plan) -> Next {
        self.to_wrap_up = plan.to_wrap_up;
        self.guard_was_asked = true;
        self.codes_were_prepared = true;
        self.first_look_at(plan.found)
    }

    fn into_plan(self) -> Option<Plan> {
        Some(Plan { found: self.latest?, to_wrap_up: self.to_wrap_up })
    }
}
