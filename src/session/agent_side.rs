//! What agents ask of a session: take it, speak in it, note, give it back, close it.

use super::actor::Actor;
use super::command::{AgentError, AgentRequest, Outbound, Side};
use crate::domain::{AgentName, Cid, Event, Requeue, State};

impl Actor {
    pub async fn serve_agent(
        &mut self,
        agent: AgentName,
        name: String,
        request: AgentRequest,
    ) -> Result<(), AgentError> {
        if let AgentRequest::Accept = request {
            return self.accept(agent, name).await;
        }
        if self.tracker.agent.as_ref().is_none_or(|(holder, _)| *holder != agent) {
            return Err(AgentError::NotYours);
        }
        let texts = self.texts();
        let events = match request.without_secrets() {
            AgentRequest::Accept => return Ok(()),
            AgentRequest::Say { cid, text } => {
                return self.once(&agent, cid.clone(), &text.clone(), Event::AgentSaid { cid, text }).await;
            }
            AgentRequest::Note { cid, text } => {
                return self.once(&agent, cid.clone(), &text.clone(), Event::NoteAdded { cid, text }).await;
            }
            AgentRequest::Requeue { team, note } => {
                vec![Event::Requeued { why: Requeue::Transferred, team, note }]
            }
            AgentRequest::ReturnToBot { instruction } => {
                let text = texts.back_to_bot.clone();
                vec![Event::ReturnedToBot { instruction }, Event::Noticed { text }]
            }
            AgentRequest::WrapUp { code, note } => vec![Event::WrappedUp { code, note }],
            AgentRequest::Resolve => vec![Event::Resolved, Event::SurveyOffered { text: texts.survey.clone() }],
        };
        self.record_by(Some(agent), events).await.map_err(|_| AgentError::NotStored)
    }

    /// Two who accept at once: the first gets it.
    async fn accept(&mut self, agent: AgentName, name: String) -> Result<(), AgentError> {
        match (&self.tracker.state, &self.tracker.agent) {
            (_, Some((holder, _))) if *holder == agent => return Ok(()),
            (_, Some(_)) => return Err(AgentError::Taken),
            (State::Queued | State::Offered, None) => {}
            _ => return Err(AgentError::NotWaiting),
        }
        let text = self.texts().agent_joined.replace("{name}", &name);
        let events = vec![Event::AgentAccepted { name }, Event::Noticed { text }];
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
        self.record_by(Some(agent.clone()), vec![event]).await.map_err(|_| AgentError::NotStored)?;
        // Who writes has read what came before.
        self.sockets.tell_customers(&Outbound::Read { by: Side::Agent, seq: read });
        Ok(())
    }

    pub fn agent_types(&mut self, agent: &AgentName, on: bool) {
        if self.tracker.agent.as_ref().is_some_and(|(holder, _)| holder == agent) {
            self.sockets.tell_customers(&Outbound::Typing { from: Side::Agent, on });
        }
    }

    /// The ticket goes back to its old place: `waiting_since` stays.
    pub async fn agent_gone(&mut self, agent: &AgentName) {
        if self.tracker.agent.as_ref().is_none_or(|(holder, _)| holder != agent) {
            return;
        }
        let text = self.texts().agent_left.clone();
        let events = vec![Event::Requeued { why: Requeue::AgentGone, team: None, note: None }, Event::Noticed { text }];
        if self.record(events).await.is_err() {
            tracing::error!(session.id = %self.tracker.session, "a ticket of a vanished agent could not go back");
        }
    }
}
