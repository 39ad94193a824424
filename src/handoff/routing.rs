//! Who gets what: from waiting chats, seated agents and a clock to offers. Pure, total, the same answer every time.
//!
//! Chats come in the order of their turn ([`Turn`]), and each takes the best agent who can have it: whoever had it before
//! its customer came back, then a specialist for its intent, then the agent who had it last, then who carries least, then who is idle longest.

use super::place::Needs;
use crate::authoring::{Assign, Routing};
use crate::dialogue::SilenceNow;
use crate::domain::{AgentName, BotId, Locale, OfferEnd, Rank, SessionId, Timestamp, Work};
use jiff::SignedDuration;

/// An agent who may be given chats.
#[derive(Debug, Clone)]
pub struct Seat {
    pub agent: AgentName,
    /// Connected.
    pub here: bool,
    /// Connected, and taking chats.
    pub on: bool,
    /// Empty for every bot.
    pub bots: Vec<BotId>,
    pub work: Work,
    pub rank: Rank,
    /// Chats at once.
    pub capacity: u32,
    pub held: Vec<Held>,
    /// Since when the agent neither got nor finished a chat.
    pub idle_since: Timestamp,
    /// Offers left unanswered in a row.
    pub silent: u32,
}

/// A chat an agent has. Fresh ones weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub weight: u32,
    pub fresh_until: Timestamp,
    /// It takes no room before.
    pub rests_until: Option<Timestamp>,
}

/// A chat that waits for an agent.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub session: SessionId,
    pub bot: BotId,
    /// Who may take it.
    pub rank: Rank,
    pub team: Option<String>,
    pub locale: Locale,
    pub intent: Option<String>,
    pub turn: Turn,
    /// Nobody is offered it before: people are away until then.
    pub opens_at: Option<Timestamp>,
    pub last_agent: Option<AgentName>,
    /// After an end whoever had it comes before a specialist.
    pub came_back: bool,
    pub declined: Vec<(AgentName, Timestamp)>,
    pub offer: Option<(AgentName, Timestamp)>,
    /// None where agents choose for themselves.
    pub routing: Option<Routing>,
}

/// Place in the queue, earlier first: the moment of [`turn_of`](crate::authoring::turn_of), then the id.
pub type Turn = (Timestamp, SessionId);

/// How well an agent suits a chat; the best comes first.
type Fit = (bool, bool, bool, u32, Timestamp, AgentName);

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Offer {
        session: SessionId,
        agent: AgentName,
        expires_at: Timestamp,
    },
    Assign {
        session: SessionId,
        agent: AgentName,
    },
    Withdraw {
        session: SessionId,
        agent: AgentName,
        why: OfferEnd,
    },
    /// A target of the policy is due.
    CheckGoals {
        session: SessionId,
    },
    /// A supervisor is to look at it.
    Call {
        session: SessionId,
        agent: AgentName,
    },
    /// The time of its rest is up.
    Wake {
        session: SessionId,
    },
    /// Its agent left the customer without an answer for too long.
    EndSilence {
        session: SessionId,
    },
    /// The agent left too many offers unanswered.
    CountAway {
        agent: AgentName,
    },
}

/// What to do now, and when to look again if nothing happens until then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub moves: Vec<Move>,
    pub look_again: Option<Timestamp>,
}

/// Decides about every chat that waits.
pub fn route(now: Timestamp, mut waiting: Vec<Waiting>, mut seats: Vec<Seat>) -> Plan {
    waiting.sort_by_key(|chat| chat.turn);
    let mut plan = Plan::default();
    for seat in &mut seats {
        seat.held.iter().for_each(|held| plan.wake(now, held.fresh_until));
    }
    // What is on offer already takes its room before anything new is given away.
    for chat in &mut waiting {
        plan.keep_or_withdraw(now, chat, &mut seats);
    }
    for chat in waiting.iter().filter(|chat| chat.offer.is_none()) {
        plan.give(now, chat, &mut seats);
    }
    plan
}

impl Plan {
    fn wake(&mut self, now: Timestamp, at: Timestamp) {
        if at > now {
            self.look_again = Some(self.look_again.map_or(at, |known| known.min(at)));
        }
    }

    /// Looks at a chat again when one of its targets is due.
    pub(super) fn mind_goals(&mut self, now: Timestamp, session: SessionId, next_due: Option<Timestamp>) {
        let Some(due_at) = next_due else { return };
        self.wake(now, due_at);
        if due_at <= now {
            self.moves.push(Move::CheckGoals { session });
        }
    }

    /// Ends the rest of a chat.
    pub(super) fn mind_rest(&mut self, now: Timestamp, session: SessionId, until: Option<Timestamp>) {
        let Some(until) = until else { return };
        self.wake(now, until);
        if until <= now {
            self.moves.push(Move::Wake { session });
        }
    }

    /// Takes a chat from an agent who leaves its customer without an answer.
    pub(super) fn mind_silence(&mut self, now: Timestamp, session: SessionId, silence: Option<SilenceNow>) {
        let Some(silence) = silence else { return };
        self.wake(now, silence.due_at);
        if silence.due_at <= now {
            self.moves.push(Move::EndSilence { session });
        }
    }

    fn keep_or_withdraw(&mut self, now: Timestamp, chat: &mut Waiting, seats: &mut [Seat]) {
        let Some((agent, expires_at)) = chat.offer.clone() else { return };
        let seat = seats.iter_mut().find(|seat| seat.agent == agent);
        let why = match &seat {
            _ if expires_at <= now => OfferEnd::Silent,
            Some(seat) if !seat.on || !seat.has_room(now) => OfferEnd::Withdrawn,
            // An agent whose connection blinks may come back in time.
            _ => {
                self.wake(now, expires_at);
                if let Some(seat) = seat {
                    seat.take(chat, expires_at);
                }
                return;
            }
        };
        chat.offer = None;
        if let Some(seat) = seat.filter(|_| why == OfferEnd::Silent) {
            self.silence(now, chat, seat);
        }
        self.moves.push(Move::Withdraw { session: chat.session, agent, why });
    }

    fn silence(&mut self, now: Timestamp, chat: &mut Waiting, seat: &mut Seat) {
        chat.declined.push((seat.agent.clone(), now));
        seat.silent += 1;
        if seat.on && chat.routing.is_some_and(|routing| seat.silent >= routing.silent_offers) {
            seat.on = false;
            self.moves.push(Move::CountAway { agent: seat.agent.clone() });
        }
    }

    fn give(&mut self, now: Timestamp, chat: &Waiting, seats: &mut [Seat]) {
        let Some(routing) = chat.routing.filter(|routing| routing.assign != Assign::Pick) else { return };
        if let Some(opens_at) = chat.opens_at.filter(|at| *at > now) {
            return self.wake(now, opens_at);
        }
        let mut best = None;
        for (place, seat) in seats.iter().enumerate().filter(|(_, seat)| seat.can_have(chat) && seat.has_room(now)) {
            let rests_until = chat.declined_at(&seat.agent).map(|at| later(at, routing.pause_s));
            match rests_until.filter(|until| *until > now) {
                Some(until) => self.wake(now, until),
                // Who declined gets it again only where nobody else can have it.
                None => best = best.into_iter().chain([(rests_until.is_some(), seat.fit(now, chat), place)]).min(),
            }
        }
        let Some((_, _, place)) = best else { return };
        let (session, agent) = (chat.session, seats[place].agent.clone());
        seats[place].take(chat, later(now, routing.fresh_s));
        self.moves.push(match routing.assign {
            Assign::Assign => Move::Assign { session, agent },
            _ => Move::Offer { session, agent, expires_at: later(now, routing.offer_s) },
        });
        self.wake(now, later(now, routing.offer_s));
    }
}

fn later(at: Timestamp, seconds: u32) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}

impl Waiting {
    fn declined_at(&self, agent: &AgentName) -> Option<Timestamp> {
        self.declined.iter().filter(|(who, _)| who == agent).map(|(_, at)| *at).max()
    }
}

impl Seat {
    /// Chats carried, fresh ones by their weight.
    pub fn load(&self, now: Timestamp) -> u32 {
        let weight = |held: &Held| match held {
            held if held.rests_until.is_some_and(|until| until > now) => 0,
            held if held.fresh_until > now => held.weight,
            _ => 1,
        };
        self.held.iter().map(weight).sum()
    }

    /// Whether one more fits; what it will weigh does not count, so who carries nothing can always take one.
    pub fn has_room(&self, now: Timestamp) -> bool {
        self.load(now) < self.capacity
    }

    fn can_have(&self, chat: &Waiting) -> bool {
        let Waiting { bot, team, locale, rank, .. } = chat;
        let needs = Needs { bot, team: team.as_deref(), locale, rank: *rank };
        self.on && needs.met_by(&self.bots, &self.work, self.rank)
    }

    fn fit(&self, now: Timestamp, chat: &Waiting) -> Fit {
        let specialist = chat.intent.as_ref().is_some_and(|intent| self.work.skills.contains(intent));
        let had_it = chat.last_agent.as_ref() == Some(&self.agent);
        (!(had_it && chat.came_back), !specialist, !had_it, self.load(now), self.idle_since, self.agent.clone())
    }

    fn take(&mut self, chat: &Waiting, fresh_until: Timestamp) {
        let weight = chat.routing.map_or(1, |routing| routing.fresh_weight);
        self.held.push(Held { weight, fresh_until, rests_until: None });
    }
}

#[cfg(test)]
mod tests;
