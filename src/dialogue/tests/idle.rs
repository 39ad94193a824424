//! When a customer who does not write any more is asked after, and when the chat ends.

use super::*;
use crate::authoring::Idle;
use crate::dialogue::{IdleStep, idle_due};
use jiff::SignedDuration;

const RULE: Idle = Idle { warn_s: 60, close_s: 30 };

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}

impl Session {
    fn at(&mut self, seconds: i64, event: Event) {
        let seq = event.visible().then_some(self.0.seq + 1);
        let owner = self.0.owner + u64::from(event.changes_hands());
        let agent = matches!(event, Event::AgentAccepted { .. }).then(|| AgentName::new("ann"));
        self.0.apply(&Record { at: at(seconds), agent, ..super::record(self.0.n + 1, seq, owner, event) });
    }

    /// What is due and when, in seconds, where the customer is there since the start and never was.
    fn due(&self, absent_since: Option<i64>) -> Option<(i64, IdleStep)> {
        let due = idle_due(&self.0, RULE, absent_since.map(at), at(0))?;
        Some((due.0.as_second(), due.1))
    }
}

fn said(text: &str) -> Event {
    Event::AgentSaid { cid: Cid::new(text), text: text.into() }
}

fn asks(cid: &str) -> Event {
    let text = crate::text::redact("hello", &Default::default()).text;
    Event::CustomerSaid { cid: Cid::new(cid), text, sealed: Vec::new() }
}

fn warned() -> Event {
    Event::IdleWarned { text: "there?".into() }
}

#[test]
fn who_answered_last_decides_whose_silence_it_is() {
    let mut session = Session::new();
    assert_eq!(session.due(None), None, "nobody has said anything");
    session.turn(sure("track_order"));
    assert_eq!(session.due(None), Some((60, IdleStep::Warn)), "the bot has answered");
    session.at(60, warned());
    assert_eq!(session.due(None), Some((90, IdleStep::Close)));
    session.at(70, asks("a"));
    assert_eq!(session.due(None), None, "the bot owes an answer");

    let mut session = Session::new();
    session.turn(sure("talk_to_person"));
    session.at(10, Event::AgentAccepted { name: "Ann".into() });
    session.at(20, asks("b"));
    assert_eq!(session.due(None), None, "the agent owes an answer");
    session.at(30, said("one"));
    assert_eq!(session.due(None), Some((90, IdleStep::Warn)));
    session.at(90, warned());
    session.at(100, said("two"));
    assert_eq!(session.due(None), Some((160, IdleStep::Warn)), "what is said anew may be answered anew");
    session.at(110, Event::Snoozed { until: at(9999) });
    assert_eq!(session.due(None), None, "it rests");
    session.at(120, Event::Woke);
    session.at(130, Event::AddressGiven { cid: Cid::new("c") });
    assert_eq!(session.due(None), None, "the answer goes by e-mail");
    session.at(140, Event::IdleClosed);
    assert_eq!((session.due(None), session.0.state), (None, State::Closed));
}

#[test]
fn who_waits_is_silent_only_while_no_window_is_open() {
    let mut session = Session::new();
    session.turn(sure("talk_to_person"));
    assert_eq!(session.due(None), None, "they look at it");
    assert_eq!(session.due(Some(500)), Some((560, IdleStep::Warn)));
    session.at(560, warned());
    assert_eq!(session.due(Some(500)), Some((590, IdleStep::Close)));
    assert_eq!(session.due(Some(570)), Some((630, IdleStep::Warn)), "they were back in between");
    session.at(580, Event::AddressGiven { cid: Cid::new("c") });
    assert_eq!(session.due(Some(570)), None, "who left an address need not stay");

    let mut session = Session::new();
    session.turn(sure("talk_to_person"));
    session.0.opens_at = Some(at(99_999));
    assert_eq!(session.due(Some(500)), None, "until people are back nobody need stay");
}

#[test]
fn nothing_counts_from_before_the_session_came_into_memory() {
    let mut session = Session::new();
    session.turn(sure("track_order"));
    let due = idle_due(&session.0, RULE, None, at(5000)).expect("it is silent");
    assert_eq!((due.0.as_second(), due.1), (5060, IdleStep::Warn));
}
