//! A client that writes any bytes it likes, and reads strictly.

use crate::support::{Server, connect, own_address, within};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const CONTINUED: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xa;
pub const FIN: u8 = 0x80;
pub const MASKED: u8 = 0x80;

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A whole message or control frame.
pub fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    head(FIN | opcode, payload)
}

/// Part of a message: more follows.
pub fn fragment(opcode: u8, payload: &[u8]) -> Vec<u8> {
    head(opcode, payload)
}

/// With that first byte, and a length as short as it can be.
pub fn head(first: u8, payload: &[u8]) -> Vec<u8> {
    let bytes = match payload.len() {
        ..126 => 0,
        126..=0xffff => 2,
        _ => 8,
    };
    with_length(first, payload, bytes)
}

/// With a length of 0, 2 or 8 more bytes.
pub fn with_length(first: u8, payload: &[u8], bytes: usize) -> Vec<u8> {
    let length = (payload.len() as u64).to_be_bytes();
    let code = match bytes {
        0 => length[7],
        2 => 126,
        _ => 127,
    };
    let masked = payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    [first, MASKED | code].into_iter().chain(length[8 - bytes..].iter().copied()).chain(MASK).chain(masked).collect()
}

/// A message to the bot.
pub fn say(cid: &str, text: &str) -> Vec<u8> {
    frame(TEXT, said(cid, text).as_bytes())
}

pub fn said(cid: &str, text: &str) -> String {
    format!(r#"{{"type":"say","cid":"{cid}","text":"{text}"}}"#)
}

/// What is to come of the bytes that were sent.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// The message under this id is taken.
    Ack(&'static str),
    /// An error of this code; the socket stays open.
    Error(&'static str),
    /// Pongs of these payloads, in their order.
    Pongs(Vec<Vec<u8>>),
    /// A close frame of this code, or of none, and after it nothing.
    Closed(u16),
    ClosedWithoutCode,
}

pub struct Raw(TcpStream);

impl Raw {
    /// A customer whose chat is open.
    pub async fn arrive(server: &Server) -> Self {
        let mut stream = connect(own_address(), server.address).await;
        let request = format!(
            "GET /ws/chat HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            server.address
        );
        stream.write_all(request.as_bytes()).await.expect("the request leaves");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(within("the upgrade", stream.read_u8()).await.expect("an answer"));
        }
        assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
        let mut socket = Self(stream);
        socket.send(&frame(TEXT, br#"{"type":"hello","bot":"shop","locale":"en"}"#)).await;
        socket.text("the welcome", |frame| frame["type"] == "welcome").await;
        socket
    }

    /// A server that has closed meanwhile is noticed when its answer is awaited.
    pub async fn send(&mut self, bytes: &[u8]) {
        let _ = within("the bytes to leave", self.0.write_all(bytes)).await;
    }

    /// Opcode and payload of the next frame, held to what servers may send; none where the connection is at its end.
    async fn next(&mut self, what: &str) -> Option<(u8, Vec<u8>)> {
        let stream = &mut self.0;
        let reading = async {
            let first = stream.read_u8().await.ok()?;
            assert_eq!(first & 0xf0, FIN, "{what}: servers send whole messages and no reserved bits");
            let second = stream.read_u8().await.ok()?;
            assert_eq!(second & MASKED, 0, "{what}: servers do not mask");
            let length = match second {
                126 => u64::from(stream.read_u16().await.ok()?),
                127 => stream.read_u64().await.ok()?,
                short => u64::from(short),
            };
            let shortest = match length {
                ..126 => length as u8,
                126..=0xffff => 126,
                _ => 127,
            };
            assert_eq!(second, shortest, "{what}: a length is written in as few bytes as it can be");
            let mut payload = vec![0; length as usize];
            stream.read_exact(&mut payload).await.ok()?;
            Some((first & 0x0f, payload))
        };
        within(what, reading).await
    }

    /// The next text frame that is wanted.
    async fn text(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            match self.next(what).await {
                Some((TEXT, payload)) => {
                    let frame: Value = serde_json::from_slice(&payload).expect("the server speaks JSON");
                    if wanted(&frame) {
                        return frame;
                    }
                }
                Some((PONG, _)) => {}
                other => panic!("{what}: {other:?} came instead"),
            }
        }
    }

    /// The next control frame; what the chat shows meanwhile is passed over.
    async fn control(&mut self, what: &str) -> Option<(u8, Vec<u8>)> {
        loop {
            match self.next(what).await {
                Some((TEXT, _)) => {}
                other => return other,
            }
        }
    }

    pub async fn meets(&mut self, what: &str, wanted: Wanted) {
        match wanted {
            Wanted::Ack(cid) => {
                self.text(what, |frame| frame["type"] == "ack" && frame["cid"] == cid).await;
                self.is_open(what).await;
            }
            Wanted::Error(code) => {
                let told = self.text(what, |frame| frame["type"] == "error").await;
                assert_eq!(told["code"], code, "{what}");
                self.is_open(what).await;
            }
            Wanted::Pongs(payloads) => {
                for payload in payloads {
                    assert_eq!(self.control(what).await, Some((PONG, payload)), "{what}");
                }
                self.is_open(what).await;
            }
            Wanted::Closed(code) => {
                let close = self.control(what).await;
                let Some((CLOSE, payload)) = close else { panic!("{what}: {close:?} came instead of {code}") };
                let told = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
                assert_eq!(told, Some(code), "{what}");
                std::str::from_utf8(&payload[2..]).expect("a reason is UTF-8");
                self.is_at_its_end(what).await;
            }
            Wanted::ClosedWithoutCode => {
                assert_eq!(self.control(what).await, Some((CLOSE, Vec::new())), "{what}");
                self.is_at_its_end(what).await;
            }
        }
    }

    async fn is_open(&mut self, what: &str) {
        self.send(&frame(PING, b"still there?")).await;
        assert_eq!(self.control(what).await, Some((PONG, b"still there?".to_vec())), "{what}");
    }

    /// We close too; nothing else comes, and the server closes the connection.
    async fn is_at_its_end(&mut self, what: &str) {
        self.send(&frame(CLOSE, &1000u16.to_be_bytes())).await;
        assert_eq!(self.next(what).await, None, "{what}: nothing comes after a close");
    }
}
