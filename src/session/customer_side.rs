//! What customers send: messages, choices, ratings, the end.

use super::actor::Actor;
use super::command::{Claim, JoinError, Joined, Outbound, SayError, Side};
use crate::authoring::Reopens;
use crate::dialogue::{follow_up, rating};
use crate::domain::{Choice, Cid, Event, Identity, Reason, State};
use crate::text::redact;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Events a joining socket gets at once.
const AT_ONCE: usize = 500;

impl Actor {
    pub async fn join(
        &mut self,
        claim: Claim,
        last_seq: u64,
        out: mpsc::Sender<Outbound>,
    ) -> Result<Joined, JoinError> {
        if !self.is_theirs(&claim) {
            return Err(JoinError::Denied);
        }
        if self.sockets.customers() >= self.rooms.settings.sockets_per_session {
            return Err(JoinError::TooManySockets);
        }
        let after = self.log.iter().filter(|record| record.seq.is_some_and(|seq| seq > last_seq));
        let mut missed: Vec<_> = after.take(AT_ONCE + 1).map(Arc::clone).collect();
        let more = missed.len() > AT_ONCE;
        missed.truncate(AT_ONCE);
        if let (None, Some(identity)) = (&self.tracker.identity, claim.identity) {
            let identified = vec![Event::CustomerIdentified { identity }];
            self.record(identified).await.map_err(|_| JoinError::NotStored)?;
        }
        // With more to come the socket says hello again; live events would only be out of order.
        if !more {
            self.sockets.add_customer(out);
            self.absent_since = None;
            self.sockets.tell_watchers(&Outbound::Presence(true));
        }
        let t = &self.tracker;
        Ok(Joined { head_seq: t.seq, state: t.state, owner: t.owner, missed, more, locale: t.locale.clone() })
    }

    /// Which pages may open a chat is a matter of its bot: it is not resumed under another's name. And what an
    /// identified customer began or joined is nobody else's, whoever has the token.
    fn is_theirs(&self, claim: &Claim) -> bool {
        let t = &self.tracker;
        let known = t.token_hash.as_ref() == Some(&claim.token_hash) || t.devices.contains(&claim.token_hash);
        known && self.is_of_customer(claim)
    }

    fn is_of_customer(&self, claim: &Claim) -> bool {
        let t = &self.tracker;
        let sub = |identity: &Option<Identity>| identity.as_ref().map(|identity| identity.sub.clone());
        t.bot == claim.bot && (t.identity.is_none() || sub(&t.identity) == sub(&claim.identity))
    }

    /// One more device of the customer; those that have the chat already are told.
    pub async fn admit(&mut self, claim: Claim) -> Result<(), JoinError> {
        if self.tracker.token_hash.is_none() || !self.is_of_customer(&claim) {
            return Err(JoinError::Denied);
        }
        let joined = Event::DeviceJoined { token_hash: claim.token_hash };
        let text = self.texts().device_joined;
        self.record(vec![joined, Event::Noticed { text }]).await.map_err(|_| JoinError::NotStored)
    }

    /// Whether it is stored that the resume token is worth nothing.
    pub async fn revoke(&mut self) -> bool {
        if self.tracker.token_hash.is_some() && self.record(vec![Event::AccessRevoked]).await.is_err() {
            return false;
        }
        self.sockets.drop_customers();
        true
    }

    pub async fn say(&mut self, cid: Cid, raw: &str, from: &mpsc::Sender<Outbound>) -> Result<(), SayError> {
        let said = redact(raw, self.tracker.before());
        if let Some(known) = self.known(&cid, said.text.as_str(), raw) {
            return self.acknowledge(cid, known?, from);
        }
        self.reopen_if_closed().await?;
        let sealed = self.sealed(&cid, &said.personal);
        self.take(Event::CustomerSaid { cid, text: said.text, sealed }, from).await
    }

    /// A resend is compared as it would have been stored: with the redaction of its own time, or of now.
    fn known(&self, cid: &Cid, body: &str, raw: &str) -> Option<Result<u64, SayError>> {
        let known = self.tracker.known(cid, body)?;
        let afresh = || self.tracker.known(cid, redact(raw, &Default::default()).text.as_str());
        let known = known.or_else(|()| afresh().unwrap_or(Err(())));
        Some(known.map_err(|()| SayError::CidReused))
    }

    pub async fn choose(
        &mut self,
        cid: Cid,
        choice: String,
        to: u64,
        from: &mpsc::Sender<Outbound>,
    ) -> Result<(), SayError> {
        if let Some(known) = self.tracker.known(&cid, &format!("{choice}@{to}")) {
            return self.acknowledge(cid, known.map_err(|()| SayError::CidReused)?, from);
        }
        let label = self.choice_label(&choice).ok_or(SayError::NoSuchChoice)?;
        self.reopen_if_closed().await?;
        // Whose question is solved waits no longer.
        let leaves = matches!(&*choice, "leave_queue" | "solved") && self.tracker.state.is_waiting();
        let mut events = vec![Event::CustomerChose { cid: cid.clone(), choice, label, to }];
        if leaves {
            events.extend([Event::QueueLeft, Event::Noticed { text: self.texts().left_queue.clone() }]);
        }
        self.record_acknowledged(events, cid, from).await
    }

    fn choice_label(&self, choice: &str) -> Option<String> {
        match choice {
            "person" => Some(self.texts().label_person.clone()),
            "leave_queue" => Some(self.texts().label_leave_queue.clone()),
            id => self.offered(id).map(|offered| offered.label),
        }
    }

    /// A choice any earlier message of the session offered.
    fn offered(&self, id: &str) -> Option<Choice> {
        self.log.iter().rev().find_map(|record| match &record.event {
            Event::BotReplied { choices, .. } | Event::Greeted { choices, .. } => {
                choices.iter().find(|choice| choice.id == id).cloned()
            }
            _ => None,
        })
    }

    pub async fn rate(
        &mut self,
        cid: Cid,
        score: u8,
        comment: Option<String>,
        from: &mpsc::Sender<Outbound>,
    ) -> Result<(), SayError> {
        let comment = comment.map(|raw| redact(&raw, self.tracker.before()).text);
        if let Some(known) = self.tracker.known(&cid, &rating(score, comment.as_ref())) {
            return self.acknowledge(cid, known.map_err(|()| SayError::CidReused)?, from);
        }
        let more = follow_up(score, &self.tracker, &self.brain().bot, self.rooms.now());
        let mut events = vec![Event::CustomerRated { cid: cid.clone(), score, comment }];
        events.extend(more);
        self.record_acknowledged(events, cid, from).await
    }

    pub async fn end(&mut self, cid: Cid, from: &mpsc::Sender<Outbound>) -> Result<(), SayError> {
        if let Some(known) = self.tracker.known(&cid, "") {
            return self.acknowledge(cid, known.map_err(|()| SayError::CidReused)?, from);
        }
        if self.tracker.state == State::Closed {
            return Err(SayError::Closed);
        }
        let texts = self.texts();
        let after = vec![
            Event::CustomerEnded { cid: cid.clone() },
            Event::Noticed { text: texts.ended.clone() },
            Event::SurveyOffered { text: texts.survey.clone() },
        ];
        self.record_acknowledged(after, cid, from).await
    }

    /// Records one event of the customer's and acknowledges it before anything that follows from it.
    async fn take(&mut self, event: Event, from: &mpsc::Sender<Outbound>) -> Result<(), SayError> {
        let cid = event.cid().cloned().expect("customers' events carry an id");
        self.record_acknowledged(vec![event], cid, from).await
    }

    pub fn acknowledge(&mut self, cid: Cid, seq: u64, from: &mpsc::Sender<Outbound>) -> Result<(), SayError> {
        // A socket that is full or gone resumes and asks again under the same id.
        let _ = from.try_send(Outbound::Ack { cid, seq });
        Ok(())
    }

    pub async fn reopen_if_closed(&mut self) -> Result<(), SayError> {
        if self.tracker.state != State::Closed {
            return Ok(());
        }
        let closed_for = self.rooms.now().duration_since(self.tracker.updated_at);
        if closed_for.as_hours() >= self.rooms.settings.reopen_days * 24 {
            return Err(SayError::Closed);
        }
        let people = self.back_to_people();
        self.record([Event::Reopened].into_iter().chain(people).collect()).await.map_err(|_| SayError::NotStored)
    }

    /// What a person had ended goes on with people, where the policy says so; the routing asks whoever had it first.
    fn back_to_people(&self) -> Vec<Event> {
        let (t, brain) = (&self.tracker, self.brain());
        let policy = &brain.bot.policy;
        if policy.queue.reopens_with != Reopens::People || t.ended_at.is_none() || t.last_agent.is_none() {
            return Vec::new();
        }
        let team = t.team.clone().unwrap_or_else(|| policy.default_team.clone());
        let opens_at = policy.hours(Some(&team)).opens_at(self.rooms.now());
        let reason = Reason { rule: Reason::CAME_BACK.into(), numbers: BTreeMap::new() };
        let away = opens_at.map(|_| Event::Noticed { text: self.texts().handoff_closed });
        let queued = Event::Queued { reason, team: Some(team), priority: t.priority, opens_at };
        [queued].into_iter().chain(away).collect()
    }

    /// Another window of the customer may still be open.
    pub fn customer_left(&mut self) {
        if self.sockets.customers() == 0 {
            self.absent_since = Some(self.rooms.now());
            self.sockets.tell_watchers(&Outbound::Presence(false));
        }
    }

    pub fn customer_types(&mut self, on: bool) {
        self.sockets.tell_watchers(&Outbound::Typing { from: Side::Customer, on });
    }

    pub fn customer_saw(&mut self, seq: u64) {
        self.sockets.tell_watchers(&Outbound::Read { by: Side::Customer, seq });
    }
}
