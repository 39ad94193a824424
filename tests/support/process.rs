//! The real binary: as a server on a free port of the loopback, and as a command that runs to its end.

use super::until;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const ADMIN_PASSWORD: &str = "correct horse battery";
/// The first start of all learns both bots, without a cache.
const COLD_START: Duration = Duration::from_secs(300);

/// What a server starts from: its data folder, with the cache of the shipped content, and its settings.
pub struct Setup {
    pub data: TempDir,
    settings: Option<PathBuf>,
    log: &'static str,
    variables: Vec<(&'static str, String)>,
}

impl Setup {
    pub fn new() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        copy_folder(warmed_cache(), &data.path().join("cache"));
        Self { data, settings: None, log: "debug", variables: Vec::new() }
    }

    /// Without a cache: for commands that learn nothing.
    pub fn bare() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        Self { data, settings: None, log: "debug", variables: Vec::new() }
    }

    /// With a settings file.
    pub fn with(settings: &str) -> Self {
        let mut setup = Self::new();
        setup.configure(settings);
        setup
    }

    /// With a copy of the content in which each file has its `from` replaced.
    pub fn edited(edits: &[(&str, &str, &str)]) -> Self {
        let mut setup = Self::new();
        let root = setup.data.path().to_path_buf();
        for folder in ["intents", "knowledge-base"] {
            copy_folder(folder.as_ref(), &root.join(folder));
        }
        edits.iter().for_each(|(file, from, to)| edit(&root.join(file), from, to));
        let (intents, articles) = (root.join("intents"), root.join("knowledge-base"));
        setup.configure(&format!("[content]\nintents = {intents:?}\nknowledge_base = {articles:?}"));
        setup
    }

    /// With more settings than it has.
    pub fn and(mut self, settings: &str) -> Self {
        let before =
            self.settings.as_ref().map(|path| std::fs::read_to_string(path).expect("the settings can be read"));
        self.configure(&format!("{}\n{settings}", before.unwrap_or_default()));
        self
    }

    pub fn configure(&mut self, settings: &str) {
        let path = self.data.path().join("baton.toml");
        std::fs::write(&path, settings).expect("the settings can be written");
        self.settings = Some(path);
    }

    /// On another disk from the next start on; on none, where there are no variables.
    pub fn on(mut self, variables: Vec<(&'static str, String)>) -> Self {
        self.variables = variables;
        self
    }

    /// Logs everything there is to log.
    pub fn tracing(mut self) -> Self {
        self.log = "trace";
        self
    }

    /// Someone who may sign in. Works while no server runs on the folder.
    pub fn user(&self, name: &str, password: &str, bots: &[&str]) {
        let bots: Vec<&str> = bots.iter().flat_map(|bot| ["--bot", bot]).collect();
        self.user_as("agent", name, password, &bots);
    }

    /// Someone of that role, with more flags of `user add`.
    pub fn user_as(&self, role: &str, name: &str, password: &str, flags: &[&str]) {
        let arguments = [&["user", "add", name, "--role", role, "--password-stdin"], flags].concat();
        let ran = self.run(&arguments, password);
        assert_eq!(ran.code, 0, "{name} is added: {}", ran.stderr);
    }

    /// Runs another command on the same data folder and settings.
    pub fn run(&self, arguments: &[&str], stdin: &str) -> Ran {
        run(self.command().args(arguments), stdin)
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &str, variables: &[(&str, &str)]) -> Ran {
        run(self.command().envs(variables.iter().copied()).args(arguments), stdin)
    }

    pub fn start(self) -> Server {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).envs(self.variables.iter().cloned());
        Server::spawn(command, self)
    }

    fn command(&self) -> Command {
        let mut command = command();
        command.arg("--data").arg(self.data.path());
        if let Some(settings) = &self.settings {
            command.arg("--config").arg(settings);
        }
        command
    }
}

pub struct Server {
    pub address: SocketAddr,
    process: Process,
    setup: Setup,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

impl Server {
    pub fn start() -> Self {
        Setup::new().start()
    }

    fn spawn(mut command: Command, setup: Setup) -> Self {
        command.env("BATON_ADMIN_PASSWORD", ADMIN_PASSWORD).env("BATON_LOG", setup.log);
        let mut process = Process(command.spawn().expect("the binary starts"));
        let (out, err) = (Arc::default(), Arc::default());
        let (tell, told) = mpsc::channel();
        collect(process.0.stdout.take().expect("it is piped"), &out, Some(tell));
        collect(process.0.stderr.take().expect("it is piped"), &err, None);
        let first = told.recv_timeout(COLD_START).unwrap_or_default();
        let address = first
            .trim()
            .strip_prefix("listening on ")
            .and_then(|url| url.split_once("://"))
            .and_then(|(_, address)| address.parse().ok());
        let stderr = err.lock().expect("nobody panics with it").clone();
        let address = address.unwrap_or_else(|| panic!("the first line is {first:?}, not the address\n{stderr}"));
        Self { address, process, setup, out, err }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn data(&self) -> &Path {
        self.setup.data.path()
    }

    /// Standard output and standard error so far.
    pub fn output(&self) -> String {
        let (out, err) = (self.out.lock(), self.err.lock());
        format!("{}{}", out.expect("nobody panics with it"), err.expect("nobody panics with it"))
    }

    pub async fn logs(&self, text: &str) {
        until(&format!("the server to log {text:?}"), async || self.output().contains(text).then_some(())).await;
    }

    /// Another command on the same folder, while the server runs.
    pub fn run(&self, arguments: &[&str], stdin: &str) -> Ran {
        self.setup.run(arguments, stdin)
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &str, variables: &[(&str, &str)]) -> Ran {
        self.setup.run_with(arguments, stdin, variables)
    }

    /// Ends it without a chance to do anything; what is left is on the disk.
    pub fn kill(self) -> Setup {
        drop(self.process);
        self.setup
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        let id = self.process.0.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill is on every Unix");
        assert!(sent.success(), "the server still runs");
    }

    /// Waits until it has ended by itself; its exit code.
    pub async fn ended(&mut self) -> Option<i32> {
        let process = &mut self.process.0;
        until("the server to end", async || process.try_wait().expect("it is ours").map(|status| status.code())).await
    }
}

/// Killed when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Stands for the exit code of a command that was killed.
pub const KILLED: i32 = -1;

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command with a data folder that nobody else uses.
pub fn baton(arguments: &[&str]) -> Ran {
    let data = tempfile::tempdir().expect("a temporary folder");
    run(command().arg("--data").arg(data.path()).args(arguments), "")
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in ["BATON_LISTEN", "BATON_DATA", "BATON_CONFIG", "BATON_ADMIN_PASSWORD", "BATON_LOG", "BATON_TOKEN"] {
        command.env_remove(variable);
    }
    command
}

fn run(command: &mut Command, stdin: &str) -> Ran {
    let mut process = Process(command.spawn().expect("the binary starts"));
    // A command that does not read its input may be gone already.
    let _ = process.0.stdin.take().expect("it is piped").write_all(stdin.as_bytes());
    let (mut out, mut err) = (String::new(), String::new());
    let deadline = Instant::now() + COLD_START;
    let status = loop {
        if let Some(status) = process.0.try_wait().expect("it is ours") {
            break status;
        }
        assert!(Instant::now() < deadline, "waited {COLD_START:?} in vain for {command:?} to end");
        std::thread::sleep(Duration::from_millis(10));
    };
    process.0.stdout.take().expect("it is piped").read_to_string(&mut out).expect("it is UTF-8");
    process.0.stderr.take().expect("it is piped").read_to_string(&mut err).expect("it is UTF-8");
    Ran { code: status.code().unwrap_or(KILLED), stdout: out, stderr: err }
}

fn collect(from: impl Read + Send + 'static, into: &Arc<Mutex<String>>, mut first: Option<mpsc::Sender<String>>) {
    let into = into.clone();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(from);
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
            into.lock().expect("nobody panics with it").push_str(&line);
            if let Some(first) = first.take() {
                let _ = first.send(line.clone());
            }
            line.clear();
        }
    });
}

/// Vectors and heads of the shipped content, learnt once for all tests of this process.
fn warmed_cache() -> &'static Path {
    static CACHE: OnceLock<PathBuf> = OnceLock::new();
    CACHE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("server-cache");
        std::fs::create_dir_all(folder.join("cache")).expect("a folder of our own");
        let setup = Setup {
            data: tempfile::tempdir().expect("a temporary folder"),
            settings: None,
            log: "info",
            variables: Vec::new(),
        };
        copy_folder(&folder.join("cache"), &setup.data.path().join("cache"));
        let left = setup.start().kill();
        copy_folder(&left.data.path().join("cache"), &folder.join("cache"));
        folder.join("cache")
    })
}

/// Replaces every `from` of a file.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    assert!(text.contains(from), "{} holds {from:?}", file.display());
    std::fs::write(file, text.replace(from, to)).expect("the file can be written");
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let (entry, name) = (entry.as_ref().expect("a file").path(), entry.as_ref().expect("a file").file_name());
        if entry.is_dir() {
            copy_folder(&entry, &to.join(name));
        } else {
            std::fs::copy(&entry, to.join(name)).expect("the file can be copied");
        }
    }
}

/// Files under the folder that hold the text.
pub fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("a file").path()) {
        if path.is_dir() {
            found.extend(files_with(&path, text));
            continue;
        }
        let bytes = match std::fs::read(&path) {
            // The store puts files in others' place while somebody looks.
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => continue,
            read => read.expect("a file can be read"),
        };
        if bytes.windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}
