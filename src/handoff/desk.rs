//! The desk: every ticket that waits or is with an agent, the people who take them, and who is told of changes.

use super::audience::{AgentFrame, Audience, Socket, Typing};
use super::calls::{Called, call};
use super::place::{Needs, place};
use super::routing::{Plan, Turn, Waiting, route};
use super::staff::{Availability, Member, Person, Presence};
use super::waits::{WaitTimes, Waited, WaitsNow};
use crate::dialogue::Ticket;
use crate::domain::{AgentName, BotId, Rank, Reason, SessionId, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{mpsc, watch};

/// Shared by all sessions and all agents' sockets; every lock is short.
pub struct Desk {
    inner: Mutex<Inner>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    /// Whether every waiting session is on the desk: until then no place is known and nothing is offered.
    open: bool,
    rev: u64,
    tickets: HashMap<SessionId, Arc<Ticket>>,
    audience: Audience,
    staff: BTreeMap<AgentName, Member>,
    waits: WaitTimes,
    /// Who was called to a chat before a restart and may still come back.
    awaited: BTreeSet<AgentName>,
}

impl Default for Desk {
    fn default() -> Self {
        Self { inner: Mutex::default(), changed: watch::Sender::new(0) }
    }
}

impl Desk {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nothing panics while it holds the desk")
    }

    /// Changes something, and wakes whoever waits for changes.
    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.inner();
        inner.rev += 1;
        let (done, rev) = (change(&mut inner), inner.rev);
        drop(inner);
        self.changed.send_replace(rev);
        done
    }

    /// A desk that remembers waiting times in `file`.
    pub fn remembering(file: PathBuf) -> Self {
        let desk = Self::default();
        desk.inner().waits = WaitTimes::kept_in(file);
        desk
    }

    /// Puts a ticket on the desk, or takes it off once people no longer have the session. `waited` is how long the
    /// customer waited, where an agent has just accepted.
    pub fn publish(&self, ticket: Ticket, waited: Option<Waited>, now: Timestamp) {
        let mut inner = self.inner();
        inner.rev += 1;
        // A session that is the bot's, before and after, changes nothing here: nobody needs to wake.
        let (changed, rev) = (inner.publish(ticket, waited, now), inner.rev);
        drop(inner);
        if changed {
            self.changed.send_replace(rev);
        }
    }

    /// Wakes whenever a place in the queue or somebody's room may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// After a start: from now on places are told and chats are offered, because every waiting session is back.
    pub fn open(&self) {
        self.change(|inner| {
            inner.open = true;
            let called = inner.tickets.values().filter_map(|ticket| ticket.call.as_ref()?.to.clone());
            inner.awaited = called.collect();
        });
    }

    /// The place in the queue where it is news to who was told `before`, and the wait to expect.
    pub fn place(&self, session: SessionId, before: Option<u32>) -> Option<(u32, Option<WaitsNow>)> {
        let inner = self.inner();
        let own = inner.tickets.get(&session).filter(|_| inner.open)?;
        let on = |member: &&Member| member.available.is_some_and(|available| available.on);
        let takes: Vec<&Person> = inner.staff.values().filter(on).map(|member| &member.person).collect();
        let here: Vec<&Person> = inner.staff.values().map(|member| &member.person).collect();
        let asked = |ticket| (needs(ticket), turn(ticket));
        let waiting = inner.tickets.values().filter(|ticket| waiting(ticket)).map(|ticket| asked(ticket.as_ref()));
        let place = place(asked(own), waiting, &takes, &here);
        place.is_news(before).then(|| (place.position, inner.waits.now(&own.bot, own.team.as_deref())))
    }

    /// Who should get what now, and when to look again.
    pub fn plan(&self, now: Timestamp) -> Plan {
        let inner = self.inner();
        if !inner.open {
            return Plan::default();
        }
        let waiting = inner.tickets.values().filter(|t| waiting(t)).map(|t| chat(t)).collect();
        let seat = |member: &Member| {
            let agent = &member.person.agent;
            member.seat(inner.is_connected(agent), inner.held_by(agent))
        };
        let awaited = |called: &Called| called.to.as_ref().is_some_and(|to| inner.awaited.contains(to));
        let called = inner.tickets.values().filter_map(|ticket| called(ticket));
        let called: Vec<Called> = called.filter(|chat| !awaited(chat)).collect();
        let calls = match called.is_empty() {
            true => Vec::new(),
            false => call(called, &inner.staff.values().map(seat).collect::<Vec<_>>()),
        };
        // While it is not known whether somebody takes chats, they have no seat: what was offered to them before a restart
        // stands until it expires.
        let seats = inner.staff.values().filter(|member| member.available.is_some()).map(seat);
        let mut plan = route(now, waiting, seats.collect());
        plan.moves.extend(calls);
        for ticket in inner.tickets.values() {
            plan.mind_goals(now, ticket.session, ticket.next_due);
            plan.mind_silence(now, ticket.session, ticket.silence);
            plan.mind_rest(now, ticket.session, ticket.snoozed_until);
        }
        plan
    }

    /// Connects an agent's socket: the current revision, every ticket of the bots served, and the colleagues.
    pub fn connect(&self, person: Person, out: mpsc::Sender<AgentFrame>, now: Timestamp) -> Connected {
        self.change(|inner| {
            let (agent, bots) = (person.agent.clone(), person.bots.clone());
            let member = Member { person: person.clone(), available: None, idle_since: now, silent: 0 };
            inner.staff.entry(agent.clone()).or_insert(member).person = person;
            inner.awaited.remove(&agent);
            let serves = |bot: &BotId| bots.is_empty() || bots.contains(bot);
            let mut tickets: Vec<_> = inner.tickets.values().filter(|t| serves(&t.bot)).cloned().collect();
            tickets.sort_by_key(|t| turn(t));
            let waits = inner.waits.all().into_iter().filter(|(bot, _)| serves(bot)).collect();
            let socket = inner.audience.enter(agent.clone(), bots, out);
            inner.tell_colleagues(&agent);
            let available = inner.staff[&agent].available.unwrap_or_default();
            Connected { socket, rev: inner.rev, tickets, available, colleagues: inner.presences(), waits }
        })
    }

    /// A socket shows these chats now, and something is being written there or not.
    pub fn look(&self, socket: u64, looking: HashMap<SessionId, Typing>) {
        let mut inner = self.inner();
        let moved = inner.audience.look(socket, looking);
        moved.into_iter().for_each(|session| inner.tell_lookers(session));
    }

    /// Takes a socket off; true when it was the agent's last.
    pub fn disconnect(&self, socket: u64, agent: &AgentName) -> bool {
        self.look(socket, HashMap::new());
        self.change(|inner| {
            inner.audience.leave(socket);
            inner.tell_colleagues(agent);
            !inner.is_connected(agent)
        })
    }

    pub fn is_connected(&self, agent: &AgentName) -> bool {
        self.inner().is_connected(agent)
    }

    /// The agent has been gone for too long: whether they take chats is open again.
    pub fn left(&self, agent: &AgentName) {
        self.change(|inner| {
            inner.staff.remove(agent);
            inner.awaited.remove(agent);
        });
    }

    /// Ends every socket of an agent whose account changed.
    pub fn sign_out(&self, agent: &AgentName) {
        self.inner().audience.tell(&AgentFrame::SignedOut, |socket| socket.agent == *agent);
    }

    /// False where nobody of that name is there.
    pub fn set_available(&self, agent: &AgentName, availability: Availability) -> bool {
        self.change(|inner| {
            let Some(member) = inner.staff.get_mut(agent) else { return false };
            member.silent = 0;
            if member.available != Some(availability) {
                member.available = Some(availability);
                inner.tell_own(agent, &AgentFrame::Available(availability));
                inner.tell_colleagues(agent);
            }
            true
        })
    }

    /// The agent left too many offers unanswered.
    pub fn count_away(&self, agent: &AgentName) {
        let known = self.inner().staff.get(agent).and_then(|member| member.available);
        if let Some(available) = known {
            self.set_available(agent, Availability { on: false, ..available });
        }
    }

    /// An offer to the agent went unanswered.
    pub fn was_silent(&self, agent: &AgentName) {
        if let Some(member) = self.inner().staff.get_mut(agent) {
            member.silent += 1;
        }
    }

    /// The agent answered an offer, one way or the other.
    pub fn answered(&self, agent: &AgentName) {
        if let Some(member) = self.inner().staff.get_mut(agent) {
            member.silent = 0;
        }
    }

    /// An agent who is there now.
    pub fn colleague(&self, agent: &AgentName) -> Option<Presence> {
        let inner = self.inner();
        inner.staff.get(agent).map(|member| member.presence(inner.is_connected(agent)))
    }

    /// Whether the agent can take one more.
    pub fn has_room(&self, agent: &AgentName, now: Timestamp) -> bool {
        let inner = self.inner();
        let available = inner.staff.get(agent).and_then(|member| member.available).unwrap_or_default();
        let rests = |ticket: &&Ticket| ticket.snoozed_until.is_some_and(|until| until > now);
        (inner.held_by(agent).filter(|ticket| !rests(ticket)).count() as u32) < available.capacity
    }

    /// The sessions an agent holds.
    pub fn held_by(&self, agent: &AgentName) -> Vec<SessionId> {
        self.inner().held_by(agent).map(|t| t.session).collect()
    }

    /// Everybody who holds a session or is called to one.
    pub fn needed(&self) -> BTreeSet<AgentName> {
        let inner = self.inner();
        let holders = inner.tickets.values().filter_map(|ticket| ticket.agent.clone());
        holders.chain(inner.awaited.iter().cloned()).collect()
    }

    /// How many wait, and how many are with an agent.
    pub fn counts(&self) -> (usize, usize) {
        let inner = self.inner();
        let waiting = inner.tickets.values().filter(|t| waiting(t)).count();
        (waiting, inner.tickets.len() - waiting)
    }
}

/// What a new socket starts from.
pub struct Connected {
    pub socket: u64,
    pub rev: u64,
    /// In the order of the queue.
    pub tickets: Vec<Arc<Ticket>>,
    pub available: Availability,
    pub colleagues: Vec<Presence>,
    pub waits: BTreeMap<BotId, WaitsNow>,
}

impl Inner {
    /// Whether the desk is another than before.
    fn publish(&mut self, ticket: Ticket, waited: Option<Waited>, now: Timestamp) -> bool {
        let (rev, session, bot) = (self.rev, ticket.session, ticket.bot.clone());
        if let Some(waited) = waited {
            self.waits.add(waited);
            self.tell_waits(&bot);
        }
        // A place in the queue that moved is the customer's alone: hundreds may move at once, and no console shows them.
        if self.tickets.get(&session).is_some_and(|known| **known == ticket) {
            return false;
        }
        let (had, has) = (self.tickets.get(&session).and_then(|t| t.agent.clone()), ticket.agent.clone());
        for agent in [&had, &has].into_iter().flatten().filter(|_| had != has) {
            if let Some(member) = self.staff.get_mut(agent) {
                member.idle_since = now;
                member.silent = 0;
            }
        }
        let frame = if ticket.state.with_people() {
            let ticket = Arc::new(ticket);
            self.tickets.insert(session, ticket.clone());
            AgentFrame::Ticket { rev, ticket }
        } else if self.tickets.remove(&session).is_some() {
            AgentFrame::Gone { rev, session }
        } else {
            return false;
        };
        self.audience.tell(&frame, |socket| socket.serves(&bot));
        true
    }

    fn tell_waits(&mut self, bot: &BotId) {
        let Some(waits) = self.waits.now(bot, None) else { return };
        let frame = AgentFrame::Waits { bot: bot.clone(), waits };
        self.audience.tell(&frame, |socket| socket.serves(bot));
    }

    fn tell_lookers(&mut self, session: SessionId) {
        let Some(bot) = self.tickets.get(&session).map(|ticket| ticket.bot.clone()) else { return };
        let frame = AgentFrame::Lookers { session, lookers: self.audience.lookers(session) };
        self.audience.tell(&frame, |socket| socket.serves(&bot));
    }

    fn is_connected(&self, agent: &AgentName) -> bool {
        self.audience.has(agent)
    }

    fn held_by(&self, agent: &AgentName) -> impl Iterator<Item = &Ticket> {
        self.tickets.values().map(Arc::as_ref).filter(move |t| t.agent.as_ref() == Some(agent))
    }

    fn presences(&self) -> Vec<Presence> {
        let staff = self.staff.iter();
        staff.map(|(agent, member)| member.presence(self.is_connected(agent))).collect()
    }

    fn tell_own(&mut self, agent: &AgentName, frame: &AgentFrame) {
        self.audience.tell(frame, |socket| socket.agent == *agent);
    }

    fn tell_colleagues(&mut self, agent: &AgentName) {
        let Some(member) = self.staff.get(agent) else { return };
        let presence = member.presence(self.is_connected(agent));
        let knows = |socket: &Socket| presence.bots.is_empty() || presence.bots.iter().any(|bot| socket.serves(bot));
        let frame = AgentFrame::Colleague(presence.clone());
        self.audience.tell(&frame, |socket| socket.agent != *agent && knows(socket));
    }
}

fn waiting(ticket: &Ticket) -> bool {
    ticket.state.is_waiting()
}

fn turn(ticket: &Ticket) -> Turn {
    (ticket.turn.unwrap_or(Timestamp::MAX), ticket.session)
}

fn rank(ticket: &Ticket) -> Rank {
    if ticket.reason.rule == Reason::LOW_RATING { Rank::Supervisor } else { Rank::Agent }
}

fn needs(ticket: &Ticket) -> Needs<'_> {
    Needs { bot: &ticket.bot, team: ticket.team.as_deref(), locale: &ticket.locale, rank: rank(ticket) }
}

/// A waiting ticket as routing sees it.
fn chat(ticket: &Ticket) -> Waiting {
    Waiting {
        session: ticket.session,
        bot: ticket.bot.clone(),
        rank: rank(ticket),
        team: ticket.team.clone(),
        locale: ticket.locale.clone(),
        intent: ticket.intents.last().map(|intent| intent.intent.clone()),
        turn: turn(ticket),
        opens_at: ticket.opens_at,
        last_agent: ticket.last_agent.clone(),
        came_back: ticket.came_back,
        declined: ticket.declined.clone(),
        offer: ticket.offer.clone().map(|offer| (offer.to, offer.expires_at)),
        routing: ticket.routing,
    }
}

/// A ticket that a supervisor is to look at.
fn called(ticket: &Ticket) -> Option<Called> {
    let call = ticket.call.as_ref()?;
    Some(Called {
        session: ticket.session,
        bot: ticket.bot.clone(),
        team: ticket.team.clone(),
        agent: ticket.agent.clone(),
        since: call.since,
        to: call.to.clone(),
    })
}
