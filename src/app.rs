//! Composes the rooms into a running server, and takes them apart again.

use crate::authoring::{self, Bot};
use crate::cli::Refused;
use crate::config::{Config, identity_rules, oidc, read_bot, read_bots};
use crate::dialogue::FilesSent;
use crate::domain::{AgentName, BotId, FileId, SessionId, Timestamp};
use crate::handoff::Desk;
use crate::nlu::Nlu;
use crate::server::{self, Doors, Limits, MailSettings, PasswordRules, Post, Settings, Shared, Tls, hash_password};
use crate::session::{Library, Registry, Rooms, SessionSettings, new_token};
use crate::store::{ErasedList, Files, Role, Seal, SledStore, Store, StoreError, User};
use anyhow::{Context, Result};
use jiff::SignedDuration;
use notify::{RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

/// Quiet time after a file changed before its bot is read: editors write in several steps.
const SETTLE: Duration = Duration::from_millis(300);
/// Longest time open sockets get to leave.
const DRAIN: Duration = Duration::from_secs(10);

/// Time that requests under way get after the sockets have left.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

/// Runs the server until it is told to stop.
pub async fn serve(config: Config) -> Result<()> {
    let listener = TcpListener::bind(&config.server.listen)
        .await
        .with_context(|| format!("failed to listen on {}", config.server.listen))?;
    let address = listener.local_addr().context("failed to read the address listened on")?;
    let post = post(&config)?;
    let (for_post, letters) = tokio::sync::mpsc::unbounded_channel();
    let registry = open(&config, post.is_some().then_some(for_post))?;
    let rules = password_rules(&config)?;
    let first_password = first_administrator(&*registry.rooms.store, &rules).await?;
    let waiting = registry.restore().await.context("failed to read the waiting sessions")?;
    let tls = tls(&config)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let own_origins = own_origins(&config, scheme, address);
    let public_url = own_origins[0].clone();
    let doors = Doors::new(
        registry.clone(),
        Settings {
            limits: config.limits.clone(),
            bots: config.bots.clone(),
            own_origins,
            identity: identity_rules(&config.bots)?,
            agent_grace: Duration::from_secs(config.sessions.agent_grace_s),
            login_hours: config.sessions.login_hours,
            login_idle: SignedDuration::from_secs(config.sessions.login_idle_s),
            lockout: config.sign_in,
            passwords: rules,
            erased: ErasedList::of(&config.server.data),
            sweep: Duration::from_secs(config.store.sweep_s),
            compact_growth_bytes: config.store.compact_growth_mb << 20,
            oidc: Arc::new(oidc(&config.oidc)?),
            files: config.files.clone(),
        },
    );
    let _watching = config.content.watch.then(|| watch(registry.clone(), config.clone())).transpose()?;
    tokio::spawn(registry.clone().remove_orphans(files_left(&registry.rooms.files)?));
    server::mind_absent_agents(&doors);
    server::sweep(&doors);
    if let Some(post) = post {
        server::carry_mail(&doors, post, letters);
    }
    announce(&format!("{scheme}://{address}"), &public_url, first_password.as_deref(), waiting);
    let app = server::router(doors.clone());
    let (left, gone) = tokio::sync::oneshot::channel();
    let stopping = async move {
        stop(doors).await;
        // Who waits for it may have ended.
        let _ = left.send(());
    };
    tokio::select! {
        () = server::listen(listener, app, config.limits, tls, stopping) => {}
        () = last_requests(gone) => {}
    }
    Ok(())
}

/// The files that lie there before any can come in, without what was never whole.
fn files_left(files: &Files) -> Result<Vec<(SessionId, Vec<FileId>)>> {
    let left = || -> Result<Vec<_>, StoreError> {
        files.forget_unfinished()?;
        files.sessions()?.into_iter().map(|session| Ok((session, files.ids(session)?))).collect()
    };
    left().map_err(|fault| anyhow::anyhow!("failed to {fault}"))
}

/// The certificate, where the settings name one.
fn tls(config: &Config) -> Result<Option<Tls>> {
    let (certificate, key) = (&config.server.tls_cert, &config.server.tls_key);
    match (certificate.as_os_str().is_empty(), key.as_os_str().is_empty()) {
        (true, true) => Ok(None),
        (false, false) => {
            let tls = Tls::open(certificate.clone(), key.clone());
            tls.map(Some).map_err(|fault| anyhow::anyhow!("failed to {fault}"))
        }
        _ => anyhow::bail!("failed to use TLS: server.tls_cert and server.tls_key are set both or neither"),
    }
}

/// Ends a while after the sockets have left: a request that is not even read by then is given up.
async fn last_requests(gone: tokio::sync::oneshot::Receiver<()>) {
    if gone.await.is_ok() {
        tokio::time::sleep(LAST_REQUESTS).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// What browsers call this server: `public_url` where it is set, else the address, on loopback also as `localhost`.
fn own_origins(config: &Config, scheme: &str, address: SocketAddr) -> Vec<String> {
    match config.server.public_url.trim_end_matches('/') {
        "" if address.ip().is_loopback() => {
            vec![format!("{scheme}://{address}"), format!("{scheme}://localhost:{}", address.port())]
        }
        "" => vec![format!("{scheme}://{address}")],
        url => vec![url.to_string()],
    }
}

/// The way to the mail server, where the settings name one.
fn post(config: &Config) -> Result<Option<Post>> {
    let password = std::env::var("BATON_MAIL_PASSWORD").unwrap_or_default();
    let settings = MailSettings { password, ..config.mail.clone() };
    Post::of(settings).map_err(|fault| anyhow::anyhow!("failed to {fault}"))
}

/// Store, models and bots, ready to use.
fn open(config: &Config, post: Option<UnboundedSender<SessionId>>) -> Result<Arc<Registry>> {
    let store = SledStore::open(config.store_folder(), config.store.cache_mb << 20)
        .map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
    let seal = Seal::open(&config.key_file()).map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
    let rooms = Rooms {
        seal: Arc::new(seal),
        nlu: Arc::new(load_models(config)?),
        store: Arc::new(store),
        files: Files::of(&config.server.data),
        desk: Desk::remembering(config.server.data.join("waits.jsonl")),
        library: Library::default(),
        post,
        settings: settings(config),
    };
    learn_all(config, &rooms.nlu, &rooms.library)?;
    Ok(Registry::new(Arc::new(rooms)))
}

pub fn settings(config: &Config) -> SessionSettings {
    SessionSettings {
        idle: Duration::from_secs(config.sessions.idle_minutes * 60),
        reopen_days: config.sessions.reopen_days,
        sockets_per_session: config.limits.sockets_per_session,
        outbound_bytes: config.limits.outbound_bytes,
        files: FilesSent {
            files: config.files.files_per_session,
            bytes: config.files.session_mb.saturating_mul(1 << 20),
        },
    }
}

pub fn load_models(config: &Config) -> Result<Nlu> {
    let Limits { model_waiting, text_cache, .. } = config.limits;
    Ok(Nlu::load(&config.content.model, &config.cache_folder(), model_waiting, text_cache)?)
}

/// Reads, checks and learns every bot; refuses what `check` refuses.
pub fn learn_all(config: &Config, nlu: &Nlu, library: &Library) -> Result<()> {
    let mut bots = Vec::new();
    for (id, files) in read_bots(&config.content)? {
        bots.push(checked(&id, &files)?);
    }
    learn(nlu, library, bots)
}

pub fn checked(id: &BotId, files: &[authoring::SourceFile]) -> Result<Bot> {
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    match authoring::build(id, files, today) {
        Ok((bot, _)) => Ok(bot),
        Err(findings) => {
            findings.iter().for_each(|finding| eprintln!("{finding}"));
            Err(Refused(format!("bot {id} has errors; run baton check")).into())
        }
    }
}

/// Learns bots side by side; each is in use as soon as it is learnt.
pub fn learn(nlu: &Nlu, library: &Library, bots: Vec<Bot>) -> Result<()> {
    let progress = Progress::default();
    let one = |bot: Bot| -> Result<()> {
        let id = bot.id.clone();
        library.put(nlu.learn(Arc::new(bot), &|done, total| progress.tell(&id, done, total))?);
        Ok(())
    };
    std::thread::scope(|scope| {
        let learning: Vec<_> = bots.into_iter().map(|bot| scope.spawn(|| one(bot))).collect();
        learning.into_iter().try_for_each(|bot| bot.join().expect("learning does not panic"))
    })
}

/// How far every bot's learning is, in texts done and to do; all of them on one line of standard error.
#[derive(Default)]
struct Progress(Mutex<BTreeMap<BotId, (usize, usize)>>);

impl Progress {
    fn tell(&self, bot: &BotId, done: usize, total: usize) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let mut bots = self.0.lock().expect("nothing panics while it holds the progress");
        let row = bots.entry(bot.clone()).or_default();
        // Texts are encoded side by side and may come in out of order.
        *row = (row.0.max(done), total);
        let (done, total) = bots.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        if done.is_multiple_of(25) || done == total {
            eprint!("\rlearning the bots: {done} of {total} texts{}", if done == total { "\n" } else { "" });
        }
    }
}

/// The first line on standard output is the address; what a person needs follows.
fn announce(address: &str, public_url: &str, first_password: Option<&str>, waiting: usize) {
    let mut lines = vec![
        format!("listening on {address}"),
        format!("  demo pages   {public_url}/"),
        format!("  console      {public_url}/agent"),
    ];
    lines.extend(first_password.map(|p| format!("  first sign-in: name admin, password {p} (shown only now)")));
    lines.extend((waiting > 0).then(|| format!("  {waiting} chats with people or waiting for one")));
    // Who started the server may have closed the pipe by now; that is no reason to fall over.
    let _ = std::io::stdout().write_all((lines.join("\n") + "\n").as_bytes());
}

/// What new passwords are held against.
pub fn password_rules(config: &Config) -> Result<PasswordRules> {
    let leaked = &config.passwords.leaked;
    PasswordRules::new(leaked)
        .with_context(|| format!("failed to use {}, the list of leaked passwords", leaked.display()))
}

/// Name of the first administrator.
const ADMIN: &str = "admin";

/// Makes the administrator where there is none yet; returns the password if it was made up here.
async fn first_administrator(store: &dyn Store, rules: &PasswordRules) -> Result<Option<String>> {
    let users = store.users().await.map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
    if users.iter().any(|user| user.role == Role::Admin || user.name.as_str() == ADMIN) {
        return Ok(None);
    }
    let given = std::env::var("BATON_ADMIN_PASSWORD").ok().filter(|password| !password.is_empty());
    if let Some(Err(weak)) = given.as_deref().map(|password| rules.hold(password, ADMIN)) {
        tracing::warn!("BATON_ADMIN_PASSWORD would be refused for anybody else: {weak}");
    }
    let password = given.clone().unwrap_or_else(|| new_token()[..16].to_string());
    let admin = User {
        name: AgentName::new(ADMIN),
        display_name: "Admin".into(),
        role: Role::Admin,
        bots: Vec::new(),
        password_hash: hash_password(&password),
        second_factor: None,
        needs_second_factor: false,
        password_set_at: Timestamp::now(),
        work: Default::default(),
    };
    store.put_user(admin).await.map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
    Ok(given.is_none().then_some(password))
}

/// Learns a bot anew when its files have changed and settled; a refused change is reported and the old content stays.
fn watch(registry: Arc<Registry>, config: Config) -> Result<notify::RecommendedWatcher> {
    let (changed, mut changes) = tokio::sync::mpsc::unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let touches = event.as_ref().is_ok_and(|e| e.kind.is_create() || e.kind.is_modify() || e.kind.is_remove());
        if touches {
            // The server may be stopping; then nobody listens.
            let _ = changed.send(());
        }
    })
    .context("failed to watch the content folders")?;
    for folder in [&config.content.intents, &config.content.knowledge_base] {
        if folder.is_dir() {
            let watched = watcher.watch(folder, RecursiveMode::Recursive);
            watched.with_context(|| format!("failed to watch {}", folder.display()))?;
        }
    }
    tokio::spawn(async move {
        while changes.recv().await.is_some() {
            while tokio::time::timeout(SETTLE, changes.recv()).await.is_ok_and(|more| more.is_some()) {}
            let (registry, config) = (registry.clone(), config.clone());
            // Learning takes seconds of computing, which is not for an async worker.
            let relearnt = tokio::task::spawn_blocking(move || relearn(&registry, &config)).await;
            if relearnt.is_err() {
                tracing::error!("changed content could not be learnt");
            }
        }
    });
    Ok(watcher)
}

fn relearn(registry: &Registry, config: &Config) {
    let rooms = &registry.rooms;
    for id in rooms.library.ids() {
        let Some(known) = rooms.library.get(&id) else { continue };
        let bot = match read_bot(&config.content, &id).and_then(|files| checked(&id, &files)) {
            Ok(bot) => bot,
            Err(fault) => {
                tracing::warn!(bot = %id, fault = %format!("{fault:#}"), "the change was refused; the old content stays");
                continue;
            }
        };
        if bot.content_version == known.bot.content_version && bot.policy_version == known.bot.policy_version {
            continue;
        }
        let (content, policy) = (bot.content_version.clone(), bot.policy_version.clone());
        match learn(&rooms.nlu, &rooms.library, vec![bot]) {
            Ok(()) => tracing::info!(bot = %id, content, policy, "changed content is in use"),
            Err(fault) => tracing::warn!(bot = %id, fault = %format!("{fault:#}"), "the change could not be learnt"),
        }
    }
}

/// Waits for a signal, then tells every socket to come back later.
async fn stop(doors: Shared) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupted => {}
        _ = terminated => {}
    }
    tracing::info!("going away: no new sockets, open ones are told to come back");
    doors.drain();
    // axum does not wait for upgraded sockets; they hold the doors while they are open.
    let deadline = tokio::time::Instant::now() + DRAIN;
    while doors.open_sockets() > 0 && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
