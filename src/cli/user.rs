//! `baton user`: the people who sign in. Works on the store itself, so the server must not be running.

use crate::config::Config;
use crate::domain::{AgentName, BotId, Timestamp};
use crate::server::hash_password;
use crate::session::new_token;
use crate::store::{Role, SledStore, Store, User};
use anyhow::{Context, Result, bail};
use std::io::BufRead;

/// Fewest characters of a password (ASVS 5.0, 6.2.1).
const SHORTEST: usize = 8;

#[derive(clap::Subcommand)]
pub enum UserCommand {
    /// Add someone, or give someone a new password and role.
    Add(Add),
    /// List who can sign in.
    List,
}

#[derive(clap::Args)]
pub struct Add {
    name: String,
    #[arg(long, value_enum)]
    role: RoleName,
    /// Bots whose chats they may see; none for every bot.
    #[arg(long = "bot")]
    bots: Vec<String>,
    /// The name customers see; the sign-in name if left out.
    #[arg(long)]
    display_name: Option<String>,
    /// Read the password from the first line of standard input instead of making one up.
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum RoleName {
    Agent,
    Supervisor,
    Admin,
    Auditor,
}

impl UserCommand {
    pub fn run(self, config: &Config) -> Result<()> {
        let path = config.server.data.join("store");
        let store = SledStore::open(&path, config.store.cache_mb << 20)
            .map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("failed to start the async runtime")?;
        match self {
            Self::Add(add) => runtime.block_on(add.run(&store)),
            Self::List => runtime.block_on(list(&store)),
        }
    }
}

impl Add {
    async fn run(self, store: &dyn Store) -> Result<()> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(fits) {
            bail!("failed to add {:?}: a name is 1 to 64 letters, digits, dots, dashes or underscores", self.name);
        }
        let password = if self.password_stdin { read_password()? } else { new_token()[..16].to_string() };
        let user = User {
            name: AgentName::new(self.name.clone()),
            display_name: self.display_name.unwrap_or_else(|| self.name.clone()),
            role: self.role.into(),
            bots: self.bots.into_iter().map(BotId::new).collect(),
            password_hash: hash_password(&password),
            created_at: Timestamp::now(),
        };
        store.put_user(user).await.map_err(|fault| anyhow::anyhow!("failed to {fault}"))?;
        if self.password_stdin {
            println!("{} can sign in", self.name);
        } else {
            println!("{} can sign in with the password {password} (shown only now)", self.name);
        }
        Ok(())
    }
}

async fn list(store: &dyn Store) -> Result<()> {
    for user in store.users().await.map_err(|fault| anyhow::anyhow!("failed to {fault}"))? {
        let bots: Vec<&str> = user.bots.iter().map(BotId::as_str).collect();
        let bots = if bots.is_empty() { "every bot".into() } else { bots.join(", ") };
        println!("{:<20} {:<12} {:<20} {bots}", user.name.as_str(), format!("{:?}", user.role), user.display_name);
    }
    Ok(())
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("failed to read the password from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_string();
    if password.chars().count() < SHORTEST {
        bail!("failed to use the password: it is shorter than {SHORTEST} characters");
    }
    Ok(password)
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Agent => Self::Agent,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Admin => Self::Admin,
            RoleName::Auditor => Self::Auditor,
        }
    }
}
