//! `baton user`: the people who sign in. Works on the store itself while no server runs on it, else through the admin
//! API of the running server.

use super::remote::{Remote, on_store, written_down};
use crate::app::password_rules;
use crate::config::Config;
use crate::domain::{BotId, Work};
use crate::server::{NewPassword, NewUser, PasswordRules, Saved, UserChange, profile, remove_user};
use crate::store::{Deed, Role, Store};
use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use std::io::BufRead;

#[derive(clap::Args)]
pub struct User {
    #[command(subcommand)]
    command: UserCommand,
    /// Address of a running server, such as http://127.0.0.1:8080; the token of an administrator is in BATON_TOKEN.
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
}

#[derive(clap::Subcommand)]
enum UserCommand {
    /// Add someone, or give someone a new password and role.
    Add(Add),
    /// Give someone another role, other bots, or the duty of a second factor.
    Role(ChangeRole),
    /// Say which chats someone is offered; without a flag, all.
    Work {
        name: String,
        #[command(flatten)]
        work: WorkFlags,
    },
    /// Give someone a new password and take the second factor away; whoever is signed in under the name has to sign in again.
    Reset(Reset),
    /// Change your own password, through a running server: the one you have and the new one, on two lines of standard
    /// input. BATON_TOKEN is that of a sign-in, which ends with it, as all others do.
    Password,
    /// Remove someone.
    Remove { name: String },
    /// List who can sign in.
    List,
}

#[derive(clap::Args)]
struct Add {
    name: String,
    #[arg(long, value_enum)]
    role: RoleName,
    /// Bots whose chats they may see; none for every bot.
    #[arg(long = "bot")]
    bots: Vec<String>,
    #[command(flatten)]
    work: WorkFlags,
    /// The name customers see; the sign-in name if left out.
    #[arg(long)]
    display_name: Option<String>,
    /// Read the password from the first line of standard input instead of making one up.
    #[arg(long)]
    password_stdin: bool,
    /// They must set up a second factor before anything else.
    #[arg(long)]
    needs_second_factor: bool,
}

#[derive(clap::Args)]
struct WorkFlags {
    /// Teams whose chats they are offered; none for every team.
    #[arg(long = "team")]
    teams: Vec<String>,
    /// Languages they speak, such as `nl`; none for all.
    #[arg(long = "language")]
    languages: Vec<String>,
    /// Intents they are a specialist for.
    #[arg(long = "skill")]
    skills: Vec<String>,
}

impl WorkFlags {
    fn work(&self) -> Work {
        Work { teams: self.teams.clone(), languages: self.languages.clone(), skills: self.skills.clone() }
    }
}

#[derive(clap::Args)]
struct ChangeRole {
    name: String,
    #[arg(long, value_enum)]
    role: Option<RoleName>,
    /// Bots whose chats they may see from now on.
    #[arg(long = "bot")]
    bots: Vec<String>,
    /// From now on they may see the chats of every bot.
    #[arg(long, conflicts_with = "bots")]
    every_bot: bool,
    /// Whether they must have a second factor.
    #[arg(long, value_name = "true|false")]
    needs_second_factor: Option<bool>,
}

#[derive(clap::Args)]
struct Reset {
    name: String,
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

impl User {
    pub fn run(self, config: &Config) -> Result<()> {
        match self.url {
            Some(url) => self.command.run_at(&Remote::new(&url)?),
            None => {
                let rules = password_rules(config)?;
                on_store(config, async |store| self.command.run_on(store, &rules).await)
            }
        }
    }
}

impl UserCommand {
    /// On a store that no server has open.
    async fn run_on(self, store: &dyn Store, rules: &PasswordRules) -> Result<()> {
        match self {
            Self::Add(add) => {
                let saved = add.user()?.save(store, rules).await.map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::UserAdded, saved.user.name.as_str()).await?;
                say_saved(saved.user.name.as_str(), saved.made_up.as_deref());
            }
            Self::Role(role) => {
                let Saved { user, .. } = role
                    .change()?
                    .save(store, &role.name, rules)
                    .await
                    .map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::UserChanged, user.name.as_str()).await?;
                println!("{} is {:?} from now on", user.name, user.role);
            }
            Self::Reset(reset) => {
                let saved = reset
                    .change()?
                    .save(store, &reset.name, rules)
                    .await
                    .map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::PasswordReset, &reset.name).await?;
                say_saved(&reset.name, saved.made_up.as_deref());
            }
            Self::Work { name, work } => {
                let change = UserChange { work: Some(work.work()), ..UserChange::default() };
                change.save(store, &name, rules).await.map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::UserChanged, &name).await?;
                println!("{name} is offered other chats from now on");
            }
            Self::Password => {
                bail!("failed to change your password: give the --url of the server; `baton user reset` works without")
            }
            Self::Remove { name } => {
                remove_user(store, &name).await.map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::UserRemoved, &name).await?;
                println!("{name} can no longer sign in");
            }
            Self::List => {
                let users = store.users().await.map_err(|fault| anyhow!("failed to {fault}"))?;
                print_users(&users.iter().map(profile).collect());
            }
        }
        Ok(())
    }

    /// Through a running server.
    fn run_at(self, server: &Remote) -> Result<()> {
        match self {
            Self::Add(add) => {
                let answer = server.send("POST", "users", &add.user()?)?;
                say_saved(&add.name, answer["password"].as_str());
            }
            Self::Role(role) => {
                let answer = server.send("PATCH", &format!("users/{}", role.name), &role.change()?)?;
                println!("{} is {} from now on", role.name, answer["user"]["role"].as_str().unwrap_or("changed"));
            }
            Self::Reset(reset) => {
                let answer = server.send("PATCH", &format!("users/{}", reset.name), &reset.change()?)?;
                say_saved(&reset.name, answer["password"].as_str());
            }
            Self::Work { name, work } => {
                let change = UserChange { work: Some(work.work()), ..UserChange::default() };
                server.send("PATCH", &format!("users/{name}"), &change)?;
                println!("{name} is offered other chats from now on");
            }
            Self::Password => {
                let (password, new_password) = (read_password()?, read_password()?);
                server.send("POST", "me/password", &NewPassword { password, new_password })?;
                println!("your password is changed; sign in with the new one");
            }
            Self::Remove { name } => {
                server.send("DELETE", &format!("users/{name}"), &Value::Null)?;
                println!("{name} can no longer sign in");
            }
            Self::List => print_users(&server.send("GET", "users", &Value::Null)?["users"]),
        }
        Ok(())
    }
}

impl Add {
    fn user(&self) -> Result<NewUser> {
        Ok(NewUser {
            name: self.name.clone(),
            role: self.role.into(),
            bots: self.bots.iter().map(BotId::new).collect(),
            work: self.work.work(),
            display_name: self.display_name.clone(),
            password: self.password_stdin.then(read_password).transpose()?,
            needs_second_factor: self.needs_second_factor,
        })
    }
}

impl ChangeRole {
    fn change(&self) -> Result<UserChange> {
        let bots = (self.every_bot || !self.bots.is_empty()).then(|| self.bots.iter().map(BotId::new).collect());
        if self.role.is_none() && bots.is_none() && self.needs_second_factor.is_none() {
            bail!("failed to change {}: give --role, --bot, --every-bot or --needs-second-factor", self.name);
        }
        let (role, needs_second_factor) = (self.role.map(Into::into), self.needs_second_factor);
        Ok(UserChange { role, bots, needs_second_factor, ..UserChange::default() })
    }
}

impl Reset {
    fn change(&self) -> Result<UserChange> {
        let password = self.password_stdin.then(read_password).transpose()?;
        Ok(UserChange { reset_password: true, password, ..UserChange::default() })
    }
}

fn say_saved(name: &str, made_up: Option<&str>) {
    match made_up {
        Some(password) => println!("{name} can sign in with the password {password} (shown only now)"),
        None => println!("{name} can sign in"),
    }
}

fn print_users(users: &Value) {
    for user in users.as_array().into_iter().flatten() {
        let bots: Vec<&str> = user["bots"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let bots = if bots.is_empty() { "every bot".into() } else { bots.join(", ") };
        let text = |key: &str| user[key].as_str().unwrap_or_default();
        let factor = match (user["second_factor"].as_bool(), user["needs_second_factor"].as_bool()) {
            (Some(true), _) => "second factor",
            (_, Some(true)) => "second factor missing",
            _ => "password only",
        };
        println!("{:<20} {:<12} {:<20} {factor:<22} {bots}", text("name"), text("role"), text("display_name"));
    }
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("failed to read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_string())
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
