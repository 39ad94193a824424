//! Which supervisor looks at a chat whose promise was missed. Pure, like the routing, and part of its plan.

use super::routing::{Move, Seat};
use crate::domain::{AgentName, BotId, Rank, SessionId, Timestamp};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A chat that a supervisor is to look at.
#[derive(Debug, Clone)]
pub struct Called {
    pub session: SessionId,
    pub bot: BotId,
    pub team: Option<String>,
    /// The agent who has it: nobody is called to their own chat.
    pub agent: Option<AgentName>,
    pub since: Timestamp,
    /// Who is called.
    pub to: Option<AgentName>,
}

/// Who is called where nobody is, or where who was called has left: of those who are here and may look at it the one
/// called least, then who takes chats, then by name.
pub fn call(mut called: Vec<Called>, seats: &[Seat]) -> Vec<Move> {
    called.sort_by_key(|chat| (chat.since, chat.session));
    let mut calls: BTreeMap<AgentName, u32> = BTreeMap::new();
    let keeps = |chat: &Called, to: &AgentName| seats.iter().any(|seat| seat.agent == *to && seat.may_look_at(chat));
    for to in called.iter().filter_map(|chat| chat.to.clone()) {
        *calls.entry(to).or_default() += 1;
    }
    let mut moves = Vec::new();
    // Whose connection blinks keeps the call: the desk forgets who is gone for good.
    for chat in called.iter().filter(|chat| chat.to.as_ref().is_none_or(|to| !keeps(chat, to))) {
        let fits = seats.iter().filter(|seat| seat.here && seat.may_look_at(chat));
        let best = fits.min_by_key(|seat| {
            let count = calls.get(&seat.agent).copied().unwrap_or_default();
            (count, Reverse(seat.on), seat.agent.clone())
        });
        let Some(best) = best else { continue };
        *calls.entry(best.agent.clone()).or_default() += 1;
        moves.push(Move::Call { session: chat.session, agent: best.agent.clone() });
    }
    moves
}

impl Seat {
    fn may_look_at(&self, chat: &Called) -> bool {
        self.rank == Rank::Supervisor
            && chat.agent.as_ref() != Some(&self.agent)
            && (self.bots.is_empty() || self.bots.contains(&chat.bot))
            && (self.work.teams.is_empty() || chat.team.as_ref().is_none_or(|team| self.work.teams.contains(team)))
    }
}
