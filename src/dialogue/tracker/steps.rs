//! What several events do to a session alike: it waits, leaves people, or hears one more from either side.

use super::{Address, Tracker};
use crate::dialogue::aside::Aside;
use crate::dialogue::turn::{Asked, Turn};
use crate::domain::{Decision, State, Timestamp};
use crate::text::{redact, refusal};

impl Tracker {
    pub(super) fn leave_people(&mut self, state: State) {
        self.wait();
        self.state = state;
        self.address = Address::Unknown;
        self.aside = Aside::default();
        self.call = None;
        self.waiting_since = None;
        self.position = None;
        self.opens_at = None;
    }

    pub(super) fn wait(&mut self) {
        self.state = State::Queued;
        self.waits_from_turn = self.turns.len();
        self.snoozed_until = None;
        self.agent = None;
        self.accepted_at = None;
        self.unread = 0;
        self.offer = None;
        self.declined.clear();
    }

    /// Whoever has it owes an answer again.
    pub(super) fn customer_spoke(&mut self, at: Timestamp, words: &str) {
        self.before = redact(words, &self.before).before;
        self.talk_on();
        if self.waits.last().is_some_and(|(_, until)| until.is_some()) {
            self.waits.push((at, None));
        }
    }

    pub(super) fn agent_spoke(&mut self, at: Timestamp, words: &str) {
        self.talk_on();
        self.unread = 0;
        if let Some((_, until)) = self.waits.last_mut() {
            until.get_or_insert(at);
        }
        self.last = Some(("agent", words.to_string(), at));
    }

    /// What is said after wrapping up goes on with the talk.
    pub(super) fn talk_on(&mut self) {
        self.snoozed_until = None;
        if self.state == State::WrapUp {
            self.state = State::Agent;
        }
    }

    pub(super) fn turn(&mut self, seq: u64, at: Timestamp, asked: Asked) {
        self.last = Some(("customer", asked.text().to_string(), at));
        let state = self.state;
        self.unread += u32::from(self.agent.is_some());
        let refused = match &asked {
            Asked::Said(text) => refusal(text),
            Asked::Chose { choice, label } => (choice == "none").then(|| label.clone()),
        };
        self.turns.push(Turn { seq, at, asked, heard: None, decision: None, answered: false, refused, state });
    }

    pub(super) fn on_turn(&mut self, seq: u64, change: impl FnOnce(&mut Turn)) {
        if let Some(turn) = self.turns.iter_mut().rev().find(|turn| turn.seq == seq) {
            change(turn);
        }
    }

    pub(super) fn note_article(&mut self, cause_seq: u64, seq: u64) {
        if let Some((_, article)) = self.bidden.take_if(|(cause, _)| *cause == cause_seq) {
            self.shown.push((seq, article));
        }
        let turn = self.turns.iter().rev().find(|turn| turn.seq == cause_seq);
        if let Some(Decision::Answer { article, .. }) = turn.and_then(|turn| turn.decision.as_ref()) {
            self.shown.push((seq, article.clone()));
        }
    }
}
