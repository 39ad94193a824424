//! Which chats a console reads and shows.

use super::Console;
use crate::domain::{Cid, SessionId};
use crate::handoff::Typing;
use crate::server::agent_wire;
use crate::server::link::{End, TOO_SLOW};
use crate::server::office::{Refusal, not_found};
use crate::session::Command;
use std::collections::HashMap;
use tokio::sync::oneshot;

/// Chats that one console shows beside the one it is about.
const MOST_BESIDE: usize = 8;

impl Console {
    pub(super) async fn look(
        &mut self,
        session: Option<SessionId>,
        beside: Vec<SessionId>,
        typing: Typing,
    ) -> Result<(), Refusal> {
        let mut looking = HashMap::new();
        for beside in beside.into_iter().take(MOST_BESIDE) {
            // One that has been erased meanwhile takes nothing from the others.
            if self.office.may_see(beside).await.is_ok() {
                looking.insert(beside, Typing::No);
            }
        }
        if let Some(session) = session {
            self.office.may_see(session).await?;
            looking.insert(session, typing);
        }
        self.office.doors.registry.rooms.desk.look(self.socket, looking);
        Ok(())
    }

    /// A session says nothing more to this console: it was erased, or the console fell behind.
    pub(super) async fn dropped(&mut self, session: SessionId) -> Result<(), End> {
        match self.office.may_see(session).await {
            Ok(_) => Err(TOO_SLOW),
            Err(_) => {
                self.watching.forget(session);
                Ok(())
            }
        }
    }

    /// Acknowledges, then shows the log, old entries first, and everything that follows.
    pub(super) async fn open(&mut self, cid: Cid, session: SessionId, last_n: Option<usize>) -> Result<(), End> {
        let (out, unheard) = self.watching.place(session);
        // Once a socket: consoles open chats again by themselves.
        if let Err(refused) = self.office.may_read(session, unheard.is_some()).await {
            return self.answer(&cid, Err(refused)).await;
        }
        let (reply, answer) = oneshot::channel();
        let after = last_n.unwrap_or_default();
        let reached = self.office.reach(session, Command::Watch { after, out, reply }).await;
        if let Err(refused) = reached {
            return self.answer(&cid, Err(refused)).await;
        }
        let Ok(watched) = answer.await else { return self.answer(&cid, Err(not_found())).await };
        if let Some(unheard) = unheard {
            self.watching.follow(session, unheard);
        }
        self.link.send(&agent_wire::opened(&cid, watched.ticket.as_deref())).await?;
        for record in watched.entries {
            self.link.send(&agent_wire::entry(&record)).await?;
        }
        Ok(())
    }
}
