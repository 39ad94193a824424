//! The opening handshake: what is asked for, and the status it gets.

use crate::support::{Server, connect, own_address, within};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The head of an answer.
struct Head(String);

impl Head {
    fn status(&self) -> u16 {
        self.0.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.0.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The headers of a handshake that is in order, `change`d: a header's new value, or none to leave it out.
async fn knock(server: &Server, method: &str, change: &[(&str, Option<&str>)]) -> Head {
    let origin = server.origin();
    let right = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "baton.v1"),
        ("origin", &*origin),
    ];
    let changed = |name: &str| change.iter().find(|(other, _)| *other == name);
    let kept = right.into_iter().filter(|(name, _)| changed(name).is_none());
    let new = change.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    let mut text = format!("{method} /ws/chat HTTP/1.1\r\nhost: {}\r\n", server.address);
    kept.chain(new).for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
    text.push_str("\r\n");
    let mut stream = connect(own_address(), server.address).await;
    stream.write_all(text.as_bytes()).await.expect("the request leaves");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(within("the answer to a handshake", stream.read_u8()).await.expect("an answer"));
    }
    Head(String::from_utf8(head).expect("a head is text"))
}

#[tokio::test]
async fn a_handshake_is_taken_only_when_it_is_whole() {
    let server = Server::start();
    for (what, method, change, status) in [
        ("no upgrade", "GET", &[("upgrade", None)][..], 400),
        ("another upgrade", "GET", &[("upgrade", Some("h2c"))], 400),
        ("no connection to upgrade", "GET", &[("connection", Some("keep-alive"))], 400),
        ("no version", "GET", &[("sec-websocket-version", None)], 426),
        ("an older version", "GET", &[("sec-websocket-version", Some("8"))], 426),
        ("a later version", "GET", &[("sec-websocket-version", Some("14"))], 426),
        ("a version that is no number", "GET", &[("sec-websocket-version", Some("thirteen"))], 426),
        ("no key", "GET", &[("sec-websocket-key", None)], 400),
        ("an empty key", "GET", &[("sec-websocket-key", Some(""))], 400),
        ("a key that is no Base64", "GET", &[("sec-websocket-key", Some("not a key, is it?"))], 400),
        ("a key of 15 bytes", "GET", &[("sec-websocket-key", Some("dGhlIHNhbXBsZSBub25j"))], 400),
        ("a key of 17 bytes", "GET", &[("sec-websocket-key", Some("dGhlIHNhbXBsZSBub25jZSE="))], 400),
        ("another site", "GET", &[("origin", Some("https://evil.example"))], 403),
        ("no origin", "GET", &[("origin", None)], 403),
        ("POST", "POST", &[], 405),
        ("PUT", "PUT", &[], 405),
    ] {
        let answer = knock(&server, method, change).await;
        assert_eq!(answer.status(), status, "{what}: {}", answer.0);
        let told = answer.header("sec-websocket-version");
        assert_eq!(told, (status == 426).then_some("13"), "{what}: a server tells which version it speaks");
    }
}

#[tokio::test]
async fn a_handshake_in_order_gets_the_key_and_the_subprotocol() {
    let server = Server::start();
    let protocol = "sec-websocket-protocol";
    for (what, change, chosen) in [
        ("as browsers send it", &[][..], Some("baton.v1")),
        ("in other letters", &[("upgrade", Some("WebSocket")), ("connection", Some("Upgrade"))], Some("baton.v1")),
        ("among other connections", &[("connection", Some("keep-alive, Upgrade"))], Some("baton.v1")),
        ("among other subprotocols", &[(protocol, Some("other, baton.v1"))], Some("baton.v1")),
        ("of another subprotocol", &[(protocol, Some("other"))], None),
        ("of no subprotocol", &[(protocol, None)], None),
        ("with extensions", &[("sec-websocket-extensions", Some("permessage-deflate"))], Some("baton.v1")),
    ] {
        let answer = knock(&server, "GET", change).await;
        assert_eq!(answer.status(), 101, "{what}: {}", answer.0);
        assert_eq!(answer.header("sec-websocket-accept"), Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{what}");
        assert_eq!(answer.header("sec-websocket-protocol"), chosen, "{what}");
        assert_eq!(answer.header("sec-websocket-extensions"), None, "{what}: nothing is agreed on");
    }
}
