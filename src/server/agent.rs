//! `/ws/agent`: one task per agent's socket.

mod reading;

use super::agent_wire::{self, About, AgentClientFrame, TransferTo};
use super::link::{End, Handshake, Incoming, Link, SILENT, SUBPROTOCOL, TOO_FAST, TOO_SLOW, end};
use super::office::{Office, Refusal, rank_of};
use super::permit::Caller;
use super::watching::{CONSOLE_QUEUE, Heard, Watching};
use super::{Shared, wire};
use crate::domain::{AgentName, Cid, SessionId, Timestamp};
use crate::handoff::{AgentFrame, Availability, Person};
use crate::session::{AgentRequest, Command};
use crate::store::{Login, User};
use axum::extract::ws::WebSocket;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::SignedDuration;
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, mpsc};

/// Between two looks at whether a sign-in is still used.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

pub async fn upgrade(
    State(doors): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Handshake(upgrade): Handshake,
) -> Response {
    let caller = match doors.console(&headers, doors.address(peer, &headers)).await {
        Ok(caller) => caller,
        Err(refused) => return refused,
    };
    let frame = doors.limits().frame_bytes;
    upgrade
        .protocols([SUBPROTOCOL])
        .max_frame_size(frame)
        .max_message_size(frame)
        .on_upgrade(move |socket| serve(doors, socket, caller))
}

async fn serve(doors: Shared, socket: WebSocket, Caller { user, mut login, .. }: Caller) {
    // From now on, so that a sign-out during the welcome is heard.
    let signed_out = doors.signed_out.subscribe();
    let (changes, inbox) = mpsc::channel(CONSOLE_QUEUE);
    let (watching, hearing) = Watching::new();
    let (later, answered) = mpsc::channel(CONSOLE_QUEUE);
    let office = Office { doors: doors.clone(), user };
    let link = Link::new(socket, doors.limits());
    let mut console = Console { office, link, watching, later, socket: 0, offers: HashMap::new() };
    // Every welcome is complete, so what a console last knew does not matter.
    let ended = match console.link.hello(|frame| matches!(frame, AgentClientFrame::Hello {}).then_some(())).await {
        Ok(()) => {
            let desk = &doors.registry.rooms.desk;
            let connected = desk.connect(person(&console.office.user), changes, Timestamp::now());
            console.socket = connected.socket;
            let library = &doors.registry.rooms.library;
            let welcome = agent_wire::welcome(&console.office.user, &connected, library, &about(&doors).await);
            let ended = match console.link.send(&welcome).await {
                Ok(()) => console
                    .work(inbox, (hearing, answered), signed_out, &mut login)
                    .await
                    .err()
                    .unwrap_or(end(1000, "")),
                Err(ended) => ended,
            };
            if desk.disconnect(connected.socket, &console.office.user.name) {
                tokio::spawn(after_grace(doors.clone(), console.office.user.name.clone()));
            }
            ended
        }
        Err(ended) => ended,
    };
    console.link.close(ended).await;
}

/// Gives an agent's sessions back to the queue, unless the agent comes back in time.
pub async fn after_grace(doors: Shared, agent: AgentName) {
    tokio::time::sleep(doors.settings.agent_grace).await;
    let desk = &doors.registry.rooms.desk;
    if desk.is_connected(&agent) {
        return;
    }
    desk.left(&agent);
    for session in desk.held_by(&agent) {
        // A session that cannot be reached is not held any more.
        let _ = doors.registry.send(session, Command::AgentGone(agent.clone())).await;
    }
}

struct Console {
    office: Office,
    link: Link,
    watching: Watching,
    /// Answers that take a while, so that nothing else waits for them.
    later: mpsc::Sender<Value>,
    /// Its number at the desk.
    socket: u64,
    /// Offers that this socket was told of, and until when they stand.
    offers: HashMap<SessionId, Timestamp>,
}

impl Console {
    async fn work(
        &mut self,
        mut changes: mpsc::Receiver<AgentFrame>,
        (mut hearing, mut answered): (mpsc::Receiver<Heard>, mpsc::Receiver<Value>),
        mut signed_out: broadcast::Receiver<String>,
        login: &mut Login,
    ) -> Result<(), End> {
        let mut ping = self.link.heartbeat();
        let mut draining = self.office.doors.draining.subscribe();
        let left = login.expires_at.duration_since(Timestamp::now());
        let mut expired = std::pin::pin!(tokio::time::sleep(Duration::try_from(left).unwrap_or_default()));
        let mut idle = std::pin::pin!(tokio::time::sleep(idle_left(&self.office.doors, login).await));
        loop {
            let silence = self.link.silence();
            tokio::select! {
                frame = self.link.receive::<AgentClientFrame>() => match frame? {
                    Incoming::Life => {}
                    _ if !self.may_send() => return Err(TOO_FAST),
                    Incoming::Frame(frame) => {
                        if frame.is_work() {
                            self.office.doors.used(login).await;
                        }
                        self.obey(frame).await?;
                    }
                    Incoming::Bad(cid) => {
                        self.link.send(&wire::error("bad_frame", "this frame is not understood", cid.as_ref())).await?;
                    }
                },
                change = changes.recv() => match change {
                    Some(AgentFrame::SignedOut) => return Err(end(4403, "signed out")),
                    Some(change) => self.tell(&change).await?,
                    // The desk dropped this socket: it fell behind and starts over.
                    None => return Err(TOO_SLOW),
                },
                Some((session, what)) = hearing.recv() => {
                    let Some(what) = what else {
                        self.dropped(session).await?;
                        continue;
                    };
                    if let Some(frame) = agent_wire::watched(session, &what) {
                        self.link.send(&frame).await?;
                    }
                }
                Some(answer) = answered.recv() => self.link.send(&answer).await?,
                left = signed_out.recv() => match left {
                    Ok(left) if left != login.token_hash => {}
                    Ok(_) => return Err(end(4403, "signed out")),
                    // Too many at once to know: signing in again tells.
                    Err(_) => return Err(end(1012, "restarting")),
                },
                () = &mut idle => match idle_left(&self.office.doors, login).await {
                    Duration::ZERO => return Err(end(4403, "signed out")),
                    // It was used meanwhile, here or elsewhere.
                    left => idle.as_mut().reset(tokio::time::Instant::now() + left),
                },
                () = &mut expired => return Err(end(4403, "signed out")),
                () = super::told_to_leave(&mut draining) => return Err(self.link.leave().await),
                () = silence => return Err(SILENT),
                _ = ping.tick() => self.link.ping().await?,
            }
        }
    }

    /// Whether the agent has a frame left, over all of their consoles.
    fn may_send(&self) -> bool {
        self.office.doors.agents.take(&self.office.user.name, Instant::now())
    }

    /// A ticket that is newly offered to this agent is told as an offer, too.
    async fn tell(&mut self, change: &AgentFrame) -> Result<(), End> {
        if let Some(frame) = agent_wire::change(change) {
            self.link.send(&frame).await?;
        }
        let AgentFrame::Ticket { ticket, .. } = change else { return Ok(()) };
        let offer = ticket.offer.as_ref().filter(|offer| offer.to == self.office.user.name);
        match offer {
            Some(offer) if self.offers.insert(ticket.session, offer.expires_at) != Some(offer.expires_at) => {
                self.link.send(&agent_wire::offer(ticket, offer)).await
            }
            Some(_) => Ok(()),
            None => {
                self.offers.remove(&ticket.session);
                Ok(())
            }
        }
    }

    /// Every request gets exactly one ack or error under its `cid`.
    async fn obey(&mut self, frame: AgentClientFrame) -> Result<(), End> {
        use AgentClientFrame as F;
        let (cid, done) = match frame {
            F::Hello { .. } | F::Pong => return Ok(()),
            F::Typing { cid, session, on } => {
                let agent = self.office.user.name.clone();
                let done = self.office.reach(session, Command::AgentTyping { agent, on }).await;
                let Some(cid) = cid else { return Ok(()) };
                (cid, done)
            }
            F::Available { cid, on, capacity } => {
                let availability = Availability { on, capacity: capacity.clamp(1, 50) };
                self.office.doors.registry.rooms.desk.set_available(&self.office.user.name, availability);
                (cid, Ok(()))
            }
            F::Decline { cid, session, reason } => {
                self.office.doors.registry.rooms.desk.answered(&self.office.user.name);
                (cid, self.office.ask(session, AgentRequest::Decline { reason }).await)
            }
            F::Correct { cid, session, of, correction } => (cid, self.office.correct(session, of, correction).await),
            F::Reveal { cid, session, of, placeholder } => {
                return match self.office.reveal(session, of, placeholder).await {
                    Ok(value) => self.link.send(&agent_wire::revealed(&cid, &value)).await,
                    Err(refused) => self.answer(&cid, Err(refused)).await,
                };
            }
            F::Suggest { cid, session } => {
                return match self.office.suggest(session).await {
                    Ok(suggested) => self.link.send(&agent_wire::suggested(&cid, &suggested)).await,
                    Err(refused) => self.answer(&cid, Err(refused)).await,
                };
            }
            F::Translate { cid, session, of, to } => {
                let (office, told) = (self.office.clone(), cid.clone());
                let work = async move { office.translate(session, of, to).await };
                return self.answer_later(cid, async move { Ok(agent_wire::translated(&told, &work.await?)) });
            }
            F::TranslateDraft { cid, session, text, from } => {
                let (office, told) = (self.office.clone(), cid.clone());
                let work = async move { office.translate_draft(session, &text, from).await };
                return self.answer_later(cid, async move { Ok(agent_wire::translated(&told, &work.await?)) });
            }
            F::Contacts { cid, session } => {
                let (office, told) = (self.office.clone(), cid.clone());
                return self.answer_later(cid, async move { office.contacts(&told, session).await });
            }
            F::Search { cid, query, before } => {
                let (office, told) = (self.office.clone(), cid.clone());
                return self.answer_later(cid, async move { office.search(&told, &query, before).await });
            }
            F::TakeOver { cid, session } => {
                let done = self.office.take_over(session).await;
                return match done {
                    Ok(()) => self.open(cid, session, None).await,
                    refused => self.answer(&cid, refused).await,
                };
            }
            F::SetAvailable { cid, agent, on, capacity } => {
                let availability = Availability { on, capacity: capacity.clamp(1, 50) };
                (cid, self.office.set_available(&agent, availability).await)
            }
            F::Look { cid, session, beside, typing } => {
                let seen = self.look(session, beside, typing).await;
                let Some(cid) = cid else { return Ok(()) };
                (cid, seen)
            }
            F::Open { cid, session, last_n } => return self.open(cid, session, last_n).await,
            F::Accept { cid, session } => return self.accept(cid, session).await,
            F::Say { cid, session, text } => {
                let done = match self.office.fault_of(&text) {
                    Some(refusal) => Err(refusal),
                    None => self.office.ask(session, AgentRequest::Say { cid: cid.clone(), text }).await,
                };
                (cid, done)
            }
            F::Note { cid, session, text } => (cid.clone(), self.office.note(session, cid, text).await),
            F::Transfer { cid, session, to, note } => {
                let done = match to {
                    TransferTo::Queue(true) => self.office.put_back(session, note).await,
                    TransferTo::Team(team) => self.office.transfer(session, team, note).await,
                    TransferTo::Agent(agent) => self.office.pass_to(session, agent, note).await,
                    TransferTo::Queue(false) => {
                        Err(Refusal("bad_frame", "a chat goes to an agent, to a team or to the queue".into()))
                    }
                };
                (cid, done)
            }
            F::ReturnToBot { cid, session, instruction, article } => {
                (cid, self.office.ask(session, AgentRequest::ReturnToBot { instruction, article }).await)
            }
            F::AnswerCall { cid, session } => (cid, self.office.answer_call(session).await),
            F::AskAddress { cid, session } => (cid, self.office.ask(session, AgentRequest::AskAddress).await),
            F::Snooze { cid, session, until } => {
                let done = match Office::fault_of_rest(until) {
                    Some(refusal) => Err(refusal),
                    None => self.office.ask(session, AgentRequest::Snooze { until }).await,
                };
                (cid, done)
            }
            F::WrapUp { cid, session, code, note } => {
                (cid, self.office.ask(session, AgentRequest::WrapUp { code, note }).await)
            }
            F::Resolve { cid, session } => (cid, self.office.ask(session, AgentRequest::Resolve).await),
        };
        self.answer(&cid, done).await
    }

    fn answer_later(
        &self,
        cid: Cid,
        work: impl Future<Output = Result<Value, Refusal>> + Send + 'static,
    ) -> Result<(), End> {
        let later = self.later.clone();
        tokio::spawn(async move {
            let answer = match work.await {
                Ok(answer) => answer,
                Err(Refusal(code, message)) => wire::error(code, &message, Some(&cid)),
            };
            // Who has gone meanwhile does not wait for it.
            let _ = later.send(answer).await;
        });
        Ok(())
    }

    async fn answer(&mut self, cid: &Cid, done: Result<(), Refusal>) -> Result<(), End> {
        if let Err(Refusal("forbidden", why)) = &done {
            tracing::warn!(user = %self.office.user.name, why, "an agent was refused what their role may not do");
        }
        match done {
            Ok(()) => self.link.send(&agent_wire::ack(cid)).await,
            Err(Refusal(code, message)) => self.link.send(&wire::error(code, &message, Some(cid))).await,
        }
    }

    async fn accept(&mut self, cid: Cid, session: SessionId) -> Result<(), End> {
        let room = self.office.doors.registry.rooms.desk.has_room(&self.office.user.name, Timestamp::now());
        let done = if room {
            self.office.ask(session, AgentRequest::Accept).await
        } else {
            Err(Refusal("capacity", "you have as many chats as your capacity allows".into()))
        };
        match done {
            Ok(()) => self.open(cid, session, None).await,
            refused => self.answer(&cid, refused).await,
        }
    }
}

fn person(user: &User) -> Person {
    let User { name, display_name, bots, work, role, .. } = user.clone();
    Person { agent: name, name: display_name, bots, work, rank: rank_of(role) }
}

/// Who cannot be read now is offered once they are here.
async fn about(doors: &Shared) -> About {
    let users = doors.registry.rooms.store.users().await.unwrap_or_default();
    let translates = doors.translators.bots().cloned().collect();
    let mail = doors.registry.rooms.post.is_some();
    About { users, file_bytes: doors.settings.files.bytes(), translates, mail, today: doors.registry.rooms.today() }
}

/// Until the sign-in ends for want of use; nothing where it has ended.
async fn idle_left(doors: &Shared, login: &Login) -> Duration {
    let known = doors.registry.rooms.store.login(&login.token_hash).await.ok().flatten();
    let left = known.map_or(SignedDuration::ZERO, |known| doors.idle_left(&known));
    Duration::try_from(left).unwrap_or_default().min(LONGEST_WAIT)
}
