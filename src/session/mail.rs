//! Answers by e-mail: the address a customer may leave, and what is owed to it. The session knows that there is an
//! address, never which one.

use super::actor::{Actor, NotStored};
use super::command::{MailDue, Outbound, SayError};
use crate::dialogue::{Address, letter};
use crate::domain::{Cid, Event, MailEnd, State};
use tokio::sync::mpsc;

impl Actor {
    /// Asks a waiting customer for an address, once a wait, where mail is sent and the policy says so.
    pub async fn ask_address(&mut self) -> Result<(), NotStored> {
        let t = &self.tracker;
        let Some(asked) = self.address_asked().filter(|_| t.state.is_waiting()) else { return Ok(()) };
        let brain = self.brain();
        let queue = &brain.bot.policy.queue;
        let closed = t.opens_at.is_some_and(|opens_at| opens_at > self.rooms.now())
            || !brain.bot.policy.hours(t.team.as_deref()).is_open(self.rooms.now());
        let long = t.told.is_some_and(|(p50, _)| self.is_long(i64::from(p50)));
        if !(long || closed && queue.address_when_closed) {
            return Ok(());
        }
        self.record(vec![asked]).await
    }

    /// The question for an address, where mail is sent and it was not asked since people have the chat.
    pub fn address_asked(&self) -> Option<Event> {
        let new = self.rooms.post.is_some() && self.tracker.address == Address::Unknown;
        new.then(|| Event::AddressAsked { text: self.texts().address_ask })
    }

    /// Whether customers are asked for an address where they wait so many seconds.
    pub fn is_long(&self, seconds: i64) -> bool {
        let over = i64::from(self.brain().bot.policy.queue.address_over_s);
        over > 0 && seconds >= over
    }

    /// The address is kept before the session says that there is one.
    pub async fn leave_address(
        &mut self,
        cid: Cid,
        sealed: String,
        from: &mpsc::Sender<Outbound>,
    ) -> Result<(), SayError> {
        if let Some(known) = self.tracker.known(&cid, "") {
            return self.acknowledge(cid, known.map_err(|()| SayError::CidReused)?, from);
        }
        if self.tracker.address == Address::Unknown {
            return Err(SayError::NotAsked);
        }
        let kept = self.rooms.store.put_contact(self.tracker.session, sealed).await;
        kept.map_err(|_| SayError::NotStored)?;
        let text = self.texts().address_thanks;
        self.record_acknowledged(vec![Event::AddressGiven { cid: cid.clone() }, Event::Noticed { text }], cid, from)
            .await
    }

    /// What an agent's message owes besides itself: who left an address and has gone gets it by e-mail.
    pub fn owed_for_next(&mut self) -> Option<Event> {
        let away = self.tracker.address == Address::Given && self.sockets.customers() == 0;
        away.then(|| Event::MailOwed { of: self.tracker.seq + 1 })
    }

    pub fn mail_due(&self) -> MailDue {
        let t = &self.tracker;
        match letter(&self.log, &t.mail_owed, &self.brain().bot, &t.locale) {
            Some(letter) => MailDue::Letter(letter),
            None if t.address == Address::Given && t.state != State::Closed => MailDue::Nothing,
            None => MailDue::Over,
        }
    }

    pub async fn mail_ended(&mut self, upto: u64, how: MailEnd) -> Result<(), NotStored> {
        if self.tracker.mail_owed.iter().all(|seq| *seq > upto) {
            return Ok(());
        }
        self.record(vec![Event::MailEnded { upto, how }]).await
    }

    /// Tells the post that there may be something for it.
    pub fn tell_post(&self) {
        if let Some(post) = &self.rooms.post {
            // The server may be stopping; what is owed is in the log.
            let _ = post.send(self.tracker.session);
        }
    }
}
