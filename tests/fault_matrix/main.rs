//! Every fault, on every kind of request, on both resources: what comes of the close, and what
//! the error says of it. The table in `expected.rs` is written by hand from the design.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

#[path = "../closing/mod.rs"]
mod closing;
mod door;
mod expected;
mod faults;
mod run;

use std::io::Write;
use std::time::Instant;

use futures_util::StreamExt;

use expected::{TABLE, Want};
use faults::{FAULTS, Lasts, NOT_THERE, ROWS};
use run::{Cell, run};

/// Cells wait more than they work.
const AT_ONCE: usize = 24;

#[test]
fn the_table_covers_every_fault() {
    let covered: Vec<_> = TABLE.iter().map(|(fault, _)| *fault).collect();
    let names: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
    assert_eq!(covered, names);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_cell_is_as_expected() {
    let started = Instant::now();
    let cells = cells();
    let outcomes: Vec<_> = futures_util::stream::iter(&cells)
        .map(|cell| async move { (cell, run(cell).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let wrong: Vec<String> = outcomes
        .iter()
        .filter_map(|(cell, outcome)| outcome.as_ref().err().map(|why| format!("{cell}: {why}")))
        .collect();
    let closed = cells.iter().filter(|cell| cell.want == Want::Closed).count();
    let summary = format!(
        "{} cells: {} faults, once and for ever, on {} kinds of requests; {closed} close, {} fail as they should; {:.1} s\n",
        cells.len(),
        FAULTS.len(),
        ROWS.len(),
        cells.len() - closed,
        started.elapsed().as_secs_f64()
    );
    let not_there =
        NOT_THERE.map(|(resource, method, why)| format!("no cells: {method} on {resource}: {why}\n"));
    // Past the harness, which keeps the output of what passes.
    let _ = write!(std::io::stdout(), "{summary}{}", not_there.concat());
    assert!(wrong.is_empty(), "{} cells are not as expected:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cells.len(), 378);
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for row in &ROWS {
        for (fault, (_, wants)) in FAULTS.iter().zip(TABLE) {
            let [once, ever] = wants[row.column()];
            cells.push(Cell { row: *row, fault: *fault, lasts: Lasts::Once, want: Want::of(once) });
            cells.push(Cell { row: *row, fault: *fault, lasts: Lasts::Ever, want: Want::of(ever) });
        }
    }
    cells
}
