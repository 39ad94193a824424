//! One customer turn, from what was typed to what is answered. Every event is durable before its effect is seen.

use super::actor::{Actor, Draft, NotStored};
use crate::dialogue::{Asked, Moment, Verdict, decide, decide_choice, respond};
use crate::domain::{Event, Reason, Redacted, State, Understanding, Versions};
use crate::nlu::Known;
use std::pin::Pin;

/// Understanding under way: it runs beside the mailbox, so that an agent can take over meanwhile.
pub struct Hearing {
    pub seq: u64,
    /// Who had the session when it began; a change of hands makes the answer late.
    pub owner: u64,
    pub heard: Pin<Box<dyn Future<Output = Understanding> + Send>>,
}

impl Actor {
    /// Begins with the oldest message that is owed an answer. A tapped choice needs no model and is answered at once.
    pub async fn begin_next(&mut self) -> Result<(), NotStored> {
        while self.hearing.is_none() {
            let Some(&seq) = self.tracker.unanswered().first() else { return Ok(()) };
            let turn = self.tracker.turns.iter().rev().find(|turn| turn.seq == seq);
            match turn.map(|turn| (turn.asked.clone(), turn.heard.is_some())) {
                Some((Asked::Chose { choice, .. }, _)) => self.take_choice(seq, &choice).await?,
                Some((Asked::Said(_), true)) => self.answer(seq).await?,
                Some((Asked::Said(said), false)) => self.listen(seq, said),
                None => return Ok(()),
            }
        }
        Ok(())
    }

    fn listen(&mut self, seq: u64, said: Redacted) {
        // Whether the bot says something to who waits is not known before it is understood.
        if self.tracker.state == State::Bot {
            self.bot_types(true);
        }
        let (nlu, brain) = (self.rooms.nlu.clone(), self.brain());
        let known = Known { locale: self.tracker.locale.clone(), turns: self.tracker.felt() };
        let today = self.rooms.today();
        let heard = Box::pin(async move { nlu.understand(&brain, &said, &known, today).await });
        self.hearing = Some(Hearing { seq, owner: self.tracker.owner, heard });
    }

    /// The models are done with the message `seq`: what was understood, what is decided and what is said become durable
    /// together, so that a crash leaves all of it or none.
    pub async fn take_turn(&mut self, seq: u64, owner: u64, heard: Understanding) -> Result<(), NotStored> {
        let mut draft = self.draft();
        self.fold(&mut draft, None, vec![Event::Understood { of: seq, heard }]);
        // If somebody else has the session by now, what the bot would say is refused.
        if self.tracker.owner == owner {
            let verdict = decide(&self.tracker, &self.brain().bot);
            let said = self.said(seq, &verdict);
            self.fold(&mut draft, None, said);
        }
        self.finish(draft).await
    }

    /// Answers a message that was understood before.
    async fn answer(&mut self, seq: u64) -> Result<(), NotStored> {
        let verdict = decide(&self.tracker, &self.brain().bot);
        self.carry_out(seq, verdict).await
    }

    async fn take_choice(&mut self, seq: u64, choice: &str) -> Result<(), NotStored> {
        let verdict = decide_choice(&self.tracker, &self.brain().bot, choice);
        self.carry_out(seq, verdict).await
    }

    async fn carry_out(&mut self, seq: u64, verdict: Verdict) -> Result<(), NotStored> {
        let mut draft = self.draft();
        let said = self.said(seq, &verdict);
        self.fold(&mut draft, None, said);
        self.finish(draft).await
    }

    async fn finish(&mut self, draft: Draft) -> Result<(), NotStored> {
        self.keep(&draft).await?;
        self.show(draft);
        self.bot_types(false);
        self.tell_place().await
    }

    /// The decision on message `seq`, and what follows from it.
    fn said(&self, seq: u64, verdict: &Verdict) -> Vec<Event> {
        let brain = self.brain();
        let mut events = vec![Event::Decided {
            of: seq,
            decision: verdict.decision.clone(),
            tone: verdict.tone,
            mood: verdict.mood,
            versions: Versions {
                model: self.rooms.nlu.model_version.clone(),
                content: brain.bot.content_version.clone(),
                policy: brain.bot.policy_version.clone(),
            },
        }];
        let moment = Moment { now: self.rooms.now(), draw: rand::random() };
        events.extend(respond(verdict, &self.tracker, &brain.bot, seq, moment));
        events
    }

    /// Tells a waiting customer their place, where it changed, and asks for an address where the wait is long.
    pub async fn tell_place(&mut self) -> Result<(), NotStored> {
        // Who is to be called back waits for nothing.
        let called_back = self.tracker.reason.as_ref().is_some_and(Reason::is_for_supervisors);
        if !self.tracker.state.is_waiting() || called_back {
            return Ok(());
        }
        if let Some((position, wait)) = self.rooms.desk.place(self.tracker.session, self.tracker.position) {
            let moved = Event::QueueMoved {
                position,
                wait_p50_s: wait.map(|wait| wait.p50),
                wait_p90_s: wait.map(|wait| wait.p90),
                wait_right: wait.and_then(|wait| wait.right).map(|share| (share * 100.0).round() as u8),
            };
            self.record(vec![moved]).await?;
        }
        self.ask_address().await
    }
}
