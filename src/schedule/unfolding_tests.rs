use std::time::Duration;

use super::*;
use crate::schedule::PATIENCE;

const GUEST: &str = "guest";

struct Line {
    unfolding: Unfolding<&'static str>,
    begun: Instant,
    held: Vec<HeldId>,
    sent: Vec<String>,
}

impl Line {
    fn under(word: &str) -> Self {
        let begun = Instant::now();
        let unfolding = Unfolding::new(word.parse().unwrap(), begun);
        Self { unfolding, begun, held: Vec::new(), sent: Vec::new() }
    }

    fn tell(&mut self, kind: Kind, frame: &'static str) {
        self.tell_to(GUEST, kind, frame, Duration::ZERO);
    }

    fn tell_to(&mut self, guest: &str, kind: Kind, frame: &'static str, later: Duration) {
        let steps = self.unfolding.at(self.begun + later).tell(guest, kind, frame);
        self.take(steps);
    }

    fn take(&mut self, steps: Vec<Step<&'static str>>) {
        for step in steps {
            match step {
                Step::Leave { frame, .. } => self.sent.push(frame.into()),
                Step::Cut { guest } => self.sent.push(format!("cut {guest}")),
                Step::Hold(id) => self.held.push(id),
            }
        }
    }

    fn texts(&mut self, frames: &[&'static str]) {
        frames.iter().for_each(|frame| self.tell(Kind::Text, frame));
    }

    fn choices(&self, kind: &str, count: u32) -> Vec<String> {
        let course = self.unfolding.course();
        let point = course.points.iter().find(|point| point.kind == kind && point.count == count);
        point.unwrap().choices.clone()
    }
}

#[test]
fn the_ordinary_order_is_told_as_it_is() {
    let mut line = Line::under("v1");
    line.tell(Kind::Session, "s");
    line.texts(&["a", "b"]);
    let course = line.unfolding.course();
    assert_eq!(line.sent, ["s", "a", "b"]);
    assert_eq!(course.events, ["session.1", "text.1", "text.2"]);
    assert_eq!((course.schedule.as_str(), course.unmet.len(), course.told.len()), ("v1", 0, 0));
}

#[test]
fn a_late_frame_comes_after_as_many_others_as_were_said() {
    let mut line = Line::under("v1,text.1=late2,text.3=late1");
    line.texts(&["a", "b", "c", "d", "e"]);
    assert_eq!(line.sent, ["b", "d", "a", "c", "e"], "{:?}", line.unfolding.course().events);
    assert_eq!(line.unfolding.course().unmet, [""; 0]);
}

#[test]
fn a_late_frame_that_nothing_follows_leaves_unmet() {
    let mut line = Line::under("v1,text.2=late1");
    line.texts(&["a", "b"]);
    assert_eq!(line.sent, ["a"]);
    let steps = line.unfolding.overdue(line.held[0]);
    line.take(steps);
    assert_eq!(line.sent, ["a", "b"]);
    assert_eq!(line.unfolding.course().unmet, ["text.2=late1"]);
    assert_eq!(line.unfolding.overdue(line.held[0]), [], "it leaves once");
}

#[test]
fn twice_is_twice_and_counts_once() {
    let mut line = Line::under("v1,text.1=twice,text.2=late1");
    line.texts(&["a", "b", "c"]);
    assert_eq!(line.sent, ["a", "a", "c", "b"]);
    assert_eq!(line.unfolding.course().events, ["text.1", "text.1 again", "text.3", "text.2"]);
}

#[test]
fn a_frame_whose_socket_is_cut_comes_right_after_the_next_session() {
    let mut line = Line::under("v1,closing.1=after-reconnect");
    line.tell(Kind::Session, "s");
    line.tell(Kind::Closing, "end");
    line.tell(Kind::Session, "again");
    line.tell(Kind::Jwt, "jwt");
    assert_eq!(line.sent, ["s", "cut 1", "again", "end", "jwt"]);
    assert_eq!(line.unfolding.course().events, ["session.1", "drop", "session.2", "closing.1", "jwt.1"]);
    let told = "the socket was cut in the place of closing.1, which arrived after the reconnect, right after session.2";
    assert_eq!(line.unfolding.course().told, [told]);
}

#[test]
fn a_drop_follows_its_frame_and_what_waits_outlives_it() {
    let mut line = Line::under("v1,text.1=late1,drop.after-text.2");
    line.texts(&["a", "b"]);
    line.tell(Kind::Session, "s");
    assert_eq!(line.sent, ["b", "cut 1", "s", "a"]);
}

#[test]
fn guests_are_counted_each_for_itself_in_the_order_of_their_first_frames() {
    let mut line = Line::under("v1,g2:text.1=late1");
    line.tell_to("b", Kind::Text, "b1", Duration::ZERO);
    line.tell_to("a", Kind::Text, "a1", Duration::ZERO);
    line.tell_to("b", Kind::Text, "b2", Duration::ZERO);
    line.tell_to("a", Kind::Text, "a2", Duration::ZERO);
    assert_eq!(line.sent, ["b1", "b2", "a2", "a1"]);
    assert_eq!(line.unfolding.course().events, ["text.1", "text.2", "g2:text.2", "g2:text.1"]);
}

#[test]
fn choices_are_those_that_could_have_been_met() {
    let mut line = Line::under("v1");
    line.tell(Kind::Session, "s");
    line.tell(Kind::Text, "words");
    line.unfolding.meet(GUEST, Kind::History);
    line.tell(Kind::Closing, "end");
    line.tell_to(GUEST, Kind::Text, "much later", PATIENCE);
    assert_eq!(line.choices("session", 1), ["late1", "late2", "twice"]);
    assert_eq!(line.choices("text", 1), ["late1", "twice", "after-reconnect", "after-end"]);
    assert_eq!(line.choices("closing", 1), ["twice", "after-reconnect"], "nothing followed in time");
    assert_eq!(line.choices("history", 1), ["after-closing.1"]);
    assert_eq!(line.choices("drop", 0), ["drop.after-session.1"]);
}

#[test]
fn an_effect_could_have_waited_for_a_read_that_came_soon() {
    let mut line = Line::under("v1");
    let effect = line.unfolding.meet(GUEST, Kind::Effect);
    assert_eq!(line.choices("effect", 1), [""; 0]);
    line.unfolding.at(line.begun + PATIENCE).read(GUEST);
    assert_eq!(line.choices("effect", 1), [""; 0]);
    line.unfolding.at(line.begun).read(GUEST);
    line.unfolding.offer(effect, Choice::BeforeAnswer);
    assert_eq!(line.choices("effect", 1), ["late", "before-answer"]);
}

#[test]
fn the_clock_moves_only_to_what_is_due() {
    let mut line = Line::under("v1,clock.after-text.1=wrapup");
    line.tell(Kind::Text, "a");
    let frame = Point { guest: 1, kind: Kind::Text, count: 1 };
    assert_eq!(line.unfolding.clocks_after(frame, vec![Timeout::Session]), None);
    assert_eq!(line.unfolding.course().unmet, ["clock.after-text.1=wrapup"]);
    assert_eq!(line.choices("clock", 0), ["clock.after-text.1=session"]);
    let due = vec![Timeout::Session, Timeout::WrapUp];
    assert_eq!(line.unfolding.clocks_after(frame, due), Some(Timeout::WrapUp));
    assert_eq!(line.unfolding.course().unmet, [""; 0]);
}

#[test]
fn what_waits_for_another_schedule_leaves_at_its_beginning() {
    let mut line = Line::under("v1,text.1=late1,text.2=after-reconnect");
    line.texts(&["a", "b"]);
    let steps = line.unfolding.give_up();
    line.take(steps);
    assert_eq!(line.sent, ["cut 1", "a", "b"]);
    assert_eq!(line.unfolding.course().unmet, ["text.1=late1", "text.2=after-reconnect"]);
}
