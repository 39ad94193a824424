//! `/ws/chat`: one task per customer's socket, from hello to close.

use super::Shared;
use super::arrival::{Arrived, Known, arrive, redeem};
use super::files::passes::{Holder, Pass};
use super::limits::{Pace, Place};
use super::link::{End, Handshake, Incoming, Link, READ_BUFFER, SILENT, SUBPROTOCOL, TOO_FAST, TOO_SLOW, end};
use super::moves::{self, page_of};
use super::wire::{self, ClientFrame, Hello};
use crate::domain::{BotId, Cid, Record, SessionId};
use crate::session::{Command, Outbound, SayError, Unreached};
use axum::extract::{ConnectInfo, State as Shown};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Nothing is wrong with the client: it comes back later, and may find its chat again.
pub const UNREADABLE: End = end(1011, "the store cannot be read");

/// Where a socket comes from.
struct Visitor {
    /// The page that opened it, as its browser says.
    origin: Option<HeaderValue>,
    address: IpAddr,
}

pub async fn upgrade(
    Shown(doors): Shown<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Handshake(upgrade): Handshake,
) -> Response {
    let Some(place) = doors.addresses.enter(doors.address(peer, &headers), Instant::now()) else {
        return (StatusCode::TOO_MANY_REQUESTS, "too many sockets from this address").into_response();
    };
    if !doors.lets_in(headers.get(ORIGIN), None, place.address()) {
        return (StatusCode::FORBIDDEN, "this origin may not open a chat").into_response();
    }
    if doors.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the server is going away").into_response();
    }
    let visitor = Visitor { origin: headers.get(ORIGIN).map(detached), address: place.address() };
    let frame = doors.limits().frame_bytes;
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .max_frame_size(frame)
        .max_message_size(frame)
        .on_upgrade(move |socket| {
            let link = Box::new(Link::new(socket, doors.limits()));
            serve(doors, link, visitor, place)
        })
}

/// A copy of its own: a header as it came holds on to the whole read buffer of its request.
fn detached(header: &HeaderValue) -> HeaderValue {
    HeaderValue::from_bytes(header.as_bytes()).expect("it was one before")
}

/// What passes is boxed here and below: ten thousand sockets sit idle, and a waiting one should take no room for how it
/// began.
async fn serve(doors: Shared, mut link: Box<Link>, visitor: Visitor, _place: Place) {
    let ended = match Box::pin(link.hello(hello_of)).await {
        Ok(hello) => talk(&doors, &mut link, &visitor, hello).await,
        Err(ended) => ended,
    };
    Box::pin(link.close(ended)).await;
}

fn hello_of(frame: ClientFrame) -> Option<Box<Hello>> {
    match frame {
        ClientFrame::Hello(hello) => Some(hello),
        _ => None,
    }
}

/// Hello after hello, each one stay in one session, until the socket ends.
async fn talk(doors: &Shared, link: &mut Link, visitor: &Visitor, mut hello: Box<Hello>) -> End {
    let mut known = None;
    let mut pace = Box::new(Pace::new(doors.limits(), Instant::now()));
    loop {
        let mut visit = match Box::pin(enter(doors, link, visitor, &mut known, &mut pace, *hello)).await {
            Ok(visit) => visit,
            Err(ended) => return ended,
        };
        let (stayed, session) = (visit.stay().await, visit.session);
        // The inbox goes first: by it the session sees who is still there.
        drop(visit);
        doors.registry.customer_left(session).await;
        match stayed {
            Ok(again) => hello = again,
            Err(ended) => return ended,
        }
    }
}

/// Into the session that a hello asks for, with what was missed of it told.
async fn enter<'a>(
    doors: &'a Shared,
    link: &'a mut Link,
    visitor: &'a Visitor,
    known: &mut Option<Known>,
    pace: &'a mut Pace,
    hello: Hello,
) -> Result<Visit<'a>, End> {
    let bot = BotId::new(hello.bot.clone());
    let Some(brain) = doors.registry.rooms.library.get(&bot) else {
        link.send(&wire::error("not_found", "there is no such bot", None)).await?;
        return Err(end(4403, "no such bot"));
    };
    if !doors.lets_in(visitor.origin.as_ref(), Some(bot.as_str()), visitor.address) {
        return Err(end(4403, "origin not allowed for this bot"));
    }
    let store = doors.registry.rooms.store.id().to_string();
    if hello.store.as_ref().is_some_and(|known| *known != store) {
        link.send(&json!({"type": "reset"})).await?;
    }
    let (out, inbox) = mpsc::channel(doors.limits().outbound_frames);
    let hello = redeem(doors, link, visitor.address, known, hello).await?;
    let Arrived { session, token, joined } = arrive(doors, link, &hello, known, &out).await?;
    let brand = &brain.bot.policy.brand;
    let tagline = brand.tagline.get(&joined.locale);
    link.send(&json!({
        "type": "welcome", "session": session, "token": token, "store": store, "head_seq": joined.head_seq,
        "state": joined.state.for_customer(), "owner": joined.owner, "ping_s": doors.limits().ping_s, "more": joined.more,
        "locale": joined.locale,
        "files": doors.customers_may_send(&bot).then(|| json!({"bytes": doors.settings.files.bytes()})),
        "brand": {"name": brand.name, "tagline": tagline, "accent": brand.accent, "locales": brand.locales},
    }))
    .await?;
    for record in &joined.missed {
        send_event(link, record).await?;
    }
    let mailbox = out.downgrade();
    let not_yet = joined.more.then_some(out);
    Ok(Visit { doors, link, visitor, bot, session, out: mailbox, inbox, _not_yet: not_yet, pace, pass: None })
}

async fn send_event(link: &mut Link, record: &Record) -> Result<(), End> {
    match wire::event(record) {
        Some(frame) => link.send(&frame).await,
        None => Ok(()),
    }
}

struct Visit<'a> {
    doors: &'a Shared,
    link: &'a mut Link,
    visitor: &'a Visitor,
    bot: BotId,
    session: SessionId,
    /// The session alone keeps the channel open: when it drops a socket, the inbox ends.
    out: mpsc::WeakSender<Outbound>,
    inbox: mpsc::Receiver<Outbound>,
    /// A socket that has more to catch up on is not the session's yet.
    _not_yet: Option<mpsc::Sender<Outbound>>,
    /// Of the socket, whatever chats it says hello to.
    pace: &'a mut Pace,
    /// To the session's files, once it was asked for; it ends with this stay.
    pass: Option<Pass>,
}

impl Visit<'_> {
    async fn stay(&mut self) -> Result<Box<Hello>, End> {
        let mut ping = self.link.heartbeat();
        let mut draining = self.doors.draining.subscribe();
        loop {
            let silence = self.link.silence();
            tokio::select! {
                frame = self.link.receive() => match frame? {
                    Incoming::Frame(ClientFrame::Hello(again)) => {
                        return self.pace.may_say(Instant::now()).then_some(again).ok_or(TOO_FAST);
                    }
                    frame if self.is_too_fast(&frame) => self.strike(cid_of(&frame)).await?,
                    Incoming::Frame(frame) => Box::pin(self.obey(frame)).await?,
                    Incoming::Bad(cid) => self.refuse("bad_frame", "this frame is not understood", cid.as_ref()).await?,
                    Incoming::Life => {}
                },
                what = self.inbox.recv() => match what {
                    Some(what) => self.forward(&what).await?,
                    // The session dropped this socket: it fell behind and resumes.
                    None => return Err(TOO_SLOW),
                },
                () = super::told_to_leave(&mut draining) => return Err(self.link.leave().await),
                () = silence => return Err(SILENT),
                _ = ping.tick() => self.link.ping().await?,
            }
        }
    }

    async fn forward(&mut self, what: &Outbound) -> Result<(), End> {
        match wire::outbound(what) {
            Some(frame) => self.link.send(&frame).await,
            None => Ok(()),
        }
    }

    async fn refuse(&mut self, code: &str, message: &str, cid: Option<&Cid>) -> Result<(), End> {
        self.link.send(&wire::error(code, message, cid)).await
    }

    fn is_too_fast(&mut self, frame: &Incoming<ClientFrame>) -> bool {
        match frame {
            Incoming::Life => false,
            Incoming::Frame(frame) if !frame.is_signal() => !self.pace.may_say(Instant::now()),
            Incoming::Frame(_) | Incoming::Bad(_) => !self.pace.may_signal(Instant::now()),
        }
    }

    /// Warns a client that is too fast; the third time ends it.
    async fn strike(&mut self, cid: Option<&Cid>) -> Result<(), End> {
        let last = self.pace.strike();
        self.refuse("rate_limited", "too many messages; wait a moment", cid).await?;
        if last { Err(TOO_FAST) } else { Ok(()) }
    }

    async fn obey(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Hello(_) | ClientFrame::Pong => Ok(()),
            ClientFrame::Typing { on } => self.tell(Command::CustomerTyping(on)).await,
            ClientFrame::Seen { seq } => self.tell(Command::CustomerSeen(seq)).await,
            ClientFrame::Say { cid, text } => {
                if let Some((code, message)) = self.fault_of(&text) {
                    return self.refuse(code, &message, Some(&cid)).await;
                }
                self.ask(cid.clone(), |from, reply| Command::Say { cid, text, from, reply }).await
            }
            ClientFrame::Choose { cid, choice, to } => {
                self.ask(cid.clone(), |from, reply| Command::Choose { cid, choice, to, from, reply }).await
            }
            ClientFrame::Rate { cid, score, comment } => {
                let comment = comment.filter(|text| !text.trim().is_empty());
                if !(1..=5).contains(&score) || comment.as_deref().is_some_and(|text| self.fault_of(text).is_some()) {
                    return self
                        .refuse("bad_frame", "a score is 1 to 5, a comment at most a message long", Some(&cid))
                        .await;
                }
                self.ask(cid.clone(), |from, reply| Command::Rate { cid, score, comment, from, reply }).await
            }
            ClientFrame::LeaveAddress { cid, email } => match self.doors.sealed_address(self.session, &email) {
                Some(sealed) => {
                    self.ask(cid.clone(), |from, reply| Command::LeaveAddress { cid, sealed, from, reply }).await
                }
                None => self.refuse("bad_address", "this is no e-mail address", Some(&cid)).await,
            },
            ClientFrame::Move { cid, url } => self.move_on(cid, &url).await,
            ClientFrame::Files { cid } => self.open_files(cid).await,
            ClientFrame::End { cid } => self.ask(cid.clone(), |from, reply| Command::End { cid, from, reply }).await,
        }
    }

    /// A link to this chat for another device, at the page where it is open.
    async fn move_on(&mut self, cid: Cid, url: &str) -> Result<(), End> {
        let origin = self.visitor.origin.as_ref().and_then(|origin| origin.to_str().ok());
        let Some(page) = page_of(url, origin) else {
            return self.refuse("bad_frame", "a chat moves to the page it is open on", Some(&cid)).await;
        };
        let life = Duration::from_secs(self.doors.limits().move_code_s);
        let code = self.doors.moves.make(self.session, self.bot.clone(), life, Instant::now());
        self.link.send(&moves::told(&cid, page, &code, life)).await
    }

    async fn open_files(&mut self, cid: Cid) -> Result<(), End> {
        let holder = || Holder { session: self.session, bot: self.bot.clone() };
        let pass = self.pass.get_or_insert_with(|| self.doors.passes.issue(holder()));
        self.link.send(&json!({"type": "files", "cid": cid, "pass": pass.text})).await
    }

    fn fault_of(&self, text: &str) -> Option<(&'static str, String)> {
        if text.trim().is_empty() {
            return Some(("bad_frame", "the message is empty".into()));
        }
        let limit = self.doors.limits().message_chars;
        (text.chars().count() > limit).then(|| ("too_long", format!("the message is longer than {limit} characters")))
    }

    async fn tell(&mut self, command: Command) -> Result<(), End> {
        self.doors.registry.send(self.session, command).await.map_err(|unreached| match unreached {
            Unreached::Unknown => end(1012, "restarting"),
            Unreached::NotRead => UNREADABLE,
        })
    }

    /// Asks the session; a refusal is told under the message's id. The acknowledgement comes by the outbound queue.
    async fn ask(
        &mut self,
        cid: Cid,
        command: impl FnOnce(mpsc::Sender<Outbound>, oneshot::Sender<Result<(), SayError>>) -> Command,
    ) -> Result<(), End> {
        if cid.as_str().is_empty() || cid.as_str().len() > 64 {
            return self.refuse("bad_frame", "a cid is 1 to 64 bytes", None).await;
        }
        let (reply, answer) = oneshot::channel();
        let Some(out) = self.out.upgrade() else { return Err(TOO_SLOW) };
        self.tell(command(out, reply)).await?;
        match answer.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(fault)) => self.refuse(code(fault), &fault.to_string(), Some(&cid)).await,
            Err(_) => Err(end(1012, "restarting")),
        }
    }
}

fn cid_of(frame: &Incoming<ClientFrame>) -> Option<&Cid> {
    match frame {
        Incoming::Frame(frame) => frame.cid(),
        Incoming::Bad(cid) => cid.as_ref(),
        Incoming::Life => None,
    }
}

fn code(fault: SayError) -> &'static str {
    match fault {
        SayError::CidReused => "cid_reused",
        SayError::Closed => "closed",
        SayError::NotStored => "busy",
        SayError::NoSuchChoice | SayError::NotAsked => "not_found",
        SayError::TooManySockets => "busy",
    }
}
