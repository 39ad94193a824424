//! The desk: every ticket that waits or is with an agent, the agents' presence, and who is told of changes.

use super::WaitTimes;
use crate::dialogue::Ticket;
use crate::domain::{AgentName, BotId, SessionId, State, Timestamp};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{mpsc, watch};

/// What the desk tells an agent's socket.
#[derive(Debug, Clone)]
pub enum AgentFrame {
    Ticket {
        rev: u64,
        ticket: Arc<Ticket>,
    },
    Gone {
        rev: u64,
        session: SessionId,
    },
    /// The account changed: sign in again.
    SignedOut,
}

/// Whether an agent takes chats, and how many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    pub on: bool,
    pub capacity: u32,
}

impl Default for Availability {
    fn default() -> Self {
        Self { on: false, capacity: 5 }
    }
}

/// Shared by all sessions and all agents' sockets; every lock is short.
pub struct Desk {
    inner: Mutex<Inner>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    /// Whether every waiting session is on the desk: until then no place is known.
    open: bool,
    rev: u64,
    tickets: HashMap<SessionId, Arc<Ticket>>,
    sockets: Vec<Socket>,
    next_socket: u64,
    available: BTreeMap<AgentName, Availability>,
    waits: WaitTimes,
}

struct Socket {
    id: u64,
    agent: AgentName,
    bots: Vec<BotId>,
    out: mpsc::Sender<AgentFrame>,
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

    /// Puts a ticket on the desk, or takes it off once people no longer have the session. `waited_s` is how long the
    /// customer waited, where an agent has just accepted.
    pub fn publish(&self, ticket: Ticket, waited_s: Option<u32>) {
        let mut inner = self.inner();
        inner.rev += 1;
        let (rev, session, bot) = (inner.rev, ticket.session, ticket.bot.clone());
        waited_s.into_iter().for_each(|seconds| inner.waits.add(seconds));
        let frame = if ticket.state.with_people() {
            let ticket = Arc::new(ticket);
            inner.tickets.insert(session, ticket.clone());
            AgentFrame::Ticket { rev, ticket }
        } else if inner.tickets.remove(&session).is_some() {
            AgentFrame::Gone { rev, session }
        } else {
            return;
        };
        // A socket that cannot keep up loses its channel and comes back with a fresh welcome: never a gap.
        inner.sockets.retain(|socket| !socket.serves(&bot) || socket.out.try_send(frame.clone()).is_ok());
        drop(inner);
        self.changed.send_replace(rev);
    }

    /// Wakes whenever a place in the queue may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// After a start: from now on places are told, because every waiting session is back.
    pub fn open(&self) {
        let rev = {
            let mut inner = self.inner();
            inner.open = true;
            inner.rev
        };
        self.changed.send_replace(rev);
    }

    /// Place in the bot's queue, 1 first: by priority, then by waiting since. Also the wait to expect.
    pub fn place(&self, session: SessionId) -> Option<(u32, Option<(u32, u32)>)> {
        let inner = self.inner();
        let own = inner.tickets.get(&session).filter(|_| inner.open)?;
        let before = inner.tickets.values().filter(|t| waiting(t) && t.bot == own.bot && order(t) < order(own)).count();
        Some((before as u32 + 1, inner.waits.estimate()))
    }

    /// Connects an agent's socket: the current revision and every ticket of the bots served.
    pub fn connect(&self, agent: AgentName, bots: Vec<BotId>, out: mpsc::Sender<AgentFrame>) -> Connected {
        let mut inner = self.inner();
        inner.next_socket += 1;
        let id = inner.next_socket;
        let socket = Socket { id, agent: agent.clone(), bots, out };
        let mut tickets: Vec<_> = inner.tickets.values().filter(|t| socket.serves(&t.bot)).cloned().collect();
        tickets.sort_by_key(|t| order(t));
        inner.sockets.push(socket);
        let available = inner.available.get(&agent).copied().unwrap_or_default();
        Connected { socket: id, rev: inner.rev, tickets, available }
    }

    /// Takes a socket off; true when it was the agent's last.
    pub fn disconnect(&self, socket: u64, agent: &AgentName) -> bool {
        let mut inner = self.inner();
        inner.sockets.retain(|s| s.id != socket);
        !inner.sockets.iter().any(|s| s.agent == *agent)
    }

    pub fn is_connected(&self, agent: &AgentName) -> bool {
        self.inner().sockets.iter().any(|socket| socket.agent == *agent)
    }

    /// Ends every socket of an agent whose account changed.
    pub fn sign_out(&self, agent: &AgentName) {
        self.inner().sockets.retain(|s| s.agent != *agent || s.out.try_send(AgentFrame::SignedOut).is_ok());
    }

    pub fn set_available(&self, agent: AgentName, availability: Availability) {
        self.inner().available.insert(agent, availability);
    }

    /// Whether the agent can take one more.
    pub fn has_room(&self, agent: &AgentName) -> bool {
        let inner = self.inner();
        let capacity = inner.available.get(agent).copied().unwrap_or_default().capacity;
        let held = inner.tickets.values().filter(|t| t.agent.as_ref() == Some(agent)).count();
        (held as u32) < capacity
    }

    /// The sessions an agent holds.
    pub fn held_by(&self, agent: &AgentName) -> Vec<SessionId> {
        let inner = self.inner();
        let held = inner.tickets.values().filter(|t| t.agent.as_ref() == Some(agent));
        held.map(|t| t.session).collect()
    }

    /// Every agent who holds a session.
    pub fn holders(&self) -> BTreeSet<AgentName> {
        self.inner().tickets.values().filter_map(|t| t.agent.clone()).collect()
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
}

impl Socket {
    fn serves(&self, bot: &BotId) -> bool {
        self.bots.is_empty() || self.bots.contains(bot)
    }
}

fn waiting(ticket: &Ticket) -> bool {
    matches!(ticket.state, State::Queued | State::Offered)
}

/// Most urgent first, then who waits longest.
fn order(ticket: &Ticket) -> (Reverse<crate::domain::Priority>, Option<Timestamp>, SessionId) {
    (Reverse(ticket.priority), ticket.waiting_since, ticket.session)
}
