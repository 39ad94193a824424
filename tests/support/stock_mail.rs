//! A mail server that is not ours: aiosmtpd of Debian, with STARTTLS and a password (`mail_server.py`).

use rcgen::generate_simple_self_signed;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub struct StockServer {
    process: Child,
    told: BufReader<ChildStdout>,
    port: u16,
}

impl StockServer {
    pub const PASSWORD: &str = "a password of the mail server";
    const USER: &str = "fernhout";

    /// With a certificate of its own in `folder`, as `mail.pem`; none where the machine has no aiosmtpd.
    pub fn start(folder: &Path) -> Option<Self> {
        let python = || Command::new("/usr/bin/python3");
        let known = python().args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        known.ok().filter(std::process::ExitStatus::success)?;
        let made = generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
        let [cert, key] = ["mail.pem", "mail.key"].map(|name| folder.join(name));
        std::fs::write(&cert, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/mail_server.py");
        let mut command = python();
        command.arg(script).args([&cert, &key]).args([Self::USER, Self::PASSWORD]).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it starts");
        let mut told = BufReader::new(process.stdout.take().expect("it is piped"));
        let port = line(&mut told).trim().parse().expect("its port");
        Some(Self { process, told, port })
    }

    pub fn settings(&self, ca: &str) -> String {
        format!(
            "[mail]\nhost = \"localhost\"\nport = {}\ntls = \"starttls\"\nca = {ca:?}\nuser = \"{}\"\n\
             from = \"Fernhout <answers@fernhout.example>\"\nafter_s = 0\nretry_s = 1\n",
            self.port,
            Self::USER
        )
    }

    /// The next letter that it took.
    pub fn letter(&mut self) -> Value {
        serde_json::from_str(&line(&mut self.told)).expect("a letter is a line of JSON")
    }
}

fn line(told: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    told.read_line(&mut line).expect("it talks");
    line
}

impl Drop for StockServer {
    fn drop(&mut self) {
        // It ends by itself, too.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
