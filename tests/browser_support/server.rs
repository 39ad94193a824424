//! The real server, on a free port with a data folder of its own; it can be killed and come back on the same port.

use super::first_line;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse battery";

/// The first start on a machine learns the content, which takes a slow machine a minute or two.
const LEARNING: Duration = Duration::from_secs(300);

pub struct Server {
    child: Child,
    pub url: String,
    config: Option<PathBuf>,
    data: TempDir,
}

impl Server {
    pub fn start() -> Self {
        Self::with(data_folder(), None)
    }

    /// With somebody to sign in whom customers know as `display_name`.
    pub fn start_with_agent(name: &str, display_name: &str) -> Self {
        Self::start_with(&[(name, display_name, "agent")])
    }

    /// With people to sign in: name, name for customers, role.
    pub fn start_with(people: &[(&str, &str, &str)]) -> Self {
        Self::start_set_up(people, "")
    }

    /// With a settings file of these lines.
    pub fn start_with_settings(lines: &str) -> Self {
        Self::start_set_up(&[], lines)
    }

    /// With people to sign in and a settings file of these lines.
    pub fn start_set_up(people: &[(&str, &str, &str)], lines: &str) -> Self {
        let data = data_folder();
        people.iter().for_each(|(name, display_name, role)| add_user(data.path(), name, display_name, role));
        if lines.is_empty() {
            return Self::with(data, None);
        }
        let config = data.path().join("baton.toml");
        std::fs::write(&config, lines).expect("room for settings");
        Self::with(data, Some(config))
    }

    fn with(data: TempDir, config: Option<PathBuf>) -> Self {
        let (child, url) = spawn(data.path(), config.as_deref(), "127.0.0.1:0");
        Self { child, url, config, data }
    }

    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Ends it as a power cut would (SIGKILL).
    pub fn crash(&mut self) {
        self.child.kill().expect("the server was running");
        self.child.wait().expect("the server has ended");
    }

    /// Starts it again where it was.
    pub fn come_back(&mut self) {
        let address = self.url.trim_start_matches("http://").to_string();
        let (child, url) = spawn(self.data.path(), self.config.as_deref(), &address);
        assert_eq!(url, self.url, "it comes back where it was");
        self.child = child;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been ended by its test already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(data: &Path, config: Option<&Path>, listen: &str) -> (Child, String) {
    let mut command = baton(data);
    command.env("BATON_ADMIN_PASSWORD", PASSWORD);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    let mut child = command.args(["serve", "--listen", listen]).spawn().expect("the server starts");
    let output = child.stdout.take().expect("it is piped");
    let url = first_line("the server to listen", output, LEARNING, |line| {
        line.strip_prefix("listening on ").map(str::to_string)
    });
    (child, url)
}

fn baton(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("BATON_DATA", data).env_remove("BATON_CONFIG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn add_user(data: &Path, name: &str, display_name: &str, role: &str) {
    let mut command = baton(data);
    command.args(["user", "add", name, "--role", role, "--display-name", display_name, "--password-stdin"]);
    let mut adding = command.stdin(Stdio::piped()).spawn().expect("the command starts");
    let mut input = adding.stdin.take().expect("it is piped");
    writeln!(input, "{PASSWORD}").expect("it reads the password");
    drop(input);
    assert!(adding.wait().expect("the command ends").success(), "adding {name} failed");
}

/// A fresh folder that shares what was learnt with the other tests, so that only the first start is slow.
fn data_folder() -> TempDir {
    let learnt = Path::new(env!("CARGO_TARGET_TMPDIR")).join("learnt");
    std::fs::create_dir_all(&learnt).expect("a folder for what was learnt");
    let data = tempfile::tempdir().expect("a data folder");
    std::os::unix::fs::symlink(&learnt, data.path().join("cache")).expect("a link to what was learnt");
    data
}
