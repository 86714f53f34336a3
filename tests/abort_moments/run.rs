//! One seed: a close begins, its moment comes, it is aborted, and what is left is counted.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use playwright_genesys::close::{CloseOptions, close};
use playwright_genesys::error::Effect;
use playwright_genesys::platform::endpoints::routing::list_wrapup_codes;
use playwright_genesys::platform::{Call, Client, Step, Trace};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Handle};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::closing::{Bench, client, close_with};
use super::line::Line;
use super::moments::{self, CODE, Moment, When};

/// Nothing here takes so long unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Worker {
    bench: Bench,
    line: Line,
    idle_tasks: usize,
}

impl Worker {
    pub fn run_all(seeds: &[u64]) -> Vec<(u64, Result<(), String>)> {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // A change shows after a while, so that there is something to poll for.
            let bench = Bench::start(json!({ "settleMs": 40 }), json!({}));
            let line = Line::before(bench.simulator.url()).await;
            tokio::task::yield_now().await;
            let worker = Self { bench, line, idle_tasks: Handle::current().metrics().num_alive_tasks() };
            let mut outcomes = Vec::new();
            for seed in seeds {
                let outcome = tokio::time::timeout(PATIENCE, worker.run(*seed)).await;
                outcomes.push((
                    *seed,
                    outcome.unwrap_or_else(|_| Err("it, or what it left, never came to rest".into())),
                ));
                // What one close leaves behind would be counted at all that follow.
                if outcomes.last().is_some_and(|(_, outcome)| outcome.is_err()) {
                    break;
                }
            }
            outcomes
        })
    }

    async fn run(&self, seed: u64) -> Result<(), String> {
        let (moment, mut random) = (moments::of(seed), fastrand::Rng::with_seed(seed));
        self.bench.command(json!({ "do": "reset" }));
        let how =
            if moment.asked.step == "third poll" { json!("accepts-but-ignores") } else { json!("none") };
        self.bench.command(json!({ "do": "sabotage", "mode": how }));
        let id = self.bench.open(json!({ "agent": "connected" }));
        let rule = moment.rule().map(|rule| self.bench.fault(rule));
        let begun = self.begin(&moment, &id);

        let closing = tokio::spawn(begun.work);
        match (moment.when, rule) {
            (When::Clock, _) => tokio::time::sleep(Duration::from_micros(random.u64(0..90_000))).await,
            (When::Arrived | When::Done, Some(fault)) => self.until(|| self.bench.hits(fault) > 0).await,
            // The listener saw it; the abort comes at once, or a few turns of the runtime later.
            _ => begun.came.notified().await,
        }
        for _ in 0..random.u8(0..4) {
            tokio::task::yield_now().await;
        }
        begun.abort.cancel();
        let result = closing.await.map_err(|cause| cause.to_string())?;
        let at_settling = self.writes();
        let aborted = result.is_none();
        if !aborted && moment.when != When::Clock {
            return Err("it was not aborted: its moment came too late".into());
        }
        if let Some(fault) = rule {
            require(self.bench.hits(fault) == 1, || "the fault did not strike once".into())?;
        }

        drop(begun.client);
        self.until(|| {
            self.line.open() == 0 && Handle::current().metrics().num_alive_tasks() == self.idle_tasks
        })
        .await;
        // Every connection has ended: nothing more can come in.
        self.judge(&id, at_settling, begun.trace.effect(), moment.when)?;
        if seed.is_multiple_of(5) { self.close_again(&id).await } else { Ok(()) }
    }

    fn begin(&self, moment: &Moment, id: &str) -> Begun {
        let url = self.line.url();
        let client = client(
            &self.bench.simulator,
            json!({
                "apiUrl": url, "loginUrl": url, "resource": moment.kind.resource,
                "notifications": moment.kind.notifications,
                // Long enough to be met within.
                "retry": { "maxAttempts": 5, "baseDelayMs": 2_000, "maxDelayMs": 2_000 },
            }),
        );
        let (abort, came) = (CancellationToken::new(), Arc::new(Notify::new()));
        let trace = Trace::with_listener(listener(*moment, Arc::clone(&came)));
        let call = Call::new(&client, Some(PATIENCE), trace.clone());
        let options: CloseOptions = serde_json::from_value((moment.kind.options)()).unwrap();
        let id = id.parse().unwrap();
        let token = abort.clone();
        let work = Box::pin(async move {
            let wake = Arc::new(Notify::new());
            token.run_until_cancelled(close(call, &id, &options, &wake)).await.map(|result| result.map(drop))
        });
        Begun { work, client, trace, abort, came }
    }

    fn judge(&self, id: &str, at_settling: usize, effect: Effect, when: When) -> Result<(), String> {
        let writes = self.writes();
        let late = writes - at_settling;
        // What had left by then may arrive a little later; it is then not said to be without effect.
        let on_its_way =
            usize::from(effect == Effect::Unknown && !matches!(when, When::Arrived | When::Done));
        require(late <= on_its_way, || {
            format!("{late} writes came after it had settled, effect {effect:?}")
        })?;
        let record = self.bench.record(id);
        let count = |name: &str| record["effects"][name].as_u64().unwrap();
        let landed = count("participantDisconnects") + count("conversationDisconnects");
        require(landed <= 1, || format!("{landed} writes took effect"))?;
        require(effect != Effect::None || landed == 0, || "effect none, and a write took effect".into())?;
        require(effect != Effect::Done || writes > 0, || "effect done, and nothing was written".into())
    }

    /// Whoever comes next finds nothing in the way.
    async fn close_again(&self, id: &str) -> Result<(), String> {
        self.bench.command(json!({ "do": "sabotage", "mode": "none" }));
        let again = client(&self.bench.simulator, json!({}));
        let by_name = json!({ "wrapUp": { "name": CODE } });
        close_with(&again, id, by_name).await.map_err(|error| format!("the next close: {error}"))?;
        let record = self.bench.record(id);
        require(record["state"] == "closed" && record["effects"]["ends"] == 1, || {
            format!("after the next close: {record}")
        })
    }

    fn writes(&self) -> usize {
        self.bench.writes()
    }

    async fn until(&self, mut holds: impl FnMut() -> bool) {
        while !holds() {
            tokio::time::sleep(Duration::from_micros(300)).await;
        }
    }
}

type Work = std::pin::Pin<Box<dyn Future<Output = Option<playwright_genesys::error::Result<()>>> + Send>>;

struct Begun {
    work: Work,
    client: Client,
    trace: Trace,
    abort: CancellationToken,
    came: Arc<Notify>,
}

/// Tells when the moment's request was answered as the moment wants it.
fn listener(moment: Moment, came: Arc<Notify>) -> impl Fn(&Step) + Send + Sync {
    let seen = AtomicU32::new(0);
    let path = regress::Regex::new(moment.asked.path).unwrap();
    move |step| {
        let (Some(method), Some(asked)) = (&step.method, &step.path) else { return };
        if method == moment.asked.method && path.find(asked).is_some() {
            let nth = seen.fetch_add(1, Ordering::SeqCst) + 1;
            if nth == moment.asked.nth {
                came.notify_one();
            }
        }
    }
}

/// The ids of a simulator come from its seed: those of any other with the same are the same.
pub fn code_id() -> Value {
    static ID: OnceLock<String> = OnceLock::new();
    json!(ID.get_or_init(|| std::thread::spawn(read_code_id).join().unwrap()))
}

fn read_code_id() -> String {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let bench = Bench::usual();
        let codes = list_wrapup_codes(&Call::new(&bench.client, None, Trace::default()), None).await.unwrap();
        codes.into_iter().find(|code| code.name == CODE).unwrap().id
    })
}

fn require(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
