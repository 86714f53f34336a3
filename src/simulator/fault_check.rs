//! Which fault rules mean something.

use super::fault::FaultRule;
use super::refused::Refused;

pub fn check(rule: &FaultRule) -> Result<(), Refused> {
    let on = &rule.on;
    let refuse = |why: &str| Err(Refused::invalid(why.to_string()));
    if on.nth == Some(0) || on.times == Some(0) {
        return refuse("on.nth and on.times count from 1.");
    }
    let kinds = [on.method.is_some() || on.path.is_some(), on.frame.is_some(), on.connect.is_some()];
    if kinds.iter().filter(|kind| **kind).count() > 1 {
        return refuse("on names either a request (method, path), or frame, or connect.");
    }
    if on.witness.is_some() && on.frame.is_none() && on.connect.is_none() {
        return refuse("on.witness goes with frame or connect.");
    }
    if on.connect == Some(false) {
        return refuse("on.connect can only be true.");
    }
    if rule.respond.as_ref().is_some_and(|respond| !(200..=599).contains(&respond.status)) {
        return refuse("respond.status is between 200 and 599.");
    }
    if rule.delay_ms.is_some_and(|ms| !(0.0..=3_600_000.0).contains(&ms)) {
        return refuse("delayMs is between 0 and 3600000.");
    }
    match (on.frame, rule.frame) {
        (Some(_), None) if rule.delay_ms.is_none() => {
            refuse("A rule on frames says what happens to them: frame, or delayMs.")
        }
        (None, Some(_)) => refuse("frame needs a rule on frames: on: { frame: … }."),
        (Some(_), _) => check_frame_rule(rule),
        (None, None) => check_request_rule(rule),
    }
}

fn check_frame_rule(rule: &FaultRule) -> Result<(), Refused> {
    if rule.respond.is_some() || rule.cut.is_some() || rule.stall.is_some() || rule.garble.is_some() {
        return Err(Refused::invalid(
            "respond, cut, stall and garble are for requests, not for frames.".into(),
        ));
    }
    Ok(())
}

fn check_request_rule(rule: &FaultRule) -> Result<(), Refused> {
    let actions = [rule.respond.is_some(), rule.cut.is_some(), rule.stall.is_some(), rule.garble.is_some()];
    match actions.iter().filter(|action| **action).count() {
        0 if rule.delay_ms.is_none() => {
            Err(Refused::invalid("A rule needs one of respond, delayMs, cut, stall, garble.".into()))
        }
        0 | 1 if rule.on.connect.is_some() && rule.garble.is_some() => {
            Err(Refused::invalid("garble is for requests, not for connects.".into()))
        }
        0 | 1 => Ok(()),
        _ => Err(Refused::invalid("respond, cut, stall and garble exclude each other.".into())),
    }
}
