//! Floor 6: the command line.

mod bench;
mod chat;
mod check;
mod corrections;
mod drill;
mod encode;
pub mod eval;
mod fit_heads;
mod hub;
mod load;
mod model;
mod plot;
mod remote;
mod report;
mod serve;
mod session;
mod store;
mod token;
mod train;
mod user;

use crate::config::Config;
use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A customer-service chat server that knows when to pass the baton to a person.
#[derive(Parser)]
#[command(name = "baton", version, about)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Settings every command understands.
#[derive(Args)]
struct Settings {
    /// Settings file; baton.toml of this folder if there is one.
    #[arg(long, global = true, env = "BATON_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the embedded store and the content cache.
    #[arg(long, global = true, env = "BATON_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
}

impl Settings {
    fn load(&self) -> Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.server.data.clone_from(data);
        }
        Ok(config)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (the default).
    Serve(serve::Serve),
    /// Check intents, articles and policy of every bot, or of one.
    Check(check::Check),
    /// Talk to a bot in the terminal and see what it understood and why it decided.
    Chat(chat::Chat),
    /// Import an encoder, or fit the heads on top of it.
    #[command(subcommand)]
    Model(model::Model),
    /// Teach the encoder by a recipe, import it, and fit the heads on it.
    Train(train::Train),
    /// Manage the people who sign in.
    User(user::User),
    /// Manage API tokens for programs.
    Token(token::Token),
    /// Labelled examples: messages that agents corrected, one JSON object a line.
    Corrections(corrections::Corrections),
    /// Let customers and agents on bad links chat with a server that is killed, and count what is lost.
    Drill(drill::DrillCommand),
    /// Check, back up, restore or compact the store.
    Store(store::Store),
    /// Export or erase what is held on one customer's session.
    Session(session::Session),
    /// Sentence vectors of the lines on standard input, one JSON array a line.
    Encode(encode::Encode),
    /// Measure quality on labelled files.
    #[command(subcommand)]
    Eval(eval::Eval),
    /// Measure speed.
    #[command(subcommand)]
    Bench(bench::Bench),
}

/// Runs the command line; the exit code tells whether it worked (2: bad input).
pub fn run() -> Result<()> {
    let cli = Cli::parse();
    crate::telemetry::start();
    let config = cli.settings.load()?;
    match cli.command.unwrap_or_else(|| Command::Serve(serve::Serve::default())) {
        Command::Serve(command) => command.run(config),
        Command::Check(command) => command.run(&config),
        Command::Chat(command) => command.run(config),
        Command::Model(command) => command.run(&config),
        Command::Train(command) => command.run(),
        Command::User(command) => command.run(&config),
        Command::Token(command) => command.run(&config),
        Command::Corrections(command) => command.run(&config),
        Command::Drill(command) => command.run(&config, cli.settings.config.as_deref()),
        Command::Store(command) => command.run(&config),
        Command::Session(command) => command.run(&config),
        Command::Encode(command) => command.run(&config),
        Command::Eval(command) => command.run(&config),
        Command::Bench(command) => command.run(&config, cli.settings.config.as_deref()),
    }
}

/// The input was understood and refused: exit code 1, where bad input has 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// The day by the clock, in UTC.
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// `--model`: a folder, or a name under models/.
fn model_folder(config: &Config, given: Option<PathBuf>) -> PathBuf {
    match given {
        None => config.content.model.clone(),
        Some(path) if path.is_dir() => path,
        Some(name) => PathBuf::from("models").join(name),
    }
}

/// The lines of a file that hold anything.
fn file_lines(path: &std::path::Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(String::from).collect())
}

/// Prints how far a long job is, on one line of standard error.
fn progress(what: &'static str, total: usize) -> impl Fn(usize) + Sync {
    use std::io::IsTerminal;
    let shown = std::io::stderr().is_terminal();
    move |done| {
        if shown && (done.is_multiple_of(50) || done == total) {
            eprint!("\r{what} {done} of {total}{}", if done == total { "\n" } else { "" });
        }
    }
}
