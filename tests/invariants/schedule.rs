//! A schedule from any bytes: read or refused with a sentence, and printed as it was read.

use playwright_genesys::schedule::Schedule;

/// Longer than any refusal of ours.
const LONGEST: usize = 600;

pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match text.parse::<Schedule>() {
        Ok(schedule) => assert_eq!(schedule.to_string(), text, "another word for the same order"),
        Err(refused) => {
            let told = refused.to_string();
            assert!(told.ends_with('.') && told.len() < LONGEST, "{told:?}");
            assert!(!told.chars().any(char::is_control), "{told:?}");
        }
    }
}
