//! Holds the simulator against a recording of another org.
//!
//! A recording is read twice, line by line ([`reading`]). The first time tells what org it was ([`inferred`]), and a simulator
//! is set up like it. The second time the same is done with that ([`driver`]): requests in their order, with the
//! simulator's own ids ([`book`]); what the org accepted takes effect in the simulator when the recording shows
//! it, so that nothing waits and no pace is compared. Answers and frames are compared as shapes ([`compare`]).

pub(crate) mod book;
pub(crate) mod compare;
mod difference;
mod driver;
mod entry;
mod findings;
mod guest;
mod http;
mod inferred;
mod judge;
mod late;
mod line;
pub(crate) mod place;
mod progress;
pub(crate) mod reading;
mod report;
mod rows;
mod settling;
mod shown;
mod stage;

use std::path::Path;

use serde_json::{Map, Value, json};
use tokio::runtime::Builder;

pub use difference::Differs;
pub(crate) use entry::{Answer, By, Entry, Request, What};
pub use report::{Agreed, NotCompared, Report, Settling, Told};
pub use rows::Mark;

use self::book::Book;
use self::driver::Driver;
use self::inferred::Inferred;
use self::reading::Reading;
use self::stage::Stage;
use crate::error::{Error, Kind, Result};
use crate::recording::{Blind, Shaper, Texts};
use crate::simulator::Options;

/// Compares a recording with a simulator of these options; without any, with one like the recorded org. It blocks.
pub fn drift(recording: &Path, options: Option<Map<String, Value>>) -> Result<Report> {
    let inferred = infer(recording).map_err(|error| error.operation("drift"))?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(no_runtime)?;
    runtime.block_on(hold(recording, &inferred, options))
}

fn infer(recording: &Path) -> Result<Inferred> {
    let mut reading = Reading::open(recording)?;
    let mut inferred = Inferred::default();
    let mut says_nothing = true;
    while let Some(entry) = reading.next()? {
        inferred.see(&entry);
        says_nothing &= !entry.what.is_of_the_org();
    }
    if says_nothing {
        return Err(reading::says_nothing());
    }
    Ok(inferred)
}

async fn hold(recording: &Path, inferred: &Inferred, given: Option<Map<String, Value>>) -> Result<Report> {
    let found = inferred.options();
    let stage = Stage::new(options(given.as_ref().unwrap_or(&found))?)?;
    let mut book = Book::default();
    inferred.bind(&mut book, stage.simulator.connection(), &stage.known());
    // Its numbers are compared with nothing: any key will do.
    let mut driver = Driver::new(stage, book, Shaper::new(Blind::new(b"drift"), Texts::Hidden));
    if inferred.a_customer_stays() {
        driver.findings.refute(rows::CUSTOMER);
    }
    let mut reading = Reading::open(recording)?;
    while let Some(entry) = reading.next()? {
        driver.perform(entry).await?;
    }
    driver.end().await;
    Ok(report(&driver, &reading, found, inferred))
}

/// As JavaScript would give them; what a recording infers is of the same form.
fn options(given: &Map<String, Value>) -> Result<Options> {
    serde_json::from_value(json!(given)).map_err(|cause| {
        Error::new(Kind::InvalidInput, format!("The simulator cannot have these options: {cause}."))
            .operation("drift")
    })
}

fn report(driver: &Driver, reading: &Reading, found: Map<String, Value>, inferred: &Inferred) -> Report {
    let passed = driver.not_compared.iter().map(|(what, count)| (*what, *count));
    let mut adopted = driver.adopted(found);
    if let Some(limits) = inferred.limits() {
        adopted.insert("limits".into(), limits);
    }
    Report {
        by: reading.header.by.clone(),
        mode: reading.header.mode.clone(),
        events: driver.events,
        differences: driver.findings.told(),
        left_out: driver.findings.left_out(),
        confirmed: driver.findings.confirmed(),
        unread: reading.unread,
        not_compared: passed.map(|(what, count)| NotCompared { what: what.into(), count }).collect(),
        adopted,
        settling: driver.settled.told(),
    }
}

fn no_runtime(cause: std::io::Error) -> Error {
    Error::new(Kind::Transport, format!("The comparison could not start: {cause}.")).operation("drift")
}
