//! What agents ask of a session: take it, speak in it, note, give it back, close it.

use super::actor::Actor;
use super::agent_request::{AgentError, AgentRequest};
use super::command::{Outbound, Question, Side};
use crate::authoring::{AfterSilence, Assign};
use crate::dialogue::{Asked, Moment, Turn, say_article, silence_of};
use crate::domain::{AgentName, Cid, Correction, Event, OfferEnd, Rank, Reason, Requeue, State, Timestamp};
use crate::text::find_language;
use jiff::SignedDuration;

impl Actor {
    pub async fn serve_agent(
        &mut self,
        agent: AgentName,
        name: String,
        rank: Rank,
        request: AgentRequest,
    ) -> Result<(), AgentError> {
        let sees_to_it = rank == Rank::Supervisor && !self.is_with(&agent) && request.sees_to_a_call();
        self.serve(agent.clone(), name, rank, request).await?;
        if sees_to_it && self.tracker.call.is_some() {
            // Where it is not stored the call stands, and is answered by itself.
            let _ = self.record_by(Some(agent), vec![Event::SupervisorCame]).await;
        }
        Ok(())
    }

    async fn serve(
        &mut self,
        agent: AgentName,
        name: String,
        rank: Rank,
        request: AgentRequest,
    ) -> Result<(), AgentError> {
        match request {
            AgentRequest::Accept if rank == Rank::Agent && self.is_for_supervisors() => {
                return Err(AgentError::Forbidden);
            }
            AgentRequest::Accept => return self.accept(agent, name).await,
            AgentRequest::Decline { .. } => return self.decline(agent, request.without_secrets()).await,
            AgentRequest::TakeOver => return self.take_over(agent, name, rank).await,
            _ => {}
        }
        let may_act = self.is_with(&agent)
            || (rank == Rank::Supervisor && self.may_supervise(&request))
            || (matches!(request, AgentRequest::Note { .. }) && self.tracker.aside.takes_part(&agent));
        if !may_act {
            return Err(AgentError::NotYours);
        }
        let texts = self.texts();
        let events = match request.without_secrets() {
            AgentRequest::Accept | AgentRequest::TakeOver | AgentRequest::Decline { .. } => return Ok(()),
            AgentRequest::AnswerCall => {
                self.tracker.call.as_ref().ok_or(AgentError::NotCalled)?;
                vec![Event::SupervisorCame]
            }
            AgentRequest::Say { cid, text } => {
                return self.once(&agent, cid.clone(), &text.clone(), Event::AgentSaid { cid, text }).await;
            }
            AgentRequest::Note { cid, text, mentions } => {
                let note = Event::NoteAdded { cid: cid.clone(), text: text.clone(), mentions };
                return self.once(&agent, cid, &text, note).await;
            }
            AgentRequest::Correct { of, correction } => {
                if !self.may_correct(of, &correction) {
                    return Err(AgentError::NoSuchMessage);
                }
                vec![Event::Corrected { of, correction }]
            }
            AgentRequest::Requeue { team, note } => {
                let opens_at = team.as_deref().and_then(|team| self.opens_at(team));
                vec![Event::Requeued { why: Requeue::Transferred, team, note, to: None, opens_at }]
            }
            AgentRequest::PassTo { to, name, note } => return self.pass_to(agent, to, name, note).await,
            AgentRequest::ReturnToBot { instruction, article } => {
                let said = article.as_deref().map(|slug| self.article(slug)).transpose()?;
                let notice = Event::Noticed { text: texts.back_to_bot.clone() };
                [Event::ReturnedToBot { instruction, article }, notice].into_iter().chain(said).collect()
            }
            AgentRequest::AskAddress => vec![self.address_asked().ok_or(AgentError::NoAddressNeeded)?],
            AgentRequest::Snooze { until } => {
                let long = self.is_long(until.duration_since(self.rooms.now()).as_secs());
                [Event::Snoozed { until }].into_iter().chain(self.address_asked().filter(|_| long)).collect()
            }
            AgentRequest::WrapUp { code, note } => {
                if !self.brain().bot.policy.wrap_up.iter().any(|known| known.code == code) {
                    return Err(AgentError::NoSuchCode);
                }
                vec![Event::WrappedUp { code, note }]
            }
            AgentRequest::Resolve => vec![Event::Resolved, Event::SurveyOffered { text: texts.survey.clone() }],
        };
        self.record_by(Some(agent), events).await.map_err(|_| AgentError::NotStored)
    }

    /// The article as the bot says it from now on, after the return that comes next in the log.
    fn article(&self, slug: &str) -> Result<Event, AgentError> {
        let moment = Moment { now: self.rooms.now(), draw: 0 };
        let (tracker, brain) = (&self.tracker, self.brain());
        say_article(slug, tracker, &brain.bot, tracker.seq + 1, moment).ok_or(AgentError::NoSuchArticle)
    }

    /// When the people of a team are back, where they are away.
    fn opens_at(&self, team: &str) -> Option<Timestamp> {
        self.brain().bot.policy.hours(Some(team)).opens_at(self.rooms.now())
    }

    pub fn is_with(&self, agent: &AgentName) -> bool {
        self.tracker.agent.as_ref().is_some_and(|(holder, _)| holder == agent)
    }

    fn is_for_supervisors(&self) -> bool {
        self.tracker.agent.is_none() && self.tracker.reason.as_ref().is_some_and(Reason::is_for_supervisors)
    }

    /// What a supervisor may do in a chat of others: note in it, and move it.
    fn may_supervise(&self, request: &AgentRequest) -> bool {
        use AgentRequest::*;
        self.tracker.state.with_people()
            && matches!(request, Note { .. } | Correct { .. } | Requeue { .. } | PassTo { .. } | AnswerCall)
    }

    /// Only what a customer typed, and only as an intent that the bot has.
    fn may_correct(&self, of: u64, correction: &Correction) -> bool {
        let typed = self.tracker.turns.iter().any(|turn| turn.seq == of && matches!(turn.asked, Asked::Said(_)));
        let bot = &self.brain().bot;
        typed && correction.intent.as_deref().is_none_or(|name| name == "none" || bot.intent(name).is_some())
    }

    /// From whoever has it, or from the queue.
    async fn take_over(&mut self, agent: AgentName, name: String, rank: Rank) -> Result<(), AgentError> {
        match rank {
            _ if self.is_with(&agent) => Ok(()),
            Rank::Agent => Err(AgentError::NotYours),
            Rank::Supervisor if !self.tracker.state.with_people() => Err(AgentError::NotWaiting),
            Rank::Supervisor => self.hand_to(agent, name).await,
        }
    }

    /// Only who is asked can say no; to say it late, or twice, changes nothing.
    async fn decline(&mut self, agent: AgentName, request: AgentRequest) -> Result<(), AgentError> {
        let AgentRequest::Decline { reason } = request else { return Ok(()) };
        if self.tracker.offer.as_ref().is_none_or(|(to, _)| *to != agent) {
            return Err(AgentError::NotYours);
        }
        let ended = Event::OfferEnded { to: agent.clone(), why: OfferEnd::Declined, reason };
        self.record_by(Some(agent), vec![ended]).await.map_err(|_| AgentError::NotStored)
    }

    /// The colleague is asked as by any offer, or has it at once where nobody is asked.
    async fn pass_to(
        &mut self,
        agent: AgentName,
        to: AgentName,
        name: String,
        note: Option<String>,
    ) -> Result<(), AgentError> {
        let routing = self.brain().bot.policy.routing(self.tracker.team.as_deref());
        let requeued =
            Event::Requeued { why: Requeue::Transferred, team: None, note, to: Some(to.clone()), opens_at: None };
        let Some(routing) = routing.filter(|routing| routing.assign != Assign::Assign) else {
            self.record_by(Some(agent), vec![requeued]).await.map_err(|_| AgentError::NotStored)?;
            return self.accept(to, name).await;
        };
        let wait = SignedDuration::from_secs(i64::from(routing.offer_s));
        let expires_at = self.rooms.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
        let events = vec![requeued, Event::Offered { to, expires_at }];
        self.record_by(Some(agent), events).await.map_err(|_| AgentError::NotStored)
    }

    /// Two who accept at once: the first gets it.
    pub async fn accept(&mut self, agent: AgentName, name: String) -> Result<(), AgentError> {
        match (&self.tracker.state, &self.tracker.agent) {
            (_, Some((holder, _))) if *holder == agent => return Ok(()),
            (_, Some(_)) => return Err(AgentError::Taken),
            (State::Queued | State::Offered, None) => {}
            _ => return Err(AgentError::NotWaiting),
        }
        self.hand_to(agent, name).await
    }

    async fn hand_to(&mut self, agent: AgentName, name: String) -> Result<(), AgentError> {
        let text = self.texts().agent_joined.replace("{name}", &name);
        // Who is called and has it has come, however it came to them.
        let came = self.tracker.call.as_ref().is_some_and(|call| call.to.as_ref() == Some(&agent));
        let events = [Event::AgentAccepted { name }, Event::Noticed { text }].into_iter();
        let events = events.chain(came.then_some(Event::SupervisorCame)).collect();
        self.record_by(Some(agent), events).await.map_err(|_| AgentError::NotStored)?;
        self.bot_types(false);
        Ok(())
    }

    async fn once(&mut self, agent: &AgentName, cid: Cid, text: &str, event: Event) -> Result<(), AgentError> {
        if let Some(known) = self.tracker.known(&cid, text) {
            return known.map(|_| ()).map_err(|()| AgentError::CidReused);
        }
        self.agent_types(agent, false);
        let read = self.tracker.seq;
        let to_customer = matches!(event, Event::AgentSaid { .. });
        let mut events = vec![event];
        events.extend(if to_customer { self.owed_for_next() } else { None });
        self.record_by(Some(agent.clone()), events).await.map_err(|_| AgentError::NotStored)?;
        if !to_customer {
            return Ok(());
        }
        // Who writes has read what came before.
        self.sockets.tell_customers(&Outbound::Read { by: Side::Agent, seq: read });
        Ok(())
    }

    /// What the customer typed last, while no agent has answered it.
    pub fn question(&self) -> Option<Question> {
        let turn = self.tracker.turns.last()?;
        let since = self.log.iter().rev().take_while(|record| record.seq != Some(turn.seq));
        let answered = since
            .into_iter()
            .any(|record| matches!(record.event, Event::AgentSaid { .. } | Event::AgentSentFile { .. }));
        let Asked::Said(said) = &turn.asked else { return None };
        (!answered).then(|| Question { of: turn.seq, said: said.clone(), locale: self.tracker.locale.clone() })
    }

    /// What the customer typed, and in which language: while people have the chat the models do not say.
    pub fn typed(&self, of: Option<u64>) -> Option<Question> {
        let wanted = |turn: &&Turn| matches!(turn.asked, Asked::Said(_)) && of.is_none_or(|of| turn.seq == of);
        let turn = self.tracker.turns.iter().rev().find(wanted)?;
        let Asked::Said(said) = &turn.asked else { return None };
        let heard = turn.heard.as_ref().map(|heard| heard.language.clone());
        let found = || find_language(said, &self.brain().bot.policy.brand.locales, &self.tracker.locale).locale;
        Some(Question { of: turn.seq, said: said.clone(), locale: heard.unwrap_or_else(found) })
    }

    pub fn agent_types(&mut self, agent: &AgentName, on: bool) {
        if self.tracker.agent.as_ref().is_some_and(|(holder, _)| holder == agent) {
            self.sockets.tell_customers(&Outbound::Typing { from: Side::Agent, on });
        }
    }

    /// What follows where the agent is silent for too long; nothing where they have answered meanwhile.
    pub fn after_silence(&self) -> Vec<Event> {
        let due = silence_of(&self.tracker, &self.brain().bot).filter(|silence| silence.due_at <= self.rooms.now());
        let texts = self.texts();
        match due.map(|silence| silence.then) {
            None => Vec::new(),
            Some(AfterSilence::Reassign) => {
                vec![back_in_the_queue(Requeue::AgentSilent), Event::Noticed { text: texts.agent_silent }]
            }
            Some(AfterSilence::Bot) => {
                vec![
                    Event::ReturnedToBot { instruction: None, article: None },
                    Event::Noticed { text: texts.back_to_bot },
                ]
            }
        }
    }

    /// The ticket goes back to its old place: `waiting_since` stays.
    pub async fn agent_gone(&mut self, agent: &AgentName) {
        if self.tracker.agent.as_ref().is_none_or(|(holder, _)| holder != agent) {
            return;
        }
        let texts = self.texts();
        // What is wrapped up only waits for its end.
        let events = if self.tracker.state == State::WrapUp {
            vec![Event::Resolved, Event::SurveyOffered { text: texts.survey }]
        } else {
            vec![back_in_the_queue(Requeue::AgentGone), Event::Noticed { text: texts.agent_left }]
        };
        if self.record(events).await.is_err() {
            tracing::error!(session.id = %self.tracker.session, "a ticket of a vanished agent could not go back");
        }
    }
}

/// To the same team, at its old place.
fn back_in_the_queue(why: Requeue) -> Event {
    Event::Requeued { why, team: None, note: None, to: None, opens_at: None }
}
