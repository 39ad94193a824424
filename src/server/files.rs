//! `/api/v1/.../files`: what customers and agents send along. A body is never held in memory: it goes to the disk piece by
//! piece, is told by its bytes, looked at by the operator's scanner, and only then the session hears of it.

pub mod passes;
mod receive;
mod serve;
mod uploads;

pub use serve::{to_agent, to_customer};
pub use uploads::Uploads;

use super::http::fault;
use super::office::{Office, Refusal};
use super::permit::Caller;
use super::{Doors, Shared};
use crate::domain::{BotId, Cid, SessionId};
use crate::session::{Command, FileError, FileFrom, SentFile, TakenFile, Unreached};
use crate::store::Scope;
use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    AUTHORIZATION, CONTENT_LENGTH, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use passes::Holder;
use receive::Refused;
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// The client's own id of the file, as of a message.
const CID: &str = "baton-cid";
/// What its sender calls it, percent-encoded: a header, because addresses are written into logs.
const NAME: &str = "baton-name";

/// Units are in the names; reasons are in `baton.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSettings {
    pub file_mb: u64,
    pub files_per_session: u32,
    pub session_mb: u64,
    pub per_minute: f64,
    pub burst: u32,
    pub at_once: usize,
    pub at_once_per_sender: usize,
    pub upload_s: u64,
    pub free_mb: u64,
    pub scan: Vec<String>,
    pub scan_s: u64,
    pub scans_at_once: usize,
}

impl FileSettings {
    /// Of one file.
    pub fn bytes(&self) -> u64 {
        self.file_mb.saturating_mul(1 << 20)
    }
}

/// Says to a browser that a page may ask.
pub async fn preflight(State(doors): State<Shared>, headers: HeaderMap) -> Response {
    if !doors.origin_allowed(headers.get(ORIGIN), None) {
        return fault(StatusCode::FORBIDDEN, "forbidden", "this origin may not open a chat");
    }
    let allowed = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, baton-cid, baton-name, content-type"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    with_origin(&headers, (StatusCode::NO_CONTENT, allowed).into_response())
}

/// A customer's file, with the pass that their socket was given.
pub async fn from_customer(
    State(doors): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(holder) = holder(&doors, &headers) else { return with_origin(&headers, no_pass()) };
    let address = doors.address(peer, &headers);
    if !doors.lets_in(headers.get(ORIGIN), Some(holder.bot.as_str()), address) {
        return fault(StatusCode::FORBIDDEN, "forbidden", "this origin may not send files to this bot");
    }
    let sender = address.to_string();
    let taken = match doors.customers_may_send(&holder.bot) {
        true => doors.take(&headers, body, holder.session, FileFrom::Customer, sender).await,
        false => Err(Refused::Off),
    };
    with_origin(&headers, told(&headers, taken))
}

/// An agent's file, in a chat that is theirs.
pub async fn from_agent(
    caller: Caller,
    State(doors): State<Shared>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if let Err(refused) = caller.must_have(Scope::Console) {
        return refused.into_response();
    }
    let agent = caller.user.name.clone();
    let office = Office { doors: doors.clone(), user: caller.user };
    let Some(session) = SessionId::parse(&session) else { return Refused::NotFound.into_response() };
    match office.may_see(session).await {
        Ok(_) => {}
        Err(Refusal("not_found", _)) => return Refused::NotFound.into_response(),
        Err(_) => return Refused::NotRead.into_response(),
    }
    let taken = doors.take(&headers, body, session, FileFrom::Agent(agent.clone()), agent.to_string()).await;
    told(&headers, taken)
}

fn told(headers: &HeaderMap, taken: Result<TakenFile, Refused>) -> Response {
    match (taken, headers.get(CID).and_then(|cid| cid.to_str().ok())) {
        (Ok(TakenFile { seq, id }), cid) => Json(json!({"cid": cid, "seq": seq, "file": id})).into_response(),
        (Err(refused), _) => refused.into_response(),
    }
}

/// The session of the pass in the request.
fn holder(doors: &Doors, headers: &HeaderMap) -> Option<Holder> {
    let bearer = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    doors.passes.holder(bearer.trim())
}

fn no_pass() -> Response {
    fault(StatusCode::UNAUTHORIZED, "unauthorized", "ask the chat for a pass first")
}

/// The page that asked may read the answer, and no other.
fn with_origin(headers: &HeaderMap, mut answer: Response) -> Response {
    if let Some(origin) = headers.get(ORIGIN) {
        answer.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    answer.headers_mut().insert(VARY, HeaderValue::from_static("origin"));
    answer
}

impl Doors {
    pub(super) fn customers_may_send(&self, bot: &BotId) -> bool {
        self.settings.bots.get(bot.as_str()).is_none_or(|bot| bot.customer_files)
    }

    /// From the first byte to the event.
    async fn take(
        &self,
        headers: &HeaderMap,
        body: Body,
        session: SessionId,
        from: FileFrom,
        sender: String,
    ) -> Result<TakenFile, Refused> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let cid = text(CID).filter(|cid| (1..=64).contains(&cid.len())).ok_or(Refused::Cid)?;
        let name = text(NAME).map(decoded).unwrap_or_default();
        let length = text(CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
        let (incoming, facts) = self.receive(body, length, &sender).await?;
        let (files, id) = (self.registry.rooms.files.clone(), facts.id.clone());
        let keep = spawn_blocking(move || files.keep(incoming, &id, session)).await.expect("keeping does not panic");
        keep.map_err(Refused::Store)?;
        let id = facts.id.clone();
        let taken = self.tell_session(session, from, SentFile { cid: Cid::new(cid), name, facts }).await;
        // What no event speaks of goes; where it is not known whether one does, the next start looks.
        let stays = match &taken {
            Ok(taken) => taken.id == id,
            Err(refused) => matches!(refused, Refused::Session(FileError::NotStored) | Refused::NotRead),
        };
        if !stays {
            let (files, path) = (self.registry.rooms.files.clone(), id);
            let removed = spawn_blocking(move || files.remove(session, &path)).await.expect("removing does not panic");
            if let Err(fault) = removed {
                tracing::error!(session.id = %session, %fault, "a file that was not taken stays until the next start");
            }
        }
        taken
    }

    async fn tell_session(&self, session: SessionId, from: FileFrom, sent: SentFile) -> Result<TakenFile, Refused> {
        let (reply, answer) = oneshot::channel();
        self.registry.send(session, Command::SendFile { from, sent, reply }).await.map_err(
            |unreached| match unreached {
                Unreached::Unknown => Refused::NotFound,
                Unreached::NotRead => Refused::NotRead,
            },
        )?;
        match answer.await {
            Ok(taken) => taken.map_err(Refused::Session),
            Err(_) => Err(Refused::NotRead),
        }
    }
}

/// Percent-encoded UTF-8; what is no such thing stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_out_of_its_header() {
        for (sent, name) in [
            ("a%20b%C3%A9.png", "a bé.png"),
            ("100%.pdf", "100%.pdf"),
            ("%zz%4", "%zz%4"),
            ("%FF", "\u{fffd}"),
            ("", ""),
        ] {
            assert_eq!(decoded(sent), name);
        }
    }
}
