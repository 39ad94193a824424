//! What would have kept a chat with the bot, held against the policy itself.

use super::*;
use crate::dialogue::{Counterfactual, Number, Side, Ticket, counterfactual};
use proptest::prelude::*;

fn played(turns: Vec<Heard>) -> Session {
    let mut session = Session::new();
    for heard in turns {
        session.turn(heard);
    }
    session
}

/// Message, number, the last value that hands off, and where the others lie.
fn told(turns: Vec<Heard>) -> Option<(usize, Number, i64, Side)> {
    let found = counterfactual(&played(turns).0, &BOT)?;
    let Counterfactual { turn, number, value, side, .. } = found;
    Some((turn, number, value, side))
}

#[test]
fn the_score_that_would_have_kept_it_is_named() {
    use {Number::*, Side::*};
    let felt = |valence| sure("track_order").feeling(valence);
    let low = || vec![felt(-0.6), sure("return_item").feeling(-0.6)];
    let calm = || nothing().escalating(0.1, CauseKind::Length);
    let wrong = || sure("return_item").escalating(0.9, CauseKind::Trend);
    for (what, turns, expected) in [
        ("fury: up to its limit", vec![felt(-0.95)], Some((1, Valence, -850, Above))),
        ("a low mood: (0.24 * -0.6 + 0.4 * -0.52) / 0.64 is its limit", low(), Some((2, Valence, -520, Above))),
        ("a bad course", vec![calm(), sure("return_item"), wrong()], Some((3, Score, 800, Below))),
        ("a request for people", vec![sure("complaint")], Some((1, Confidence, 500, Below))),
        ("a person was asked for", vec![sure("talk_to_person")], None),
        ("misses have no score", vec![nothing(), nothing(), nothing()], None),
        ("the models had trouble", vec![sure("track_order").in_trouble()], None),
        ("fury that also says it is the third time", vec![felt(-0.95).with(CueKind::RepeatedContact)], None),
    ] {
        assert_eq!(told(turns), expected, "{what}");
    }
}

#[test]
fn what_was_said_to_people_since_changes_nothing() {
    let mut session = played(vec![sure("track_order").feeling(-0.95)]);
    let before = counterfactual(&session.0, &BOT);
    session.turn(sure("track_order").feeling(-0.2));
    session.record(Event::AgentAccepted { name: "Sanne".into() });
    session.turn(nothing());
    assert!(before.is_some());
    assert_eq!(counterfactual(&session.0, &BOT), before);
}

#[test]
fn a_ticket_tells_it_with_the_policy_that_decided_and_what_was_refused() {
    let mut session = played(vec![]);
    session.said("I don't want to return it", sure("return_item").refused());
    session.said("I don't want a voucher, where is it", sure("track_order").feeling(-0.95));
    let ticket = Ticket::of(&session.0, &BOT, Timestamp::UNIX_EPOCH);
    assert_eq!(ticket.reason.counterfactual.map(|found| found.turn), Some(2));
    assert_eq!(ticket.reason.policy_version, Versions::default().policy, "that of the decision, not of today");
    let refused: Vec<&str> = ticket.refused.iter().map(|refusal| refusal.text.as_str()).collect();
    assert_eq!(refused, ["I don't want to return it", "I don't want a voucher"]);
}

proptest! {
    /// Said again with the value that is told, it is handed over; with the next better one it is not.
    #[test]
    fn the_policy_itself_agrees(valences in prop::collection::vec(-1.0f32..0.3, 1..6)) {
        let turns = |valences: &[f32]| -> Vec<Heard> {
            let named = ["track_order", "return_item", "delivery_options"].iter().cycle();
            valences.iter().zip(named).map(|(valence, name)| sure(name).feeling(*valence)).collect()
        };
        let first = (1..=valences.len()).find(|n| played(turns(&valences[..*n])).0.reason.is_some());
        let Some(n) = first else { return Ok(()) };
        let valences = &valences[..n];
        let Some(found) = counterfactual(&played(turns(valences)).0, &BOT) else { return Ok(()) };
        prop_assert_eq!(found.turn, n);
        let with = |thousandths: i64| {
            let mut heard = turns(valences);
            // The label stays, as "all else being equal" has it.
            heard[n - 1].0.sentiment.valence = thousandths as f32 / 1000.0;
            let session = played(heard);
            session.0.reason.is_some()
        };
        prop_assert!(with(found.value));
        prop_assert!(!with(found.value + 1));
    }
}
