//! What an agent may do, and in which sessions: every request is held against the bots served, the role and the room
//! there is before the session hears of it.

use super::permit::serves;
use super::{Shared, agent_wire, audit};
use crate::dialogue::mentions;
use crate::domain::{AgentName, BotId, Cid, Correction, Rank, SessionHead, SessionId, Timestamp};
use crate::handoff::{Availability, Presence};
use crate::session::{AgentRequest, Command, Unreached};
use crate::store::{Deed, Role, User};
use jiff::SignedDuration;
use tokio::sync::oneshot;

/// Longest that an agent may let a conversation rest.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What an agent may reach, and on whose behalf.
#[derive(Clone)]
pub(super) struct Office {
    pub doors: Shared,
    pub user: User,
}

/// A refusal, with its code.
pub(super) struct Refusal(pub &'static str, pub String);

impl Office {
    pub(super) fn fault_of(&self, text: &str) -> Option<Refusal> {
        let limit = self.doors.limits().message_chars;
        if text.trim().is_empty() {
            return Some(Refusal("bad_frame", "the message is empty".into()));
        }
        (text.chars().count() > limit)
            .then(|| Refusal("too_long", format!("the message is longer than {limit} characters")))
    }

    /// A rest ends within a few days, else nobody would come back to it.
    pub(super) fn fault_of_rest(until: Timestamp) -> Option<Refusal> {
        let rest = until.duration_since(Timestamp::now());
        let fits = rest.is_positive() && rest <= LONGEST_REST;
        (!fits).then(|| Refusal("bad_frame", "a conversation rests until a moment within seven days".into()))
    }

    pub(super) async fn transfer(&self, session: SessionId, team: String, note: Option<String>) -> Result<(), Refusal> {
        let bot = self.may_see(session).await?;
        let brain = self.doors.registry.rooms.library.get(&bot).ok_or_else(not_found)?;
        if !brain.bot.policy.teams.contains_key(&team) {
            return Err(Refusal("not_found", format!("bot {bot} has no team {team}")));
        }
        self.write_down_as_lead(session, Deed::ChatMoved).await?;
        self.ask(session, AgentRequest::Requeue { team: Some(team), note }).await
    }

    pub(super) async fn put_back(&self, session: SessionId, note: Option<String>) -> Result<(), Refusal> {
        self.write_down_as_lead(session, Deed::ChatMoved).await?;
        self.ask(session, AgentRequest::Requeue { team: None, note }).await
    }

    /// A note, which asks those it mentions who may see the chat. Other names are words.
    pub(super) async fn note(&self, session: SessionId, cid: Cid, text: String) -> Result<(), Refusal> {
        if let Some(refusal) = self.fault_of(&text) {
            return Err(refusal);
        }
        let bot = self.head(session).await?.bot;
        let mut asked = Vec::new();
        for name in mentions(&text) {
            let user = self.doors.registry.rooms.store.user(&name).await.map_err(|_| not_read())?;
            let at_work = user.filter(|user| user.role != Role::Auditor && name != self.user.name);
            if at_work.is_some_and(|user| user.serves(&bot)) {
                asked.push(name);
            }
        }
        self.write_down_as_lead(session, Deed::ChatNoted).await?;
        self.ask(session, AgentRequest::Note { cid, text, mentions: asked }).await
    }

    fn rank(&self) -> Rank {
        rank_of(self.user.role)
    }

    /// A supervisor has seen to a chat that they were called to.
    pub(super) async fn answer_call(&self, session: SessionId) -> Result<(), Refusal> {
        if self.rank() != Rank::Supervisor {
            return Err(Refusal("forbidden", "only a supervisor answers a call".into()));
        }
        // Of two who answer at once the second has not.
        self.ask(session, AgentRequest::AnswerCall).await?;
        self.write_down(Deed::CallAnswered, session.to_string()).await
    }

    /// A supervisor says whether a colleague takes chats, and how many.
    pub(super) async fn set_available(&self, agent: &AgentName, availability: Availability) -> Result<(), Refusal> {
        if self.rank() != Rank::Supervisor {
            return Err(Refusal("forbidden", "only a supervisor changes a colleague's capacity".into()));
        }
        let desk = &self.doors.registry.rooms.desk;
        let shares = |bots: &[BotId]| {
            self.user.bots.is_empty() || bots.is_empty() || bots.iter().any(|bot| self.user.bots.contains(bot))
        };
        if desk.colleague(agent).is_none_or(|colleague| !shares(&colleague.bots)) {
            return Err(Refusal("not_found", format!("{agent} is not here")));
        }
        self.write_down(Deed::AvailabilityChanged, agent.to_string()).await?;
        desk.set_available(agent, availability);
        Ok(())
    }

    /// What a supervisor does is in the audit log before it is done.
    async fn write_down(&self, deed: Deed, on: String) -> Result<(), Refusal> {
        let entry = audit::entry(self.user.name.clone(), deed, Some(on));
        let written = self.doors.registry.rooms.store.put_audit(entry).await;
        written.map_err(|_| Refusal("busy", "it could not be written down; it is safe to try again".into()))
    }

    /// What a supervisor does in a chat that is not their own.
    async fn write_down_as_lead(&self, session: SessionId, deed: Deed) -> Result<(), Refusal> {
        let is_own = self.head(session).await?.agent.as_ref() == Some(&self.user.name);
        if is_own || self.rank() != Rank::Supervisor {
            return Ok(());
        }
        self.write_down(deed, session.to_string()).await
    }

    /// Agents read their own chats and those that wait or go on at the desk; who reads along as a supervisor, and who reads
    /// a chat that no person has, is written down where `anew`.
    pub(super) async fn may_read(&self, session: SessionId, anew: bool) -> Result<(), Refusal> {
        let head = self.head(session).await?;
        let along =
            self.rank() == Rank::Supervisor && head.agent.as_ref().is_some_and(|agent| *agent != self.user.name);
        if anew && (along || !head.state.with_people()) {
            self.write_down(Deed::ChatRead, session.to_string()).await?;
        }
        Ok(())
    }

    /// The audit log knows where examples are to be found.
    pub(super) async fn correct(&self, session: SessionId, of: u64, correction: Correction) -> Result<(), Refusal> {
        self.ask(session, AgentRequest::Correct { of, correction }).await?;
        self.write_down(Deed::Corrected, session.to_string()).await
    }

    /// A contact detail is shown once it is in the session's log and in the audit log that it was.
    pub(super) async fn reveal(&self, session: SessionId, of: u64, placeholder: String) -> Result<String, Refusal> {
        let (reply, answer) = oneshot::channel();
        let agent = self.user.name.clone();
        self.reach(session, Command::Reveal { agent, of, placeholder, reply }).await?;
        let value = match answer.await {
            Ok(done) => done.map_err(|fault| Refusal(agent_wire::code(fault), fault.to_string()))?,
            Err(_) => return Err(Refusal("busy", "the session is restarting".into())),
        };
        self.write_down(Deed::ContactRevealed, session.to_string()).await?;
        Ok(value)
    }

    pub(super) async fn take_over(&self, session: SessionId) -> Result<(), Refusal> {
        if self.rank() == Rank::Supervisor {
            self.may_see(session).await?;
            self.write_down(Deed::ChatTakenOver, session.to_string()).await?;
        }
        self.ask(session, AgentRequest::TakeOver).await
    }

    /// A colleague must be there, serve the bot, take chats and have room.
    pub(super) async fn pass_to(&self, session: SessionId, to: AgentName, note: Option<String>) -> Result<(), Refusal> {
        let bot = self.may_see(session).await?;
        let desk = &self.doors.registry.rooms.desk;
        let serves = |colleague: &Presence| colleague.bots.is_empty() || colleague.bots.contains(&bot);
        let there = desk.colleague(&to).filter(|colleague| serves(colleague) && to != self.user.name);
        let Some(colleague) = there.filter(|colleague| colleague.connected && colleague.available.on) else {
            return Err(Refusal("away", format!("{to} does not take chats now")));
        };
        if !desk.has_room(&to, Timestamp::now()) {
            return Err(Refusal("capacity", format!("{to} has as many chats as they can take")));
        }
        self.write_down_as_lead(session, Deed::ChatMoved).await?;
        self.ask(session, AgentRequest::PassTo { to, name: colleague.name, note }).await
    }

    pub(super) async fn ask(&self, session: SessionId, request: AgentRequest) -> Result<(), Refusal> {
        self.may_see(session).await?;
        let (reply, answer) = oneshot::channel();
        let (agent, name, rank) = (self.user.name.clone(), self.user.display_name.clone(), self.rank());
        self.reach(session, Command::Agent { agent, name, rank, request, reply }).await?;
        match answer.await {
            Ok(done) => done.map_err(|fault| Refusal(agent_wire::code(fault), fault.to_string())),
            Err(_) => Err(Refusal("busy", "the session is restarting".into())),
        }
    }

    pub(super) async fn reach(&self, session: SessionId, command: Command) -> Result<(), Refusal> {
        self.may_see(session).await?;
        self.doors.registry.send(session, command).await.map_err(|unreached| match unreached {
            Unreached::Unknown => not_found(),
            Unreached::NotRead => not_read(),
        })
    }

    /// The session's bot, where the agent serves it.
    pub(super) async fn may_see(&self, session: SessionId) -> Result<BotId, Refusal> {
        self.head(session).await.map(|head| head.bot)
    }

    /// What may not be seen looks like what does not exist.
    pub(super) async fn head(&self, session: SessionId) -> Result<SessionHead, Refusal> {
        let head = self.doors.registry.rooms.store.head(session).await;
        let head = head.map_err(|_| not_read())?.ok_or_else(not_found)?;
        if serves(&self.user, &head) { Ok(head) } else { Err(not_found()) }
    }
}

pub(super) fn rank_of(role: Role) -> Rank {
    match role {
        Role::Supervisor | Role::Admin => Rank::Supervisor,
        Role::Agent | Role::Auditor => Rank::Agent,
    }
}

pub(super) fn not_read() -> Refusal {
    Refusal("busy", "this chat cannot be read at the moment".into())
}

pub(super) fn not_found() -> Refusal {
    Refusal("not_found", "there is no such chat".into())
}
