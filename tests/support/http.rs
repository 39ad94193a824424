//! One HTTP/1.1 request on a connection of its own.

use super::documents::check_answer;
use super::{ADMIN_PASSWORD, Ran, Server, connect, own_address, within};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub struct Answer {
    pub status: u16,
    head: String,
    /// As text, as far as it is one.
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The cookie it sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").expect("it sets a cookie");
        set.split(';').next().expect("a cookie has a name").to_string()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.body))
    }
}

pub async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    request(server, "GET", path, headers, "").await
}

pub async fn post(server: &Server, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    request(server, "POST", path, headers, &body.to_string()).await
}

pub async fn request(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    request_from(own_address(), server, method, path, headers, body).await
}

pub async fn request_from(
    own: Ipv4Addr,
    server: &Server,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let headers = [&[("content-type", "application/json")], headers].concat();
    send(own, server, method, path, &headers, body.as_bytes()).await
}

/// A body of bytes.
pub async fn upload(server: &Server, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    send(own_address(), server, "POST", path, headers, body).await
}

async fn send(
    own: Ipv4Addr,
    server: &Server,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", server.address);
    headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
    if !headers.iter().any(|(name, _)| *name == "content-length") {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    let mut stream = connect(own, server.address).await;
    stream.write_all(text.as_bytes()).await.expect("the request leaves");
    // Who refuses early may not read to the end.
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let read = within(&format!("the answer to {method} {path}"), stream.read_to_end(&mut answer)).await;
    assert!(read.is_ok() || !answer.is_empty(), "an answer to {method} {path}: {read:?}");
    let at = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head and a body");
    let (head, bytes) = (String::from_utf8_lossy(&answer[..at]).into_owned(), answer.split_off(at + 4));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let answer = Answer { status, head, body: String::from_utf8_lossy(&bytes).into_owned(), bytes };
    check_answer(method, path, status, answer.header("content-type"), &answer.body);
    answer
}

/// Signs in; the token for `Authorization: Bearer`.
pub async fn token(server: &Server, name: &str, password: &str) -> String {
    let answer = post(server, "/api/v1/login", &[], &json!({"name": name, "password": password})).await;
    assert_eq!(answer.status, 200, "{name} signs in: {}", answer.body);
    answer.json()["token"].as_str().expect("a token").to_string()
}

pub async fn admin_token(server: &Server) -> String {
    token(server, "admin", ADMIN_PASSWORD).await
}

/// Runs `baton` with these arguments through the running server's admin API, as its administrator.
pub async fn online(server: &Server, arguments: &[&str]) -> Ran {
    let (token, url) = (admin_token(server).await, server.origin());
    server.run_with(&[arguments, &["--url", &url]].concat(), "", &[("BATON_TOKEN", &token)])
}
