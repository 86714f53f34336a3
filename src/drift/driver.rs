//! Does with the simulator what was done with the org, entry by entry, and compares.

mod guests;

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value};

use super::book::Book;
use super::compare::Compared;
use super::entry::{Answer, By, Entry, Request, What};
use super::findings::{Findings, Of, Position};
use super::guest::Guest;
use super::http::{Answered, Asking};
use super::judge;
use super::late::Late;
use super::place::{Place, template};
use super::progress::{agent_did, is_ahead, is_of_time, participants};
use super::rows;
use super::settling::Settled;
use super::stage::{As, Stage, as_conversation, conversation_in};
use crate::error::Result;
use crate::model::ids::ConversationId;
use crate::recording::Shaper;

/// How often an answer is looked for again.
const LOOKS: u32 = 12;

pub struct Driver {
    pub stage: Stage,
    pub findings: Findings,
    pub settled: Settled,
    pub not_compared: BTreeMap<&'static str, u64>,
    pub events: u64,
    book: Book,
    shaper: Shaper,
    asked: HashMap<(By, u64), Asked>,
    guests: HashMap<(By, u64), Guest>,
    /// Tokens of guests, oldest first: their conversations may not have been named yet.
    tokens: VecDeque<String>,
    late: Late,
    now: Position,
}

/// A request that waits for its recorded answer.
struct Asked {
    template: String,
    request: Request,
    asking: Asking,
    got: Answered,
    /// What it names, and the recording had not named before.
    unknown: Option<Place>,
    /// How many changes waited before it.
    held: usize,
    position: Position,
}

impl Driver {
    pub fn new(stage: Stage, book: Book, shaper: Shaper) -> Self {
        Self {
            stage,
            findings: Findings::default(),
            settled: Settled::default(),
            not_compared: BTreeMap::new(),
            events: 0,
            book,
            shaper,
            asked: HashMap::new(),
            guests: HashMap::new(),
            tokens: VecDeque::new(),
            late: Late::default(),
            now: Position { line: 0, at: 0 },
        }
    }

    pub async fn perform(&mut self, entry: Entry) -> Result<()> {
        self.events += 1;
        self.now = Position { line: self.events, at: entry.at };
        let by = entry.by;
        match entry.what {
            What::Request { number, request } => self.request((by, number), request).await,
            What::Answer { number, answer } => self.answer((by, number), &answer).await,
            What::Failed { number } => {
                self.asked.remove(&(by, number));
                self.pass("requests that were not answered");
                Ok(())
            }
            What::Opens { socket, to } => self.opens((by, socket), &to).await,
            What::Opened { socket } => {
                self.opened((by, socket));
                Ok(())
            }
            What::Refused { socket, status } => {
                self.refused((by, socket), status);
                Ok(())
            }
            What::Sent { socket, frame } => self.sent((by, socket), &frame).await,
            What::Received { socket, frame } => self.received((by, socket), &frame).await,
            What::Closed { socket, closed } => {
                self.closed((by, socket), &closed).await;
                Ok(())
            }
            What::Ended => {
                self.pass("what came after the recording ended early");
                Ok(())
            }
        }
    }

    /// What is left when the recording is over.
    pub async fn end(&mut self) {
        for key in self.guests.keys().copied().collect::<Vec<_>>() {
            self.leave(key).await;
        }
        for (of, position, difference, row) in self.late.left(self.now.at) {
            self.findings.differ(of, position, difference, row);
        }
    }

    fn pass(&mut self, what: &'static str) {
        *self.not_compared.entry(what).or_default() += 1;
    }

    async fn request(&mut self, key: (By, u64), request: Request) -> Result<()> {
        let named = conversation_in(&request.path);
        let unknown = named.filter(|place| self.book.value(place).is_none());
        let Some(asking) = self.stage.asking(&request, &mut self.book) else {
            self.pass("requests that cannot be made again");
            return Ok(());
        };
        let held = self.stage.simulator.held();
        let got = self.stage.ask(&asking, As::Client).await?;
        let template = template(&request.path);
        let asked = Asked { template, request, asking, got, unknown, held, position: self.now };
        let is_read = asked.asking.is_read();
        self.asked.insert(key, asked);
        if !is_read {
            self.hear_all().await;
        }
        Ok(())
    }

    async fn answer(&mut self, key: (By, u64), org: &Answer) -> Result<()> {
        let Some(mut asked) = self.asked.remove(&key) else {
            self.pass("answers to requests that were not made again");
            return Ok(());
        };
        if org.status == 429 || org.status >= 500 {
            self.pass("answers 429 and 5xx: of the moment, and not of the org");
            return Ok(());
        }
        self.mend(&mut asked, org).await?;
        self.settled.accepted(self.now.at, self.stage.simulator.held());
        let compared = self.look(&mut asked, org).await?;
        compared.learn(&mut self.book);
        self.judge(asked, org, compared);
        Ok(())
    }

    /// What the recorded answer tells of the circumstances of its request.
    async fn mend(&mut self, asked: &mut Asked, org: &Answer) -> Result<()> {
        let ours = asked.got.status;
        if let Some(place) = asked.unknown.take().filter(|_| org.status < 300) {
            self.introduce(&place, org.body.as_ref());
            return self.again(asked, As::Client).await;
        }
        let is_login = asked.template == "/oauth/token";
        if org.status == 401 || (is_login && org.status == 400) {
            return self.again(asked, As::Stranger).await;
        }
        let held = self.stage.simulator.held();
        if org.status >= 400 && ours < 300 && held > 0 && !asked.asking.is_read() {
            // It was refused for what had been accepted before, and had taken effect.
            self.stage.simulator.forget_held(asked.held);
            while self.release() {}
            self.hear_all().await;
            return self.again(asked, As::Client).await;
        }
        Ok(())
    }

    async fn again(&mut self, asked: &mut Asked, who: As) -> Result<()> {
        if let Some(asking) = self.stage.asking(&asked.request, &mut self.book) {
            asked.asking = asking;
        }
        asked.got = self.stage.ask(&asked.asking, who).await?;
        Ok(())
    }

    /// A conversation that no answer has named: a guest's who was recorded, or one of its own.
    fn introduce(&mut self, place: &Place, body: Option<&Value>) {
        let unnamed =
            |id: &ConversationId| self.book.place(&id.to_string()).is_none_or(|known| known == place);
        let of_guests = self.tokens.iter().filter_map(|token| self.stage.conversation_of(token));
        let of_guest = of_guests.into_iter().find(unnamed).map(|id| id.to_string());
        let has_agent = body.is_none_or(|body| {
            let all = participants(body);
            all.is_empty() || all.iter().any(|each| each["purpose"] == "agent")
        });
        if let Some(id) = of_guest.or_else(|| self.stage.open(has_agent)) {
            self.book.rebind(place, &id);
        }
    }

    fn release(&mut self) -> bool {
        let released = self.stage.release();
        if released {
            self.settled.shown(self.now.at);
        }
        released
    }

    /// Looks again as long as the org was ahead, and something can be done for that; the best look counts.
    async fn look(&mut self, asked: &mut Asked, org: &Answer) -> Result<Compared> {
        let mut best = judge::answers(org, &asked.got, &self.book, &self.shaper);
        for look in 0..LOOKS {
            if best.differences.is_empty() || !asked.asking.is_read() {
                break;
            }
            // What has happened since the request may be all that it takes.
            if look > 0 && !self.advance(asked, org) {
                break;
            }
            self.hear_all().await;
            let got = self.stage.ask(&asked.asking, As::Client).await?;
            let compared = judge::answers(org, &got, &self.book, &self.shaper);
            if compared.differences.len() <= best.differences.len() {
                best = compared;
            }
            asked.got = got;
        }
        Ok(best)
    }

    /// The org has come further: so does the simulator, where it can.
    fn advance(&mut self, asked: &Asked, org: &Answer) -> bool {
        if org.status != asked.got.status {
            return org.status < 400 && self.release();
        }
        let (Some(theirs), Some(ours)) = (&org.body, &asked.got.body) else { return false };
        if !is_ahead(theirs, ours) {
            return false;
        }
        if self.release() {
            return true;
        }
        let id = ours["id"].as_str().and_then(as_conversation);
        match (id, agent_did(theirs, ours)) {
            (Some(id), Some(did)) => self.stage.agent_did(&id, did),
            _ => false,
        }
    }

    fn judge(&mut self, asked: Asked, org: &Answer, compared: Compared) {
        let Asked { template, request, position, got, .. } = asked;
        let of = Of::Answer(format!("{} {template}", request.method));
        let row = |pointer: &str| rows::of_answer(&request.method, &template, org.status, pointer);
        let waits = match (&org.body, &got.body) {
            (Some(theirs), Some(ours)) => org.status == got.status && is_ahead(ours, theirs),
            _ => false,
        };
        self.late.seen(&request.path, &compared.differences);
        let agreed = compared.differences.is_empty();
        for difference in compared.differences {
            let row = row(&difference.pointer);
            if waits && is_of_time(&difference) {
                self.late.wait(&request.path, of.clone(), self.now, difference, row);
            } else {
                self.findings.differ(of.clone(), position, difference, row);
            }
        }
        if agreed {
            self.agreed(row(""), org);
        }
    }

    fn agreed(&mut self, row: rows::Row, org: &Answer) {
        self.findings.agree(row);
        let is_over = |each: &Value| each["state"] == "disconnected";
        let all = org.body.as_ref().map_or(&[][..], participants);
        if all.len() > 1 && all.iter().all(is_over) {
            self.findings.agree(rows::CUSTOMER);
        }
    }

    /// How accepted changes settled, in options.
    pub fn adopted(&self, inferred: Map<String, Value>) -> Map<String, Value> {
        let mut adopted = inferred;
        if let Some(settling) = self.settled.told() {
            adopted.insert("settleMs".into(), settling.median_ms.into());
        }
        adopted
    }
}
