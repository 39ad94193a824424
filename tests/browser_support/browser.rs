//! chromedriver and the Chromium windows it opens. Both end with the value that started them.

use super::page::Page;
use super::screen::Screen;
use super::{PATIENCE, first_line};
use fantoccini::ClientBuilder;
use fantoccini::wd::Capabilities;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

const NEEDED: &str = "install the Debian packages chromium and chromium-driver (tests/run does it where it may)";

/// A quiet Chromium: no sandbox where root runs the tests, no traffic of its own.
const SWITCHES: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-US",
];

pub struct Browser {
    driver: Child,
    port: u16,
    profiles: TempDir,
    windows: AtomicU32,
}

impl Browser {
    pub fn start() -> Self {
        assert!(on_path("chromium"), "chromium is missing: {NEEDED}");
        let mut command = Command::new("chromedriver");
        // Its own process group, so that whatever it starts can be ended with it.
        command.arg("--port=0").process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = command.spawn().unwrap_or_else(|fault| match fault.kind() {
            ErrorKind::NotFound => panic!("chromedriver is missing: {NEEDED}"),
            _ => panic!("failed to start chromedriver: {fault}"),
        });
        let output = driver.stdout.take().expect("it is piped");
        let port = first_line("chromedriver to name its port", output, PATIENCE, |line| {
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let profiles = tempfile::tempdir().expect("a folder for browser profiles");
        Self { driver, port, profiles, windows: AtomicU32::new(0) }
    }

    /// Opens a window of somebody who was never here before.
    pub async fn open(&self, screen: Screen) -> Page {
        self.open_preferring(screen, json!({"intl.accept_languages": "en-US,en"})).await
    }

    /// Opens a window of somebody who lets pages show notifications.
    pub async fn open_with_notifications(&self, screen: Screen) -> Page {
        let allowed = "profile.default_content_setting_values.notifications";
        self.open_preferring(screen, json!({"intl.accept_languages": "en-US,en", allowed: 1})).await
    }

    async fn open_preferring(&self, screen: Screen, preferences: Value) -> Page {
        let profile = self.profiles.path().join(self.windows.fetch_add(1, Ordering::Relaxed).to_string());
        let mut switches: Vec<String> = SWITCHES.iter().map(ToString::to_string).collect();
        switches.push(format!("--user-data-dir={}", profile.display()));
        switches.extend(screen.switches());
        let options = json!({
            "args": switches,
            "mobileEmulation": screen.device(),
            "prefs": preferences,
        });
        let wanted: Capabilities = [
            ("goog:chromeOptions".to_string(), options),
            ("goog:loggingPrefs".to_string(), json!({"browser": "ALL"})),
            ("pageLoadStrategy".to_string(), Value::from("normal")),
        ]
        .into_iter()
        .collect();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{}", self.port);
        let client = builder.capabilities(wanted).connect(&address).await.expect("chromedriver opens a window");
        Page::new(client, screen)
    }

    /// Ends everything in it as a power cut would: no page is told, nothing is said to any server.
    pub fn dies(&self) {
        self.signal("-KILL");
    }

    /// Nothing in it moves any more, and its connections stay open, as behind a closed lid.
    pub fn falls_asleep(&self) {
        self.signal("-STOP");
    }

    pub fn wakes_up(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.driver.id());
        let sent = Command::new("kill").args([signal, "--", &group]).status().expect("kill is on every Unix");
        assert!(sent.success(), "the browser was running");
    }

    /// Asks chromedriver to close every window and leave.
    fn dismiss(&self) -> std::io::Result<()> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port))?;
        socket.set_read_timeout(Some(PATIENCE))?;
        write!(socket, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        socket.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Best effort: what does not leave when asked is ended with its group.
        let _ = self.dismiss();
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-9", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.driver.wait();
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
