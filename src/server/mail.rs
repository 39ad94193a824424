//! Agents' answers by e-mail, to customers who left an address and have gone. What is owed stands in the sessions' logs and
//! survives a restart; a mail server that is away is tried again, less and less often.

use super::{Doors, Shared};
use crate::dialogue::Letter;
use crate::domain::{MailEnd, SessionId, Timestamp};
use crate::session::{Command, MailDue, Unreached};
use jiff::SignedDuration;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::{
    AsyncSmtpTransport,
    authentication::Credentials,
    client::{Certificate, Tls, TlsParameters},
};
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

/// Longest address, bytes (RFC 5321, a path of 256 with its brackets).
const LONGEST_ADDRESS: usize = 254;
/// Longest that a mail server may take for one letter.
const LONGEST_TALK: Duration = Duration::from_secs(60);

/// Units are in the names; reasons are in `baton.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    /// Certificates, in a PEM file, that the mail server's may be signed by besides the public ones.
    pub ca: Option<PathBuf>,
    pub from: String,
    pub user: String,
    pub after_s: u64,
    pub retry_s: u64,
    pub longest_wait_s: u64,
    pub give_up_h: i64,
    /// From the environment.
    #[serde(skip)]
    pub password: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// From the first byte.
    Tls,
    /// After a greeting in the clear; without it nothing is sent.
    Starttls,
    /// For a mail server on the same machine.
    None,
}

/// Why mail cannot be sent with these settings; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    #[error("use mail.from: {0:?} is no address")]
    From(String),
    #[error("use mail.user: a password is not sent without TLS, and mail.tls is \"none\"")]
    Unsafe,
    #[error("use mail.ca {}: {why}", path.display())]
    Ca { path: PathBuf, why: String },
    #[error("use mail.host {host:?}: {why}")]
    Host { host: String, why: String },
}

/// The way to the mail server.
pub struct Post {
    settings: MailSettings,
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Post {
    /// None where no mail server is named.
    pub fn of(settings: MailSettings) -> Result<Option<Self>, MailFault> {
        if settings.host.is_empty() {
            return Ok(None);
        }
        let from = settings.from.parse().map_err(|_| MailFault::From(settings.from.clone()))?;
        if settings.tls == MailTls::None && !settings.user.is_empty() {
            return Err(MailFault::Unsafe);
        }
        let host = settings.host.clone();
        let parameters = match &settings.ca {
            Some(path) => TlsParameters::builder(host.clone()).add_root_certificate(certificate(path)?),
            None => TlsParameters::builder(host.clone()),
        };
        let parameters = parameters.build_rustls();
        let parameters = parameters.map_err(|fault| MailFault::Host { host: host.clone(), why: fault.to_string() })?;
        let tls = match settings.tls {
            MailTls::Tls => Tls::Wrapper(parameters),
            MailTls::Starttls => Tls::Required(parameters),
            MailTls::None => Tls::None,
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(settings.port).tls(tls);
        let transport = if settings.user.is_empty() {
            transport
        } else {
            transport.credentials(Credentials::new(settings.user.clone(), settings.password.clone()))
        };
        Ok(Some(Self { from, transport: transport.build(), settings }))
    }

    /// How it ended, or why not yet: a status of the mail server, never its words, which may name the address.
    async fn send(&self, session: SessionId, letter: &Letter, to: Address) -> Result<MailEnd, String> {
        // The same for every try, so that a letter that arrives twice can be told as one.
        let id = format!("<{session}.{}@{}>", letter.upto, self.from.email.domain());
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|_| "the letter could not be written".to_owned())?;
        match timeout(LONGEST_TALK, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(MailEnd::Sent),
            Ok(Err(fault)) => match fault.status().map(|status| status.to_string()) {
                Some(status) if ["550", "551", "553"].contains(&status.as_str()) => Ok(MailEnd::Refused),
                Some(status) => Err(format!("status {status}")),
                None => Err("no connection".to_owned()),
            },
            Err(_) => Err(format!("no end within {} s", LONGEST_TALK.as_secs())),
        }
    }
}

fn certificate(path: &Path) -> Result<Certificate, MailFault> {
    let fault = |why: String| MailFault::Ca { path: path.to_owned(), why };
    let pem = std::fs::read(path).map_err(|why| fault(why.to_string()))?;
    Certificate::from_pem(&pem).map_err(|why| fault(why.to_string()))
}

impl Doors {
    /// An address as the store keeps it; `None` where it is none.
    pub(super) fn sealed_address(&self, session: SessionId, email: &str) -> Option<String> {
        let email = email.trim();
        let valid = email.len() <= LONGEST_ADDRESS && email.parse::<Address>().is_ok();
        valid.then(|| self.registry.rooms.seal.seal(&purpose(session), email.as_bytes()))
    }

    fn unsealed_address(&self, session: SessionId, sealed: &str) -> Option<Address> {
        let email = self.registry.rooms.seal.unseal(&purpose(session), sealed)?;
        String::from_utf8(email).ok()?.parse().ok()
    }
}

fn purpose(session: SessionId) -> String {
    format!("address/{session}")
}

/// Carries letters for as long as the sessions hand them in.
pub fn carry_mail(doors: &Shared, post: Post, inbox: mpsc::UnboundedReceiver<SessionId>) {
    let round = Round { doors: doors.clone(), post, due: HashMap::new(), failures: 0, not_before: Instant::now() };
    tokio::spawn(round.walk(inbox));
}

struct Round {
    doors: Shared,
    post: Post,
    /// When to look at a session.
    due: HashMap<SessionId, Instant>,
    /// Of the mail server, in a row.
    failures: u32,
    not_before: Instant,
}

impl Round {
    async fn walk(mut self, mut inbox: mpsc::UnboundedReceiver<SessionId>) {
        self.remember().await;
        let after = Duration::from_secs(self.post.settings.after_s);
        loop {
            let next = self.due.iter().min_by_key(|(_, due)| **due).map(|(session, due)| (*session, *due));
            let asleep = async {
                match next {
                    Some((_, due)) => sleep_until(due.max(self.not_before)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                handed_in = inbox.recv() => match handed_in {
                    Some(session) => drop(self.due.entry(session).or_insert(Instant::now() + after)),
                    None => return,
                },
                () = asleep => if let Some((session, _)) = next {
                    self.visit(session).await;
                },
            }
        }
    }

    /// What is owed from before the start.
    async fn remember(&mut self) {
        match self.doors.registry.rooms.store.contacts().await {
            Ok(sessions) => self.due.extend(sessions.into_iter().map(|session| (session, Instant::now()))),
            Err(fault) => tracing::error!(%fault, "sessions with mail could not be read"),
        }
    }

    async fn visit(&mut self, session: SessionId) {
        self.due.remove(&session);
        match self.deliver(session).await {
            Ok(()) => self.failures = 0,
            Err(why) => {
                let settings = &self.post.settings;
                let wait = settings.retry_s.saturating_mul(1 << self.failures.min(16)).min(settings.longest_wait_s);
                self.failures += 1;
                tracing::warn!(session.id = %session, why, retry_s = wait, "an answer could not be sent by e-mail yet");
                self.not_before = Instant::now() + Duration::from_secs(wait.max(1));
                // Behind whoever else waits: one bad address must not hold up the others.
                self.due.insert(session, self.not_before + Duration::from_millis(1));
            }
        }
    }

    /// Everything the session owes; then its address goes, where no answer can follow.
    async fn deliver(&self, session: SessionId) -> Result<(), String> {
        let store = &self.doors.registry.rooms.store;
        loop {
            let (reply, answer) = oneshot::channel();
            let due = match self.doors.registry.send(session, Command::Mail(reply)).await {
                Ok(()) => answer.await.map_err(|_| "the session is restarting")?,
                Err(Unreached::Unknown) => MailDue::Over,
                Err(Unreached::NotRead) => return Err("the session cannot be read".into()),
            };
            let letter = match due {
                MailDue::Nothing => return Ok(()),
                MailDue::Over => return store.drop_contact(session).await.map_err(|fault| fault.to_string()),
                MailDue::Letter(letter) => letter,
            };
            let how = self.carry(session, &letter).await?;
            let (reply, answer) = oneshot::channel();
            let ended = Command::MailEnded { upto: letter.upto, how, reply };
            self.doors.registry.send(session, ended).await.map_err(|_| "the session cannot be read")?;
            answer.await.map_err(|_| "the session is restarting")?.map_err(|_| "its end could not be stored")?;
        }
    }

    async fn carry(&self, session: SessionId, letter: &Letter) -> Result<MailEnd, String> {
        let sealed = self.doors.registry.rooms.store.contact(session).await.map_err(|fault| fault.to_string())?;
        let Some(to) = sealed.and_then(|sealed| self.doors.unsealed_address(session, &sealed)) else {
            tracing::error!(session.id = %session, "the address of an answer cannot be read: was server.key replaced?");
            return Ok(MailEnd::Refused);
        };
        let sent = self.post.send(session, letter, to).await;
        let too_old =
            Timestamp::now().duration_since(letter.since) >= SignedDuration::from_hours(self.post.settings.give_up_h);
        match sent {
            Err(why) if too_old => {
                tracing::error!(session.id = %session, why, "an answer by e-mail is given up");
                Ok(MailEnd::Refused)
            }
            sent => sent,
        }
    }
}
