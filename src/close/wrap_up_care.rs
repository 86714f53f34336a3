//! The wrap-up of a close: chosen before the write that needs it, seen to after the end.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ParticipantId;
use crate::model::name::likeness;
use crate::model::{Participant, WrapupInput};

use super::codes::{self, Whose};
use super::driver::Closing;
use super::options::{ChooseBy, Resource};
use super::presence::Record;
use super::report::Way;
use super::state::{Next, Pause, Target};
use super::view::View;
use super::wrap_up::{self, PendingReason, WrapUpOutcome};
use super::{find, write};

/// How long a wrap-up that was posted afterwards may take to show.
const WRAP_UP_MAY_TAKE: Duration = Duration::from_secs(2);
/// A conversation that opens again and again is not wrapped up each time.
const POSTS_AT_MOST: u8 = 2;

impl Closing<'_> {
    /// The wrap-up that this write needs or carries. Those of all agents whom this close ends are chosen before the
    /// first of them is ended.
    pub(super) async fn wrapup_for(&mut self, target: &Target) -> Result<Option<WrapupInput>> {
        match target {
            Target::Teardown => Ok(None),
            Target::Versioned(_) => self.chosen(None).await.map(Some),
            Target::Agent(id) => {
                self.choose_for_all().await?;
                Ok(self.chosen_before(id))
            }
            Target::Conversation => {
                self.choose_for_all().await?;
                if let Some(record) = self.note_communications().await? {
                    self.workflow.learn(&record);
                }
                Ok(None)
            }
        }
    }

    async fn choose_for_all(&mut self) -> Result<()> {
        for agent in wrap_up::agents_to_wrap_up(self.latest()) {
            self.choose_for(agent).await?;
        }
        Ok(())
    }

    fn chosen_before(&self, agent: &ParticipantId) -> Option<WrapupInput> {
        self.to_wrap_up.iter().find(|(known, _)| known.id == *agent).map(|(_, wrapup)| wrapup.clone())
    }

    async fn choose_for(&mut self, agent: Participant) -> Result<()> {
        let is_due = self.options.wrap_up.is_some() || wrap_up::is_required(&agent);
        if is_due && self.chosen_before(&agent.id).is_none() {
            let wrapup = self.chosen(Some(&agent)).await?;
            self.to_wrap_up.push((agent, wrapup));
        }
        Ok(())
    }

    async fn chosen(&self, agent: Option<&Participant>) -> Result<WrapupInput> {
        let whose = Whose { conversation: self.id, agent };
        match &self.options.wrap_up {
            Some(choice) => codes::choose(self.call, whose, choice).await,
            None => Err(codes::required(self.call, whose).await),
        }
    }

    /// A refused code that was kept from an earlier call may have been made anew since, under another id: the list is
    /// read again, once. Says whether that changed anything.
    pub(super) async fn renew_refused_codes(&mut self, refusal: &Error) -> bool {
        let by_name = self.options.wrap_up.as_ref().filter(|choice| !matches!(choice.by, ChooseBy::Id(_)));
        let may_be_the_code = matches!(refusal.kind, Kind::Rejected | Kind::NotFound);
        let Some(choice) = by_name.cloned().filter(|_| may_be_the_code) else { return false };
        if std::mem::replace(&mut self.codes_were_renewed, true) {
            return false;
        }
        if self.resource == Resource::Messaging {
            let whose = Whose { conversation: self.id, agent: None };
            return codes::renew(self.call, whose, &choice, self.codes_were_prepared).await.is_some();
        }
        let mut has_changed = false;
        for (agent, wrapup) in &mut self.to_wrap_up {
            let whose = Whose { conversation: self.id, agent: Some(agent) };
            if let Some(other) = codes::renew(self.call, whose, &choice, self.codes_were_prepared).await {
                *wrapup = other;
                has_changed = true;
            }
        }
        has_changed
    }

    pub(super) async fn explain_refused_code(&self, target: &Target, refusal: Error) -> Error {
        let agent = match target {
            Target::Agent(id) => self.latest().participant(id),
            Target::Versioned(_) => None,
            Target::Conversation | Target::Teardown => return refusal,
        };
        match &self.options.wrap_up {
            Some(choice) if refusal.kind == Kind::Rejected => {
                codes::explain_refusal(self.call, Whose { conversation: self.id, agent }, choice, refusal)
                    .await
            }
            _ => refusal,
        }
    }

    /// What became of the wrap-up, once the end was seen; `Break` where a look that was taken for it shows the
    /// conversation open again.
    pub(super) async fn wrap_up_outcome(&mut self) -> ControlFlow<Next, WrapUpOutcome> {
        self.allow_for_wrap_up().await?;
        ControlFlow::Continue(match self.way {
            Way::Teardown => WrapUpOutcome::System,
            _ if self.resource == Resource::Messaging => self.versioned_wrap_up().await,
            _ if self.to_wrap_up.is_empty() => self.nobody_wrote(),
            _ => self.see_to_wrap_up().await?,
        })
    }

    /// What is said where this close wrote no code.
    pub(super) fn nobody_wrote(&self) -> WrapUpOutcome {
        let first = self.first.as_deref().unwrap_or_else(|| self.latest());
        wrap_up::outcome_without_code(first, self.latest())
    }

    async fn versioned_wrap_up(&self) -> WrapUpOutcome {
        let wrapup = match self.chosen(None).await {
            Ok(wrapup) => wrapup,
            Err(error) => return WrapUpOutcome::pending(PendingReason::NotSeenYet, error.message),
        };
        let View::Messaging(seen) = self.latest() else { return WrapUpOutcome::applied(&wrapup) };
        match &seen.wrap_up_code_id {
            Some(code) if code.eq_ignore_ascii_case(&wrapup.code) => WrapUpOutcome::applied(&wrapup),
            Some(_) => {
                WrapUpOutcome::pending(PendingReason::EndedByOthers, "The read shows another wrap-up code.")
            }
            None => WrapUpOutcome::pending(PendingReason::NotSeenYet, "The read shows no wrap-up code."),
        }
    }

    /// Posts what the reads do not show, and looks again.
    async fn see_to_wrap_up(&mut self) -> ControlFlow<Next, WrapUpOutcome> {
        let missing = self.without_wrap_up();
        if !missing.is_empty()
            && self.posts < POSTS_AT_MOST
            && let Err(refusal) = self.post_until_seen(missing).await?
        {
            return ControlFlow::Continue(WrapUpOutcome::pending(PendingReason::Refused, refusal.message));
        }
        let applied = self.to_wrap_up.first().map(|(agent, wrapup)| self.as_recorded(agent, wrapup));
        ControlFlow::Continue(match (self.without_wrap_up().is_empty(), applied) {
            (true, Some(applied)) => applied,
            _ => WrapUpOutcome::pending(
                PendingReason::NotSeenYet,
                "The wrap-up was accepted, and the read does not show it yet.",
            ),
        })
    }

    /// The name is the record's where it has one: a code may have another since its list was read, which is then
    /// read anew by whoever comes next.
    fn as_recorded(&self, agent: &Participant, wrapup: &WrapupInput) -> WrapUpOutcome {
        let recorded =
            self.latest().participant(&agent.id).and_then(|agent| agent.wrapup.as_ref()?.name.clone());
        let recorded = recorded.filter(|name| !name.is_empty());
        if recorded
            .as_ref()
            .zip(wrapup.name.as_ref())
            .is_some_and(|(now, then)| likeness(now, then).is_none())
        {
            codes::forget(self.call, Whose { conversation: self.id, agent: Some(agent) });
        }
        WrapUpOutcome::applied(&WrapupInput {
            name: recorded.or_else(|| wrapup.name.clone()),
            ..wrapup.clone()
        })
    }

    /// A post whose answer was lost may have landed: it is looked for before it is repeated, once.
    async fn post_until_seen(
        &mut self,
        missing: Vec<(Participant, WrapupInput)>,
    ) -> ControlFlow<Next, Result<()>> {
        let mut posted = self.post_wrap_ups(&missing).await?;
        if let Err(refusal) = posted.as_ref()
            && self.renew_refused_codes(refusal).await
        {
            posted = self.post_wrap_ups(&self.without_wrap_up()).await?;
        }
        if let Err(refusal) = posted.as_ref()
            && !matches!(refusal.kind, Kind::Transport | Kind::Unavailable | Kind::Timeout | Kind::Decode)
        {
            return ControlFlow::Continue(posted);
        }
        self.wait_for_wrap_up().await?;
        let still_missing = self.without_wrap_up();
        if posted.is_ok() || still_missing.is_empty() {
            return ControlFlow::Continue(Ok(()));
        }
        if let Err(refusal) = self.post_wrap_ups(&still_missing).await? {
            return ControlFlow::Continue(Err(refusal));
        }
        self.wait_for_wrap_up().await?;
        ControlFlow::Continue(Ok(()))
    }

    /// Whether the latest read shows every wrap-up that this close has sent with its writes; those
    /// of a conversation's disconnect are posted afterwards.
    pub(super) fn wrap_up_shows(&self) -> bool {
        match self.latest() {
            View::Messages(_) => self.way != Way::Agent || self.without_wrap_up().is_empty(),
            View::Messaging(seen) => seen.wrap_up_code_id.is_some(),
        }
    }

    /// Agents of this close whose wrap-up the latest read does not show.
    fn without_wrap_up(&self) -> Vec<(Participant, WrapupInput)> {
        let shows = |(agent, wrapup): &&(Participant, WrapupInput)| {
            let seen = self.latest().participant(&agent.id).and_then(Participant::wrapup_code);
            !seen.is_some_and(|code| code.eq_ignore_ascii_case(&wrapup.code))
        };
        self.to_wrap_up.iter().filter(shows).cloned().collect()
    }

    /// A conversation's disconnect carries no wrap-up: each is posted afterwards, on a
    /// communication that is noted while it is certainly there. An agent who came since has one as well.
    async fn note_communications(&mut self) -> Result<Option<Record>> {
        let is_noted = |agent: &Participant| {
            self.communications.as_ref().is_some_and(|noted| noted.communication_of(&agent.id).is_some())
        };
        if !self.to_wrap_up.iter().all(|(agent, _)| is_noted(agent)) {
            let noted = find::read_record(self.call, self.id).await?;
            let record = Record::of(&noted);
            self.communications = Some(noted);
            return Ok(Some(record));
        }
        Ok(None)
    }

    /// `Break` where the record that has the communications shows the conversation open again.
    async fn post_wrap_ups(
        &mut self,
        missing: &[(Participant, WrapupInput)],
    ) -> ControlFlow<Next, Result<()>> {
        self.posts += 1;
        match self.note_communications().await {
            Ok(record) => self.judge(record)?,
            Err(error) => return ControlFlow::Continue(Err(error)),
        }
        let Some(detail) = &self.communications else { return ControlFlow::Continue(Ok(())) };
        for (agent, wrapup) in missing {
            if let Err(refusal) = write::post_wrapup(self.call, detail, agent, wrapup).await {
                return ControlFlow::Continue(Err(refusal));
            }
        }
        ControlFlow::Continue(Ok(()))
    }

    fn judge(&mut self, record: Option<Record>) -> ControlFlow<Next> {
        let Some(record) = record else { return ControlFlow::Continue(()) };
        let view = self.latest().clone();
        match self.workflow.heard(&record, &view, self.call.deadline.elapsed()) {
            None => ControlFlow::Continue(()),
            Some(not_yet) => ControlFlow::Break(not_yet),
        }
    }

    async fn wait_for_wrap_up(&mut self) -> ControlFlow<Next> {
        let until = self.call.deadline.elapsed() + WRAP_UP_MAY_TAKE;
        let mut pause = Pause::First;
        while !self.without_wrap_up().is_empty()
            && self.call.deadline.elapsed() < until
            && !self.call.deadline.has_passed()
        {
            self.pause(pause).await;
            pause = Pause::Backoff;
            self.look_on().await?;
        }
        ControlFlow::Continue(())
    }
}
