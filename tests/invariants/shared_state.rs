//! Files that processes share: nobody without the secret makes one that is opened; and whatever stood in one that was,
//! no window gives away more places than there are, and none keeps others waiting for long.

use std::sync::LazyLock;

use playwright_genesys::budget::{LONGEST_FLIGHT_MS, Rule, Window};
use playwright_genesys::redacted::Redacted;
use playwright_genesys::sharing::{Identity, Seal};

const NOW: u64 = 1_700_000_000_000;
const RULE: Rule = Rule { limit: 10, window_ms: 60_000 };
/// A window, the longest flight, and what a server may be off.
const LONGEST_MS: u64 = RULE.window_ms + LONGEST_FLIGHT_MS + 5_000;

static SEAL: LazyLock<Seal> = LazyLock::new(|| {
    let secret = Redacted::new("made up".to_string());
    Seal::new(&Identity { origin: "https://login.example:443".into(), client: "id".into(), secret }, "budget")
});

pub fn hold(bytes: &[u8]) {
    assert!(SEAL.open(bytes).is_none(), "a file was made without the secret");
    let Ok(mut window) = serde_json::from_slice::<Window>(bytes) else { return };
    let granted: u32 = (0..3).map(|holder| window.take(RULE, holder, 7, NOW)).sum();
    assert!(granted <= RULE.limit, "{granted} places of {}", RULE.limit);
    assert!((1..=LONGEST_MS).contains(&window.wait(RULE, NOW)), "somebody waits for ever, or not at all");
    let kept = serde_json::to_vec(&window).expect("a window is plain data");
    assert_eq!(serde_json::from_slice::<Window>(&kept).ok(), Some(window.clone()));
    let later = NOW + LONGEST_MS;
    assert_eq!(window.take(RULE, 9, RULE.limit, later), RULE.limit, "places are lost for ever");
}
