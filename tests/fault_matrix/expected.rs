//! What each fault must come to. Written by hand from the design ("Errors on the way"), never
//! computed from the code: `closed`, or the error's code and its `effect`.

use playwright_genesys::error::Effect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    Closed,
    Fails { code: &'static str, effect: Effect },
}

impl Want {
    pub fn of(text: &'static str) -> Self {
        let Some((code, effect)) = text.split_once(' ') else {
            assert_eq!(text, "closed");
            return Self::Closed;
        };
        let effect = match effect {
            "none" => Effect::None,
            "done" => Effect::Done,
            "unknown" => Effect::Unknown,
            other => panic!("no effect: {other}"),
        };
        Self::Fails { code, effect }
    }
}

/// Once, and for ever.
type Pair = [&'static str; 2];

/// For each fault: the first read, the verifying read, the write, the token.
#[rustfmt::skip]
pub const TABLE: [(&str, [Pair; 4]); 21] = [
    ("401",                 [["closed", "UNAUTHORIZED none"],             ["closed", "UNAUTHORIZED done"],         ["closed", "UNAUTHORIZED none"],         ["CREDENTIALS_REJECTED none", "CREDENTIALS_REJECTED none"]]),
    ("403",                 [["FORBIDDEN none", "FORBIDDEN none"],        ["FORBIDDEN done", "FORBIDDEN done"],    ["FORBIDDEN none", "FORBIDDEN none"],    ["REJECTED none", "REJECTED none"]]),
    ("403 not.authorized",  [["FORBIDDEN none", "FORBIDDEN none"],        ["FORBIDDEN done", "FORBIDDEN done"],    ["FORBIDDEN none", "FORBIDDEN none"],    ["REJECTED none", "REJECTED none"]]),
    ("404",                 [["NOT_FOUND none", "NOT_FOUND none"],        ["closed", "NOT_FOUND unknown"],         ["NOT_FOUND none", "NOT_FOUND none"],    ["REJECTED none", "REJECTED none"]]),
    ("408",                 [["closed", "UNAVAILABLE none"],              ["closed", "UNAVAILABLE done"],          ["closed", "UNAVAILABLE unknown"],       ["closed", "UNAVAILABLE none"]]),
    ("409",                 [["CONFLICT none", "CONFLICT none"],          ["closed", "CONFLICT done"],             ["closed", "CONFLICT none"],             ["REJECTED none", "REJECTED none"]]),
    ("429 with Retry-After",[["closed", "RATE_LIMITED none"],             ["closed", "RATE_LIMITED done"],         ["closed", "RATE_LIMITED none"],         ["closed", "RATE_LIMITED none"]]),
    ("429",                 [["closed", "RATE_LIMITED none"],             ["closed", "RATE_LIMITED done"],         ["closed", "RATE_LIMITED none"],         ["closed", "RATE_LIMITED none"]]),
    ("500",                 [["closed", "UNAVAILABLE none"],              ["closed", "UNAVAILABLE done"],          ["closed", "UNAVAILABLE unknown"],       ["closed", "UNAVAILABLE none"]]),
    ("502 html",            [["closed", "UNAVAILABLE none"],              ["closed", "UNAVAILABLE done"],          ["closed", "UNAVAILABLE unknown"],       ["closed", "UNAVAILABLE none"]]),
    ("503",                 [["closed", "UNAVAILABLE none"],              ["closed", "UNAVAILABLE done"],          ["closed", "UNAVAILABLE unknown"],       ["closed", "UNAVAILABLE none"]]),
    ("504",                 [["closed", "UNAVAILABLE none"],              ["closed", "UNAVAILABLE done"],          ["closed", "UNAVAILABLE unknown"],       ["closed", "UNAVAILABLE none"]]),
    ("connect refused",     [["closed", "TRANSPORT none"],                ["closed", "TRANSPORT done"],            ["closed", "TRANSPORT none"],            ["closed", "TRANSPORT none"]]),
    ("reset before",        [["closed", "TRANSPORT none"],                ["closed", "TRANSPORT done"],            ["closed", "TRANSPORT unknown"],         ["closed", "TRANSPORT none"]]),
    ("reset after",         [["closed", "TRANSPORT none"],                ["closed", "TRANSPORT done"],            ["closed", "closed"],                    ["closed", "TRANSPORT none"]]),
    ("stall before",        [["closed", "TIMEOUT none"],                  ["closed", "TIMEOUT done"],              ["closed", "TIMEOUT unknown"],           ["closed", "TIMEOUT none"]]),
    ("stall after",         [["closed", "TIMEOUT none"],                  ["closed", "TIMEOUT done"],              ["closed", "closed"],                    ["closed", "TIMEOUT none"]]),
    ("truncated",           [["DECODE none", "DECODE none"],              ["DECODE done", "DECODE done"],          ["closed", "closed"],                    ["DECODE none", "DECODE none"]]),
    ("not JSON",            [["closed", "DECODE none"],                   ["closed", "DECODE done"],               ["closed", "closed"],                    ["closed", "DECODE none"]]),
    ("wrong shape",         [["DECODE none", "DECODE none"],              ["DECODE done", "DECODE done"],          ["closed", "closed"],                    ["DECODE none", "DECODE none"]]),
    ("10 MiB body",         [["DECODE none", "DECODE none"],              ["DECODE done", "DECODE done"],          ["closed", "closed"],                    ["DECODE none", "DECODE none"]]),
];
