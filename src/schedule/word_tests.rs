use super::*;
use crate::schedule::Choice;

fn read(word: &str) -> Result<Schedule, String> {
    word.parse::<Schedule>().map_err(|refused| refused.to_string())
}

#[test]
fn a_word_is_printed_as_it_was_read() {
    for word in [
        "v1",
        "v1,closing.1=late1",
        "v1,closing.1=late1,history.2=asof-text.1,drop.after-text.3",
        "v1,text.12=after-end,text.13=after-reconnect,echo.1=twice,jwt.1=late2",
        "v1,g2:closing.1=late1,g99:drop.after-session.9999,g3:clock.after-text.1=wrapup",
        "v1,effect.1=before-answer,effect.2=late,wrapup.1=after-end,notice.1=after-frame",
        "v1,g2:history.1=after-closing.1,clock.after-echo.1=idle,clock.after-echo.1=session",
    ] {
        assert_eq!(read(word).map(|schedule| schedule.to_string()), Ok(word.to_string()));
    }
}

#[test]
fn a_history_is_as_of_a_frame_of_its_own_guest() {
    let schedule = read("v1,g2:history.1=asof-text.3").unwrap();
    let history = Point { guest: 2, kind: Kind::History, count: 1 };
    let text = Point { guest: 2, kind: Kind::Text, count: 3 };
    assert_eq!(schedule.deviations(), [Deviation::At(history, Choice::AsOf(text))]);
}

#[test]
fn what_is_no_schedule_is_refused_with_the_part_and_with_what_is_known() {
    for (word, part, known) in [
        ("", "\"\"", "begins with v1"),
        ("v2,closing.1=late1", "\"v2\"", "begins with v1"),
        ("v1,", "\"\"", "kinds are session, jwt"),
        ("v1,close.1=late1", "\"close.1=late1\"", "kinds are session, jwt"),
        ("v1,closing.0=late1", "\"closing.0=late1\"", "its count"),
        ("v1,closing.01=late1", "\"closing.01=late1\"", "its count"),
        ("v1,closing.1", "\"closing.1\"", "choices of closing are late1, late2, twice, after-reconnect"),
        ("v1,closing.1=after-end", "\"closing.1=after-end\"", "choices of closing are"),
        ("v1,session.1=after-reconnect", "\"session.1=after-reconnect\"", "choices of session are"),
        ("v1,history.1=asof-history.1", "\"history.1=asof-history.1\"", "asof-<frame>"),
        ("v1,g1:closing.1=late1", "\"g1:closing.1=late1\"", "the first has no prefix"),
        ("v1,g100:closing.1=late1", "\"g100:closing.1=late1\"", "g2: to g99:"),
        ("v1,drop.after-effect.1", "\"drop.after-effect.1\"", "such as text.1"),
        ("v1,clock.after-text.1", "\"clock.after-text.1\"", "=session, =wrapup or =idle"),
        ("v1,text.1=late1,text.1=twice", "\"text.1=twice\"", "second deviation of its point"),
        ("v1,drop.after-text.1,drop.after-text.1", "\"drop.after-text.1\"", "second deviation"),
    ] {
        let refused = read(word).expect_err(word);
        assert!(refused.contains(part) && refused.contains(known), "{word}: {refused}");
    }
}

#[test]
fn a_refusal_repeats_no_more_than_anybody_reads() {
    let refused = read(&format!("v1,{}", "\u{7}x".repeat(10_000))).unwrap_err();
    assert!(refused.chars().count() < 500 && !refused.chars().any(char::is_control), "{refused}");
}

#[test]
fn every_kind_says_who_allows_it_and_each_of_its_choices_can_be_written() {
    for facts in Kind::facts() {
        assert!(!facts.allowed_by.is_empty() && facts.says.ends_with('.'), "{facts:?}");
        for choice in facts.choices {
            let choice = choice.replace("<frame>", "text.1");
            let part = match facts.kind.as_str() {
                free @ ("drop" | "clock") => format!("{free}.{choice}"),
                kind => format!("{kind}.1={choice}"),
            };
            read(&format!("v1,{part}")).unwrap();
        }
    }
}
