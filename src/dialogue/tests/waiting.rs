//! Customers who wait for a person: what the bot may still do for them, and who waits at which priority.

use super::*;

#[test]
fn who_waits_is_answered_where_the_bot_is_sure() {
    let waiting = |then: Heard| vec![sure("talk_to_person"), then];
    check("a sure intent", waiting(sure("track_order")), "answer track");
    check(
        "an article found by search",
        waiting(ranked(&[("track_order", 0.3)]).article("returns", 0.8)),
        "answer returns",
    );
    check("never a question", waiting(ranked(&[("track_order", 0.45), ("return_item", 0.40)])), "silence");
    check("nor a miss", waiting(nothing()), "silence");
    check("nor small talk", waiting(sure("thanks")), "silence");
    check("nor another handoff", waiting(sure("complaint")), "silence");
    check("nor to who asks again", waiting(sure("track_order").with(CueKind::AsksForPerson)), "silence");
    check("nor to who is upset", waiting(sure("track_order").feeling(-0.9)), "silence");
    check("nor where the subject needs a person", vec![sure("complaint"), sure("track_order")], "silence");
    check("nor in trouble", waiting(sure("track_order").in_trouble()), "silence");
    check("nor in another language", waiting(sure("track_order").in_german()), "silence");
    let shown_before = vec![sure("track_order"), sure("talk_to_person"), sure("track_order")];
    check("nor what was shown before", shown_before, "silence");
    check(
        "twice, with something new",
        vec![sure("talk_to_person"), sure("track_order"), sure("return_item")],
        "answer returns",
    );
}

#[test]
fn an_answer_to_who_waits_asks_whether_it_is_solved_and_changes_nothing_else() {
    let mut session = Session::new();
    session.turn(sure("talk_to_person"));
    let (owner, reason) = (session.0.owner, session.0.reason.clone());
    session.turn(sure("track_order"));
    assert_eq!((session.0.state, session.0.owner, &session.0.reason), (State::Queued, owner, &reason));
    assert_eq!(
        (session.0.label("solved"), session.0.label("keep_waiting")),
        (Some("That solves it"), Some("No, I will wait"))
    );
    assert_eq!(session.0.unanswered(), Vec::<u64>::new());
    session.record(Event::AgentAccepted { name: "Sanne".into() });
    assert_eq!(session.turn(sure("return_item")), "silence", "a person has it now");
}

#[test]
fn a_bot_that_may_not_answer_who_waits_is_silent() {
    let mut silent = bot();
    silent.policy.queue.bot_answers = false;
    let mut session = Session::new();
    session.turn(sure("talk_to_person"));
    session.turn(sure("track_order"));
    assert_eq!(decide(&session.0, &silent).decision, Decision::Silence);
}

#[test]
fn a_customer_of_a_tier_waits_at_a_higher_priority() {
    for (tier, expected) in [(None, Priority::Normal), (Some("gold"), Priority::High), (Some("tin"), Priority::Normal)]
    {
        let mut session = Session::new();
        let identity = Identity { sub: "c-17".into(), name: None, tier: tier.map(Into::into) };
        session.record(Event::CustomerIdentified { identity });
        session.turn(sure("talk_to_person"));
        assert_eq!(session.0.priority, expected, "{tier:?}");
    }
}
