use std::collections::VecDeque;

use super::*;
use crate::budget::word::Word;

const RULE: Rule = Rule { limit: 4, window_ms: 60_000 };
const ME: u64 = 1;
const OTHER: u64 = 2;

fn word(count: u32, allowed: u32, reset_ms: u64, at: u64) -> Heard {
    Heard { word: Word { count, allowed, reset_ms }, sent: at, received: at }
}

/// A window where so many requests left and were answered at a time.
fn after(count: u32, at: u64) -> Window {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, ME, count, at), count);
    for _ in 0..count {
        window.settle(RULE, ME, at, at);
    }
    window
}

#[test]
fn a_place_is_free_one_window_after_the_answer_and_not_before() {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, ME, 5, 1_000), 4, "no more than there are");
    assert_eq!(window.take(RULE, OTHER, 1, 1_000), 0);
    window.settle(RULE, ME, 1_000, 3_000);
    assert_eq!(window.take(RULE, OTHER, 1, 62_999), 0, "the server may have counted it as late as 3 000");
    assert_eq!(window.wait(RULE, 62_999), 101);
    assert_eq!(window.take(RULE, OTHER, 9, 63_100), 1);
}

#[test]
fn a_place_that_was_given_back_is_free_at_once() {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, ME, 4, 0), 4);
    window.give_back(ME, 0);
    assert_eq!(window.take(RULE, OTHER, 4, 0), 1);
}

#[test]
fn a_holder_that_was_killed_keeps_its_place_for_as_long_as_its_request_may_fly() {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, ME, 4, 0), 4);
    let last = LONGEST_FLIGHT_MS + RULE.window_ms;
    assert_eq!(window.take(RULE, OTHER, 4, last - 1), 0);
    assert_eq!(window.take(RULE, OTHER, 4, last), 4);
}

#[test]
fn a_late_word_of_a_holder_that_was_given_up_still_counts() {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, ME, 1, 0), 1);
    assert_eq!(window.take(RULE, OTHER, 4, 90_000), 4, "it is given up");
    window.settle(RULE, ME, 0, 90_000);
    window.give_back(OTHER, 90_000);
    assert_eq!(window.take(RULE, OTHER, 1, 90_000), 0);
}

#[test]
fn more_spent_than_we_know_of_is_believed_until_the_servers_window_ends() {
    let mut window = after(1, 10_000);
    window.hear(RULE, word(3, 300, 20_000, 10_000), 10_000);
    assert_eq!(window.take(RULE, ME, 4, 10_000), 1, "one is ours, two are somebody's");
    window.give_back(ME, 10_000);
    window.hear(RULE, word(3, 300, 20_000, 10_000), 10_000);
    assert_eq!(window.take(RULE, ME, 4, 10_000), 1, "what was believed is known");
    window.give_back(ME, 10_000);
    assert_eq!(window.take(RULE, ME, 4, 30_000), 3);
}

#[test]
fn less_spent_than_we_know_of_frees_nothing() {
    let mut window = after(4, 10_000);
    window.hear(RULE, word(0, 300, 60_000, 10_000), 10_000);
    assert_eq!(window.take(RULE, ME, 1, 10_000), 0);
}

#[test]
fn a_refusal_with_a_full_count_stops_everybody_until_the_servers_window_ends() {
    let mut window = Window::default();
    window.hear(RULE, word(301, 300, 42_000, 10_000), 10_000);
    assert_eq!(window.take(RULE, ME, 1, 51_999), 0);
    assert_eq!(window.wait(RULE, 10_000), 42_000);
    assert_eq!(window.take(RULE, ME, 1, 52_000), 1);
}

#[test]
fn a_lower_figure_of_the_server_holds_until_its_window_ends() {
    let mut window = after(1, 10_000);
    window.hear(RULE, word(1, 2, 20_000, 10_000), 10_000);
    assert_eq!(window.take(RULE, ME, 4, 10_000), 1);
    window.give_back(ME, 10_000);
    assert_eq!(window.wait(RULE, 10_000), 20_000);
    assert_eq!(window.take(RULE, ME, 4, 30_000), 3);
}

#[test]
fn a_higher_figure_of_the_server_raises_nothing() {
    let mut window = Window::default();
    window.hear(RULE, word(0, 3_000, 60_000, 0), 0);
    assert_eq!(window.take(RULE, ME, 9, 0), 4);
}

#[test]
fn an_old_word_and_one_about_another_kind_of_window_are_passed_over() {
    let mut window = Window::default();
    window.hear(RULE, word(4, 1, 1_000, 10_000), 11_000);
    window.hear(RULE, word(4, 1, 65_001, 10_000), 11_000);
    assert_eq!(window, Window::default());
}

/// The server's count of a moment ago holds requests whose places are free by now.
#[test]
fn what_was_free_again_when_a_word_came_in_is_not_taken_for_somebody_elses() {
    let mut window = after(4, 0);
    let late =
        Heard { word: Word { count: 4, allowed: 300, reset_ms: 1_000 }, sent: 59_950, received: 60_150 };
    assert_eq!(window.take(RULE, OTHER, 4, 60_200), 4);
    window.hear(RULE, late, 60_200);
    window.give_back(OTHER, 60_200);
    assert_eq!(window.take(RULE, OTHER, 4, 60_200), 1);
}

#[test]
fn a_clock_that_was_set_back_blocks_for_a_window_at_most() {
    let future = 1_000_000_000;
    let mut window = after(2, future);
    assert_eq!(window.take(RULE, OTHER, 2, future), 2);
    assert_eq!(window.take(RULE, ME, 1, 5_000), 0, "the limit holds");
    window.settle(RULE, OTHER, future, 5_000);
    window.settle(RULE, OTHER, future, 5_000);
    assert!(window.wait(RULE, 5_000) <= RULE.window_ms + RESET_SLACK_MS);
    assert_eq!(window.take(RULE, ME, 9, 65_100), 4);
}

#[test]
fn however_little_a_clock_was_set_back_nothing_waits_longer_than_it_did() {
    for back in [1, 1_000, 20_000, 80_000, 3_600_000] {
        let now = 10_000_000;
        let mut window = after(4, now);
        assert_eq!(window.take(RULE, ME, 1, now), 0);
        assert_eq!(window.take(RULE, ME, 1, now - back), 0, "the limit holds, {back}");
        assert_eq!(window.take(RULE, ME, 9, now - back + RULE.window_ms + 100), 4, "{back}");
    }
}

#[test]
fn a_holder_that_was_killed_before_the_clock_was_set_back_is_given_up_too() {
    let mut window = Window::default();
    assert_eq!(window.take(RULE, OTHER, 4, 1_000_000_000), 4);
    assert_eq!(window.take(RULE, ME, 1, 5_000), 0);
    assert_eq!(window.take(RULE, ME, 9, 5_000 + LONGEST_FLIGHT_MS + RULE.window_ms), 4);
}

#[test]
fn what_is_kept_stays_small_and_survives_being_written() {
    let rule = Rule { limit: 1_000_000, window_ms: 60_000 };
    let mut window = Window::default();
    for at in (0..300_000).step_by(40) {
        window.take(rule, ME, 1, at);
        window.settle(rule, ME, at, at + 3);
    }
    let text = serde_json::to_vec(&window).expect("it can be written");
    assert!(text.len() < 32_768, "{}", text.len());
    assert_eq!(serde_json::from_slice::<Window>(&text).expect("it can be read"), window);
}

/// Any number of processes, requests that travel for any time, holders that are killed: the server
/// sees at most the limit in any window of its own.
#[test]
fn no_window_of_the_server_ever_holds_more_than_the_limit() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let rule = Rule { limit: random.u32(1..40), window_ms: random.u64(500..60_000) };
        let (mut window, mut now) = (Window::default(), 1_000_000);
        let mut flying: VecDeque<(u64, u64, u64)> = VecDeque::new();
        let mut counted: Vec<u64> = Vec::new();
        for _ in 0..2_000 {
            now += random.u64(0..rule.window_ms / 20);
            let holder = random.u64(0..5);
            for _ in 0..window.take(rule, holder, random.u32(1..9), now) {
                let ends = now + random.u64(0..rule.window_ms / 4).min(LONGEST_FLIGHT_MS);
                counted.push(random.u64(now..=ends));
                flying.push_back((holder, now, ends));
            }
            for (holder, taken, ends) in std::mem::take(&mut flying) {
                match random.u8(0..50) {
                    // Killed: it never says that it has ended.
                    0 => {}
                    _ if ends <= now => window.settle(rule, holder, taken, ends),
                    _ => flying.push_back((holder, taken, ends)),
                }
            }
        }
        counted.sort_unstable();
        let limit = usize::try_from(rule.limit).expect("small");
        let crowded = counted.windows(limit + 1).find(|part| part[limit] - part[0] < rule.window_ms);
        assert_eq!(crowded, None, "seed {seed}, {rule:?}");
        assert!(counted.len() > limit * 3, "seed {seed}: too few to tell");
    }
}
