//! A mail server on the loopback that takes letters, or refuses whom they are for.

use super::until;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub struct Mailroom {
    pub address: SocketAddr,
    letters: Arc<Mutex<Vec<String>>>,
    open: tokio::task::JoinHandle<()>,
}

impl Mailroom {
    /// Takes every letter.
    pub async fn open() -> Self {
        Self::at("127.0.0.1:0".parse().expect("an address"), "250 ok").await
    }

    /// Answers the name of every receiver with `to_receivers`.
    pub async fn at(address: SocketAddr, to_receivers: &'static str) -> Self {
        let listener = TcpListener::bind(address).await.expect("the address is free");
        let address = listener.local_addr().expect("it listens");
        let letters: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&letters);
        let open = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, to_receivers, kept.clone()));
            }
        });
        Self { address, letters, open }
    }

    /// An address at which nobody listens yet.
    pub async fn none() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        listener.local_addr().expect("it listens")
    }

    /// The settings that send mail here at once.
    pub fn settings(address: SocketAddr) -> String {
        format!(
            "[mail]\nhost = \"{}\"\nport = {}\ntls = \"none\"\nfrom = \"Fernhout <answers@fernhout.example>\"\nafter_s = 0\nretry_s = 1\n",
            address.ip(),
            address.port()
        )
    }

    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().expect("nobody panics with it").clone()
    }

    /// Waits until so many letters came.
    pub async fn gets(&self, count: usize) -> Vec<String> {
        let enough = async || Some(self.letters()).filter(|letters| letters.len() >= count);
        until(&format!("{count} letters"), enough).await
    }

    /// Waits until a letter with these words came.
    pub async fn brings(&self, words: &str) {
        let come = async || self.letters().iter().any(|letter| letter.contains(words)).then_some(());
        until(&format!("a letter with {words:?}"), come).await;
    }
}

impl Drop for Mailroom {
    fn drop(&mut self) {
        self.open.abort();
    }
}

async fn talk(stream: TcpStream, to_receivers: &str, letters: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mailroom\r\n").await.ok()?;
    let mut letter = String::new();
    loop {
        let line = line_of(&mut stream).await?;
        let command = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match command.as_str() {
            "MAIL" | "RCPT" => {
                letter.push_str(&line);
                if command == "RCPT" { to_receivers } else { "250 ok" }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                loop {
                    let line = line_of(&mut stream).await?;
                    if line == ".\r\n" {
                        break;
                    }
                    letter.push_str(&line);
                }
                letters.lock().expect("nobody panics with it").push(std::mem::take(&mut letter));
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}

async fn line_of(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    (stream.read_line(&mut line).await.ok()? > 0).then_some(line)
}
