//! Ids that are the same in every run with the same seed.

use std::str::FromStr;

use fastrand::Rng;
use uuid::{Builder, Uuid};

/// Separate streams, so that one poll more does not change the next conversation's id.
#[derive(Debug)]
pub struct Ids {
    entities: Rng,
    correlations: Rng,
    secrets: Rng,
    further: Rng,
}

impl Ids {
    pub fn new(seed: u64) -> Self {
        let stream = |n: u64| Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(n));
        Self { entities: stream(1), correlations: stream(2), secrets: stream(3), further: stream(4) }
    }

    /// A new id of whichever kind the caller needs.
    pub fn next<T: FromStr>(&mut self) -> T {
        let text = uuid(&mut self.entities).hyphenated().to_string();
        text.parse().ok().expect("a UUID is an id of every kind")
    }

    /// A message id as guests see it: 32 hexadecimal digits.
    pub fn message<T: FromStr>(&mut self) -> T {
        let text = uuid(&mut self.entities).simple().to_string();
        text.parse().ok().expect("32 hexadecimal digits are a message id")
    }

    /// Of what an org may have more or less of, so that the others' ids stay.
    pub fn further<T: FromStr>(&mut self) -> T {
        let text = uuid(&mut self.further).hyphenated().to_string();
        text.parse().ok().expect("a UUID is an id of every kind")
    }

    pub fn correlation(&mut self) -> String {
        uuid(&mut self.correlations).hyphenated().to_string()
    }

    /// A client secret or an access token.
    pub fn secret(&mut self) -> String {
        format!("{}{}", uuid(&mut self.secrets).simple(), uuid(&mut self.secrets).simple())
    }
}

fn uuid(rng: &mut Rng) -> Uuid {
    Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid()
}
