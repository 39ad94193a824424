//! Connections that are slow, many or too big: refused or ended, and nobody else notices.

use crate::support::{Customer, Server, Setup, get, own_address, post, request, until, within};
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

async fn connect(from: Ipv4Addr, server: &Server) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from((from, 0))).expect("every address of 127.0.0.0/8 is this machine");
    within("a connection", socket.connect(server.address)).await.expect("the server listens")
}

/// What the server says until it closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end too.
    let _ = within("the server to close", stream.read_to_end(&mut bytes)).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_thousand_slow_connections_keep_nobody_waiting_and_are_ended() {
    let server = Setup::with("[limits]\nheader_s = 4").start();
    let mut slow = Vec::new();
    for _ in 0..10 {
        let from = own_address();
        for _ in 0..100 {
            let mut stream = connect(from, &server).await;
            stream.write_all(b"GET /agent HTTP/1.1\r\nhost: x\r\nx-slow: ").await.expect("it is taken");
            slow.push(stream);
        }
    }
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.say("what are your opening hours").await;
    customer.hears_bot_on(asked).await;
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
    for stream in &mut slow {
        // Another byte now and then wins no time.
        let _ = stream.write_all(b"a").await;
    }
    for stream in &mut slow {
        assert!(!rest(stream).await.contains("200 OK"));
    }
    let asked = customer.say("and on sunday?").await;
    customer.hears_bot_on(asked).await;
}

#[tokio::test]
async fn a_body_that_trickles_or_never_ends_is_given_up() {
    let server = Setup::with("[limits]\nbody_s = 1").start();
    let mut stream = connect(own_address(), &server).await;
    let head =
        "POST /api/v1/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.expect("it is taken");
    let mut answer = vec![0; 12];
    within("an answer", stream.read_exact(&mut answer)).await.expect("an answer");
    assert_eq!(answer, b"HTTP/1.1 408");
}

#[tokio::test]
async fn what_is_too_big_is_refused_and_the_server_goes_on() {
    let server = Server::start();
    let long = "a".repeat(20_000);
    let head = get(&server, "/api/v1/me", &[("x-long", &long)]).await;
    assert_eq!(head.status, 431, "a head of 20 kB");
    let names: Vec<String> = (0..150).map(|n| format!("x-{n}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(get(&server, "/api/v1/me", &many).await.status, 431, "150 headers");
    assert_eq!(get(&server, &format!("/{long}"), &[]).await.status / 100, 4, "an address of 20 kB");
    let body = json!({"name": "a".repeat(70_000), "password": "x"});
    assert_eq!(post(&server, "/api/v1/login", &[], &body).await.status, 413, "a body of 70 kB");
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let answer = request(&server, "POST", "/api/v1/login", &[], &deep).await;
    assert!((400..500).contains(&answer.status), "deep nesting: {}", answer.status);
    for name in ["a".repeat(60_000), "\u{0}".into(), "../../etc/passwd".into(), "%00".into()] {
        let answer = post(&server, "/api/v1/login", &[], &json!({"name": name, "password": "x"})).await;
        assert_eq!(answer.status, 401, "{}", answer.body);
    }
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
}

#[tokio::test]
async fn one_address_has_its_share_of_connections_and_no_more() {
    let server = Setup::with("[limits]\nconnections_per_address = 3").start();
    let here = own_address();
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = connect(here, &server).await;
        stream.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("it is taken");
        let mut answer = vec![0; 12];
        within("an answer", stream.read_exact(&mut answer)).await.expect("an answer");
        open.push(stream);
    }
    assert_eq!(rest(&mut connect(here, &server).await).await, "", "a fourth");
    assert_eq!(get(&server, "/livez", &[]).await.status, 200, "from elsewhere");
    open.clear();
    until("room again", async || {
        let mut stream = connect(here, &server).await;
        stream.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.ok()?;
        rest(&mut stream).await.contains("alive").then_some(())
    })
    .await;
}

#[tokio::test]
async fn every_answer_tells_browsers_how_little_it_may_do() {
    let server = Server::start();
    for (path, status) in [
        ("/", 200),
        ("/demo/shop", 200),
        ("/demo/bank", 200),
        ("/agent", 200),
        ("/widget.js", 200),
        ("/nothing", 404),
        ("/livez", 200),
        ("/metrics", 200),
        ("/api/v1/me", 401),
        ("/api/v1/users", 401),
        ("/api/v1/bots/shop/articles/delivery-times", 200),
        ("/ws/chat", 400),
    ] {
        let answer = get(&server, path, &[]).await;
        assert_eq!(answer.status, status, "{path}");
        let says = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{path} says nothing of {name}"));
        let policy = says("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        assert_eq!((says("x-content-type-options"), says("x-frame-options")), ("nosniff", "DENY"), "{path}");
        assert!(says("permissions-policy").contains("camera=()"), "{path}");
        assert!(says("referrer-policy").contains("origin") || says("referrer-policy") == "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control") == Some("no-store"), path.starts_with("/api/"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "{path}: this server is not reached by TLS");
        if let Some(tag) = answer.header("etag") {
            let again = get(&server, path, &[("if-none-match", tag)]).await;
            assert_eq!((again.status, again.header("content-security-policy")), (304, Some(policy)), "{path} again");
        }
        let widget = path == "/widget.js";
        assert_eq!(says("cross-origin-resource-policy"), if widget { "cross-origin" } else { "same-origin" }, "{path}");
    }
}
