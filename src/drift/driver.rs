//! Does with the simulator what was done with the org, entry by entry, and compares.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value};

use super::book::Book;
use super::compare::Compared;
use super::difference::{Difference, Differs};
use super::entry::{Answer, By, Closed, Entry, Opens, Request, What};
use super::findings::{Findings, Of, Position};
use super::guest::Guest;
use super::http::{Answered, Asking};
use super::judge;
use super::late::Late;
use super::line::Line;
use super::place::{Kind, Place, template};
use super::progress::{agent_did, is_ahead, is_of_time, participants};
use super::rows::{self, name_of};
use super::settling::Settled;
use super::shown::ABSENT;
use super::stage::{As, Stage, as_conversation, conversation_in};
use crate::error::Result;
use crate::model::ids::ConversationId;
use crate::recording::Shaper;

/// How much later than the simulator's a frame may come.
const BOUND_MS: u64 = 2_000;
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

/// Guests whose conversations may still be named.
const GUESTS: usize = 1_000;

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

    // Requests.

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
        if let Some(place) = asked.unknown.take() {
            if org.status < 300 {
                self.introduce(&place, org.body.as_ref());
                return self.again(asked, As::Client).await;
            }
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
        let unnamed = |id: &ConversationId| self.book.place(&id.to_string()).is_none_or(|known| known == place);
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

    // Guests.

    async fn opens(&mut self, key: (By, u64), to: &Opens) -> Result<()> {
        let query = self.book.query(&to.query);
        let path = format!("{}?{query}", self.book.path(&to.path));
        let url = self.stage.simulator.url().trim_start_matches("http://").to_string();
        self.guests.insert(key, Guest::new(Line::open(&url, &path).await));
        Ok(())
    }

    fn opened(&mut self, key: (By, u64)) {
        let refused = self.guests.get(&key).and_then(|guest| guest.refused);
        match refused {
            Some(status) => self.differ_at_upgrade("101".into(), status.to_string()),
            None => self.findings.agree(rows::UPGRADE),
        }
    }

    fn refused(&mut self, key: (By, u64), status: Option<u16>) {
        let Some(status) = status else { return self.pass("sockets that reached nobody") };
        let ours = self.guests.remove(&key).map_or(101, |guest| guest.refused.unwrap_or(101));
        if ours == status {
            self.findings.agree(rows::UPGRADE);
        } else {
            self.differ_at_upgrade(status.to_string(), ours.to_string());
        }
    }

    fn differ_at_upgrade(&mut self, org: String, simulator: String) {
        let difference = Difference::new(Differs::Status, org, simulator).at("/status");
        self.findings.differ(Of::Socket, self.now, difference, rows::UPGRADE);
    }

    async fn sent(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        let frame = self.book.rebuilt(shape);
        let Some(guest) = self.guests.get_mut(&key) else { return Ok(()) };
        if let Some(token) = frame["token"].as_str().filter(|token| guest.token.as_deref() != Some(token)) {
            guest.token = Some(token.into());
            if !self.tokens.iter().any(|known| known == token) {
                if self.tokens.len() == GUESTS {
                    self.tokens.pop_front();
                }
                self.tokens.push_back(token.into());
            }
        }
        if let Some(line) = &mut guest.line {
            line.send(&frame).await;
        }
        guest.hear(self.now).await;
        Ok(())
    }

    async fn received(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        let Some(guest) = self.guests.get_mut(&key) else {
            self.pass("frames of sockets that are not in the recording");
            return Ok(());
        };
        let of = Of::Frame(name_of(shape).into());
        let row = rows::of_frame(shape, "");
        if guest.has_shown(shape) {
            let twice = Difference::new(Differs::FrameTwice, "once more", ABSENT);
            self.findings.differ(of, self.now, twice, row);
            return Ok(());
        }
        guest.hear(self.now).await;
        let mut found = guest.take(shape, &self.book, true);
        if found.is_none() {
            self.bring_about(key, shape).await?;
            found = self.guests.get_mut(&key).and_then(|guest| guest.take(shape, &self.book, false));
        }
        let Some(found) = found else {
            let more = Difference::new(Differs::FrameMore, name_of(shape), ABSENT);
            self.findings.differ(of, self.now, more, row);
            return Ok(());
        };
        if found.passed {
            let order = Difference::new(Differs::Order, "after another one", "before it");
            self.findings.differ(of.clone(), self.now, order, row);
        } else if self.now.at > found.since.at + BOUND_MS {
            let late = Difference::new(Differs::FrameLate, "long after", "at once");
            self.findings.differ(of.clone(), found.since, late, row);
        }
        self.frame(of, shape, &found.frame);
        Ok(())
    }

    fn frame(&mut self, of: Of, shape: &Value, raw: &Value) {
        if let Some(jwt) = raw["body"]["jwt"].as_str() {
            self.stage.jwt = Some(jwt.into());
        }
        let compared = judge::frames(shape, raw, &self.book, &self.shaper);
        compared.learn(&mut self.book);
        if compared.differences.is_empty() {
            self.findings.agree(rows::of_frame(shape, ""));
        }
        for difference in compared.differences {
            let row = rows::of_frame(shape, &difference.pointer);
            self.findings.differ(of.clone(), self.now, difference, row);
        }
    }

    /// The recording shows a frame that the simulator has not sent: what leads to it happens now.
    async fn bring_about(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        while self.release() {
            self.hear_all().await;
            if self.guests.get(&key).is_some_and(|guest| guest.has_waiting(shape, &self.book)) {
                return Ok(());
            }
        }
        let token = self.guests.get(&key).and_then(|guest| guest.token.clone());
        let Some(id) = token.and_then(|token| self.stage.conversation_of(&token)) else { return Ok(()) };
        self.act(&id, shape).await?;
        self.hear_all().await;
        Ok(())
    }

    async fn act(&mut self, id: &ConversationId, shape: &Value) -> Result<()> {
        let body = &shape["body"];
        let by = body["originatingEntity"].as_str();
        match (name_of(shape), by) {
            ("Typing", _) => {
                self.stage.agent_types(id);
            }
            ("Disconnect", Some("Human")) => {
                self.stage.agent_did(id, super::progress::AgentDid::Left);
            }
            ("Disconnect", None) => {
                self.stage.system_ends(id).await?;
            }
            ("StructuredMessage", Some("Human")) => {
                let text = body["text"].as_str().and_then(Place::of);
                let text = text.unwrap_or(Place { kind: Kind::Text, number: "0".into() });
                let text = self.book.text(text);
                self.stage.agent_says(id, text);
            }
            _ => {}
        }
        Ok(())
    }

    async fn closed(&mut self, key: (By, u64), closed: &Closed) {
        if let Some(line) = self.guests.get_mut(&key).and_then(|guest| guest.line.as_mut()).filter(|_| closed.by != "server") {
            line.close(closed.code).await;
        }
        self.leave(key).await;
    }

    /// A socket is over: what the simulator had sent long before, and the recording never showed, is missing.
    async fn leave(&mut self, key: (By, u64)) {
        let Some(mut guest) = self.guests.remove(&key) else { return };
        for missing in guest.missing(self.now, BOUND_MS) {
            let shape = self.shaper.body(missing.frame.to_string().as_bytes(), "");
            let name = name_of(&missing.frame);
            let difference = Difference::new(Differs::FrameMissing, ABSENT, name);
            self.findings.differ(Of::Frame(name.into()), missing.since, difference, rows::of_frame(&shape, ""));
        }
    }

    async fn hear_all(&mut self) {
        for guest in self.guests.values_mut() {
            guest.hear(self.now).await;
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
