//! The agents' sockets: who is told what, and what each of them has on the screen.

use super::staff::{Availability, Presence};
use super::waits::WaitsNow;
use crate::dialogue::Ticket;
use crate::domain::{AgentName, BotId, SessionId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::mpsc;

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
    /// Somebody came, left, or takes chats otherwise than before.
    Colleague(Presence),
    /// Who has a chat on the screen.
    Lookers {
        session: SessionId,
        lookers: Vec<Looker>,
    },
    /// How long customers of a bot wait.
    Waits {
        bot: BotId,
        waits: WaitsNow,
    },
    /// The agent's own availability was changed elsewhere.
    Available(Availability),
    /// The account changed: sign in again.
    SignedOut,
}

/// An agent who has a chat on the screen.
#[derive(Debug, Clone, Serialize)]
pub struct Looker {
    pub agent: AgentName,
    pub typing: Typing,
}

/// Whether something is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum Typing {
    Yes,
    No,
}

impl From<bool> for Typing {
    fn from(on: bool) -> Self {
        if on { Self::Yes } else { Self::No }
    }
}

impl From<Typing> for bool {
    fn from(typing: Typing) -> Self {
        typing == Typing::Yes
    }
}

#[derive(Default)]
pub struct Audience {
    sockets: Vec<Socket>,
    last: u64,
}

pub struct Socket {
    id: u64,
    pub agent: AgentName,
    bots: Vec<BotId>,
    out: mpsc::Sender<AgentFrame>,
    looking: HashMap<SessionId, Typing>,
}

impl Audience {
    /// Takes a socket in; returns its number.
    pub fn enter(&mut self, agent: AgentName, bots: Vec<BotId>, out: mpsc::Sender<AgentFrame>) -> u64 {
        self.last += 1;
        self.sockets.push(Socket { id: self.last, agent, bots, out, looking: HashMap::new() });
        self.last
    }

    pub fn leave(&mut self, socket: u64) {
        self.sockets.retain(|s| s.id != socket);
    }

    pub fn has(&self, agent: &AgentName) -> bool {
        self.sockets.iter().any(|socket| socket.agent == *agent)
    }

    /// Tells every socket that `concerns` it. One that cannot keep up loses its channel and comes back with a fresh
    /// welcome: never a gap.
    pub fn tell(&mut self, frame: &AgentFrame, concerns: impl Fn(&Socket) -> bool) {
        self.sockets.retain(|socket| !concerns(socket) || socket.out.try_send(frame.clone()).is_ok());
    }

    /// A socket shows other chats now, or none; returns the chats whose lookers have changed.
    pub fn look(&mut self, socket: u64, now: HashMap<SessionId, Typing>) -> BTreeSet<SessionId> {
        let Some(socket) = self.sockets.iter_mut().find(|s| s.id == socket) else { return BTreeSet::new() };
        let before = std::mem::replace(&mut socket.looking, now);
        let either = before.keys().chain(socket.looking.keys());
        either.filter(|session| before.get(session) != socket.looking.get(session)).copied().collect()
    }

    /// Who has a chat on the screen, and who writes there.
    pub fn lookers(&self, session: SessionId) -> Vec<Looker> {
        let looking = self.sockets.iter().filter_map(|socket| Some((socket, *socket.looking.get(&session)?)));
        looking.map(|(socket, typing)| Looker { agent: socket.agent.clone(), typing }).collect()
    }
}

impl Socket {
    pub fn serves(&self, bot: &BotId) -> bool {
        self.bots.is_empty() || self.bots.contains(bot)
    }
}
