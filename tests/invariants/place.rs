//! What a DECODE error may say: where it was not understood, never what stood there.

use playwright_genesys::error::{Error, Kind};

const MARK: &str = "was not understood: ";

/// The names in a place are letters or digits, and few: nobody's text fits into it.
pub fn assert_tells_only_the_place(error: &Error) {
    assert_eq!(error.kind, Kind::Decode, "{error}");
    let (_, told) = error.message.split_once(MARK).expect("a DECODE error in its own words");
    let (what, place) = told.split_once(" at '").expect("a place");
    assert!(["it is not as expected", "a web page came, not JSON"].contains(&what), "{what:?}");
    let place = place.strip_suffix("'.").expect("a place in quotes");
    let steps: Vec<&str> = place.strip_prefix('/').expect("a pointer").split('/').collect();
    assert!(steps.len() <= 10, "{place:?} is long");
    for step in steps {
        let is_name = step.len() <= 24 && step.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_index = step.len() <= 8 && step.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_name || is_index || step == "…" || step == "?", "{place:?} repeats what came");
    }
}
