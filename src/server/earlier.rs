//! What agents look up: a customer's earlier chats, and whatever was ever said in a chat that they may see.

use super::agent_wire;
use super::office::{Office, Refusal, not_read};
use super::permit::serves;
use crate::domain::{Cid, SessionId};
use crate::session;
use serde_json::Value;

/// Characters of a search.
const QUERY: std::ops::RangeInclusive<usize> = 2..=200;

impl Office {
    pub(super) async fn contacts(&self, cid: &Cid, session: SessionId) -> Result<Value, Refusal> {
        let head = self.head(session).await?;
        let rooms = &self.doors.registry.rooms;
        let contacts = session::contacts(&*rooms.store, &rooms.library, &head).await.map_err(|_| not_read())?;
        Ok(agent_wire::contacts(cid, &contacts))
    }

    pub(super) async fn search(&self, cid: &Cid, query: &str, before: Option<SessionId>) -> Result<Value, Refusal> {
        if !QUERY.contains(&query.trim().chars().count()) {
            return Err(Refusal("bad_frame", format!("a search has {} to {} characters", QUERY.start(), QUERY.end())));
        }
        let may_see = |head: &_| serves(&self.user, head);
        let found = session::search(&*self.doors.registry.rooms.store, query, before, may_see).await;
        Ok(agent_wire::found(cid, &found.map_err(|_| not_read())?))
    }
}
