//! Commands of the operator's own that the server runs, such as a virus scanner: without a shell, a few at a time, and
//! never for longer than they may.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Most that is read of what a command prints, bytes.
const LONGEST_OUTPUT: u64 = 256 << 10;
/// Between two looks at whether a command has ended that prints nothing any more.
const LOOK: Duration = Duration::from_millis(5);
/// What only this server is to know.
const SECRETS: [&str; 3] = ["BATON_ADMIN_PASSWORD", "BATON_MAIL_PASSWORD", "BATON_TOKEN"];

/// A command, with its limits.
pub struct Hook {
    command: Vec<String>,
    limit: Duration,
    at_once: Semaphore,
}

/// How a command ended by itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// None where a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
}

/// Why a command has no result; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum HookFault {
    #[error("start {program}: {why}")]
    NotStarted { program: String, why: String },
    #[error("hear from {program} within {limit_s} s")]
    TooSlow { program: String, limit_s: u64 },
    #[error("read what {program} prints: it is more than {LONGEST_OUTPUT} bytes")]
    TooLong { program: String },
}

impl Hook {
    /// None where the settings name no command.
    pub fn of(command: &[String], limit: Duration, at_once: usize) -> Option<Self> {
        let at_once = Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS));
        (!command.is_empty()).then(|| Self { command: command.to_vec(), limit, at_once })
    }

    /// Runs it with `more` arguments behind its own and `input` on its standard input. The wait for others counts too.
    pub async fn run(&self, more: Vec<OsString>, input: Vec<u8>) -> Result<Ran, HookFault> {
        let deadline = Instant::now() + self.limit;
        let _place = match tokio::time::timeout(self.limit, self.at_once.acquire()).await {
            Ok(place) => place.expect("it is never closed"),
            Err(_) => return Err(self.too_slow()),
        };
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).args(more);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for secret in SECRETS {
            command.env_remove(secret);
        }
        let ended = spawn_blocking(move || run_until(command, input, deadline)).await.expect("waiting does not panic");
        let program = self.command[0].clone();
        match ended {
            Ended::ByItself(ran) if ran.stdout.len() as u64 > LONGEST_OUTPUT => Err(HookFault::TooLong { program }),
            Ended::ByItself(ran) => Ok(ran),
            Ended::NotStarted(why) => Err(HookFault::NotStarted { program, why }),
            Ended::TooSlow => Err(self.too_slow()),
        }
    }

    fn too_slow(&self) -> HookFault {
        HookFault::TooSlow { program: self.command[0].clone(), limit_s: self.limit.as_secs() }
    }
}

enum Ended {
    ByItself(Ran),
    NotStarted(String),
    TooSlow,
}

fn run_until(mut command: Command, input: Vec<u8>, deadline: Instant) -> Ended {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(fault) => return Ended::NotStarted(fault.to_string()),
    };
    let printed = talk(&mut child, input);
    match wait(&mut child, &printed, deadline) {
        Some(ran) => Ended::ByItself(ran),
        None => {
            // It may have ended this very moment.
            let _ = child.kill();
            let _ = child.wait();
            Ended::TooSlow
        }
    }
}

/// Writes and reads at the same time: a command may print before it has read everything, or not read at all.
fn talk(child: &mut Child, input: Vec<u8>) -> Receiver<Vec<u8>> {
    let (mut stdin, stdout) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
    // Who does not read the input does not want it.
    thread::spawn(move || stdin.write_all(&input));
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut printed = Vec::new();
        // What could not be read is missing from what is told.
        let _ = stdout.take(LONGEST_OUTPUT + 1).read_to_end(&mut printed);
        let _ = tell.send(printed);
    });
    told
}

fn wait(child: &mut Child, printed: &Receiver<Vec<u8>>, deadline: Instant) -> Option<Ran> {
    let left = || deadline.saturating_duration_since(Instant::now());
    let stdout = printed.recv_timeout(left()).ok()?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(Ran { code: status.code(), stdout }),
            Ok(None) if !left().is_zero() => thread::sleep(LOOK.min(left())),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(script: &str, limit: Duration, at_once: usize) -> Hook {
        let command = ["sh", "-c", script, "sh"].map(str::to_owned);
        Hook::of(&command, limit, at_once).expect("a command")
    }

    async fn run(script: &str, input: &[u8]) -> Result<Ran, HookFault> {
        hook(script, Duration::from_secs(10), 2).run(vec!["an argument".into()], input.to_vec()).await
    }

    #[tokio::test]
    async fn a_command_gets_its_arguments_and_its_input_and_says_how_it_ended() {
        let ran = run("printf '%s|' \"$1\"; cat; exit 3", b"some words").await.expect("it runs");
        assert_eq!(ran, Ran { code: Some(3), stdout: b"an argument|some words".to_vec() });
        let unread = run("exit 0", &vec![b'x'; 1 << 20]).await.expect("it need not read");
        assert_eq!((unread.code, unread.stdout.len()), (Some(0), 0));
        assert_eq!(run("kill -KILL $$", b"").await.expect("it runs").code, None);
    }

    #[tokio::test]
    async fn a_command_that_is_slow_too_talkative_or_not_there_has_no_result() {
        let begun = Instant::now();
        let slow = hook("exec sleep 60", Duration::from_millis(200), 1).run(Vec::new(), Vec::new()).await;
        assert!(matches!(slow, Err(HookFault::TooSlow { .. })), "{slow:?}");
        let silent = hook("exec >&-; exec sleep 60", Duration::from_millis(200), 1).run(Vec::new(), Vec::new()).await;
        assert!(matches!(silent, Err(HookFault::TooSlow { .. })), "{silent:?}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        let talkative = run("yes", b"").await;
        assert!(matches!(talkative, Err(HookFault::TooLong { .. })), "{talkative:?}");
        let missing = Hook::of(&["/no/such/program".into()], Duration::from_secs(1), 1).expect("a command");
        let missing = missing.run(Vec::new(), Vec::new()).await.expect_err("it is not there").to_string();
        assert!(missing.starts_with("start /no/such/program: "), "{missing}");
        assert!(Hook::of(&[], Duration::from_secs(1), 1).is_none());
    }

    #[tokio::test]
    async fn no_more_run_at_a_time_than_may() {
        let one = hook("exec sleep 0.3", Duration::from_millis(450), 1);
        let (first, second) = tokio::join!(one.run(Vec::new(), Vec::new()), one.run(Vec::new(), Vec::new()));
        assert!(first.is_ok() && matches!(second, Err(HookFault::TooSlow { .. })), "{second:?}");
    }
}
