//! The server under load.

use crate::config::Config;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where the load goes.
pub struct Target {
    pub address: SocketAddr,
    /// A process that was started for this and ends with it; none where an address was given.
    own: Option<OwnServer>,
}

/// A server as a process of its own.
pub struct OwnServer {
    command: Command,
    process: Child,
    address: SocketAddr,
    data: Place,
}

/// The data folder of a server.
pub enum Place {
    /// Empty, and removed with the server.
    Fresh(TempDir),
    Kept(PathBuf),
}

impl Place {
    /// `kept`, or else a new one.
    pub fn new(kept: Option<PathBuf>) -> Result<Self> {
        match kept {
            Some(folder) => Ok(Self::Kept(folder)),
            None => Ok(Self::Fresh(tempfile::tempdir().context("failed to make a folder for the server")?)),
        }
    }

    pub fn path(&self) -> &Path {
        match self {
            Self::Fresh(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

impl Target {
    /// The server at `url`, which must be on this machine, or one started here.
    pub fn find(url: Option<&str>, config: &Config, settings: Option<&Path>, cache: bool) -> Result<Self> {
        let Some(url) = url else {
            return Self::start(config, settings, cache, Place::new(None)?);
        };
        let address = url.trim_end_matches('/').trim_start_matches("http://");
        let address: SocketAddr =
            address.parse().with_context(|| format!("failed to use {url}: not http://ADDR:PORT"))?;
        if !address.ip().is_loopback() {
            bail!("failed to use {url}: load is only put on a server of this machine");
        }
        Ok(Self { address, own: None })
    }

    /// A server started here, with the cache of repeated texts only where `cache` says so.
    pub fn start(config: &Config, settings: Option<&Path>, cache: bool, data: Place) -> Result<Self> {
        let own = OwnServer::start(config, settings, cache, data)?;
        Ok(Self { address: own.address, own: Some(own) })
    }

    /// Kills the server that was started here, looks at what it left with `seen`, which is given the data folder, and
    /// starts it again on the same folder and address; how long that start took until the server was ready.
    pub fn kill_and_restart(&mut self, seen: impl FnOnce(&Path) -> Result<()>) -> Result<Duration> {
        self.own.as_mut().context("failed to kill the server: it is not our own")?.kill_and_restart(seen)
    }

    /// Resident memory of the server in MiB, where it is our own and the system tells.
    pub fn memory_mb(&self) -> Option<f64> {
        let own = self.own.as_ref()?;
        let status = std::fs::read_to_string(format!("/proc/{}/status", own.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl OwnServer {
    fn start(config: &Config, settings: Option<&Path>, cache: bool, data: Place) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe().context("failed to find this program")?);
        command.args(["serve", "--data"]).arg(data.path());
        if let Some(settings) = settings {
            command.arg("--config").arg(settings);
        }
        for variable in ["BATON_DATA", "BATON_CONFIG"] {
            command.env_remove(variable);
        }
        if !cache {
            command.env("BATON_TEXT_CACHE", "0");
        }
        command.env("BATON_LISTEN", "127.0.0.1:0").env("BATON_LOG", "error");
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        // What was learnt before need not be learnt again.
        let _ = copy_files(&config.cache_folder(), &data.path().join("cache"));
        let (process, address) = spawn(&mut command)?;
        command.env("BATON_LISTEN", address.to_string());
        Ok(Self { command, process, address, data })
    }

    /// Kills it, without a chance to do anything, and starts it again on the same folder and address.
    fn kill_and_restart(&mut self, seen: impl FnOnce(&Path) -> Result<()>) -> Result<Duration> {
        self.process.kill().context("failed to kill the server")?;
        self.process.wait().context("failed to see the server end")?;
        seen(self.data.path())?;
        let begun = Instant::now();
        self.process = spawn(&mut self.command)?.0;
        let ready = ureq::get(format!("http://{}/readyz", self.address)).call();
        ready.context("failed to find the server ready after its start")?;
        Ok(begun.elapsed())
    }
}

/// The process, and the address it listens on.
fn spawn(command: &mut Command) -> Result<(Child, SocketAddr)> {
    let mut process = command.spawn().context("failed to start the server")?;
    let mut first = String::new();
    let out = process.stdout.take().expect("it is piped");
    BufReader::new(out).read_line(&mut first).context("failed to hear from the server")?;
    match first.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok()) {
        Some(address) => Ok((process, address)),
        None => {
            // It has said why on standard error and ends by itself.
            let _ = process.wait();
            bail!("failed to start the server")
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Copies a folder with everything in it.
pub fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    // A file copied onto itself would be empty.
    if from.canonicalize()? == to.canonicalize()? {
        return Ok(());
    }
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy_files(&from, &to)? } else { _ = std::fs::copy(from, to)? }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_copied_whole_and_onto_itself_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::create_dir_all(from.join("inner")).expect("made");
        std::fs::write(from.join("inner/file"), "words").expect("written");
        for to in [&to, &from] {
            copy_files(&from, to).expect("copied");
            assert_eq!(std::fs::read_to_string(to.join("inner/file")).expect("read"), "words");
        }
    }
}
