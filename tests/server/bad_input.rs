//! What is not understood is refused by name; what is not allowed closes the socket with its code.

use crate::support::{Agent, Customer, Heard, Server, Socket, fresh_cid};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

const UNKNOWN_SESSION: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// A text frame that is not UTF-8.
fn broken_text() -> Message {
    Message::Frame(Frame::message(vec![b'{', 0xff, 0xfe, b'}'], OpCode::Data(Data::Text), true))
}

#[tokio::test]
async fn a_frame_that_is_not_understood_is_refused_and_the_socket_stays_open() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    for (frame, code) in [
        ("{\"type\":\"say\",", "bad_frame"),
        ("[]", "bad_frame"),
        ("[\"pong\"]", "bad_frame"),
        ("[\"say\",\"x\",\"fields without names\"]", "bad_frame"),
        ("7", "bad_frame"),
        ("", "bad_frame"),
        ("{\"type\":\"dance\",\"cid\":\"x\"}", "bad_frame"),
        ("{\"type\":\"say\",\"text\":\"no id\"}", "bad_frame"),
        ("{\"type\":\"say\",\"cid\":\"\",\"text\":\"an empty id\"}", "bad_frame"),
        ("{\"type\":\"say\",\"cid\":\"x\",\"text\":\"\"}", "bad_frame"),
        ("{\"type\":\"say\",\"cid\":\"x\",\"text\":\" \\n\\t \"}", "bad_frame"),
        ("{\"type\":\"say\",\"cid\":\"x\",\"text\":7}", "bad_frame"),
        ("{\"type\":\"rate\",\"cid\":\"x\",\"score\":0}", "bad_frame"),
        ("{\"type\":\"rate\",\"cid\":\"x\",\"score\":6}", "bad_frame"),
        ("{\"type\":\"choose\",\"cid\":\"x\",\"choice\":\"dance\",\"ref\":1}", "not_found"),
    ] {
        customer.socket.send_raw(Message::text(frame)).await;
        assert_eq!(customer.socket.error().await, code, "{frame}");
    }
    let asked = customer.say("what are your opening hours").await;
    customer.hears_bot_on(asked).await;
}

#[tokio::test]
async fn a_message_has_at_most_four_thousand_characters() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    for letter in ["a", "é", "🪑"] {
        let refused = customer.say_as(&fresh_cid(), &letter.repeat(4001)).await;
        assert_eq!(refused, Err("too_long".to_string()), "{letter}");
        let asked = customer.say_as(&fresh_cid(), &letter.repeat(4000)).await.expect("4,000 fit");
        customer.hears_bot_on(asked).await;
    }
}

#[tokio::test]
async fn fields_that_nobody_knows_are_ignored() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let frame = json!({"type": "say", "cid": "x", "text": "hello", "colour": "green"});
    customer.socket.ask(&frame).await.expect("it is taken");
}

#[tokio::test]
async fn frames_that_are_no_text_close_the_socket_with_their_code() {
    let server = Server::start();
    let too_large = json!({"type": "say", "cid": "x", "text": "a".repeat(64 * 1024)}).to_string();
    for (what, message, code) in [
        ("binary", Message::binary(vec![1, 2, 3]), 1003),
        ("not UTF-8", broken_text(), 1007),
        ("oversized", Message::text(too_large), 1009),
    ] {
        let mut customer = Customer::arrive(&server, "shop").await;
        customer.socket.send_raw(message).await;
        assert_eq!(customer.socket.closed().await, code, "{what}");
    }
}

#[tokio::test]
async fn frames_of_agents_are_held_to_the_same_rules() {
    let server = Server::start();
    let too_large = json!({"type": "note", "cid": "x", "text": "a".repeat(64 * 1024)}).to_string();
    for (what, message, code) in [
        ("binary", Message::binary(vec![1, 2, 3]), 1003),
        ("not UTF-8", broken_text(), 1007),
        ("oversized", Message::text(too_large), 1009),
    ] {
        let mut agent = Agent::sign_in(&server).await;
        agent.socket.send_raw(Message::text("{\"type\":\"dance\"}")).await;
        assert_eq!(agent.socket.error().await, "bad_frame");
        agent.socket.send_raw(message).await;
        assert_eq!(agent.socket.closed().await, code, "{what}");
    }
}

#[tokio::test]
async fn whoever_does_not_say_hello_first_is_closed() {
    let server = Server::start();
    let say = json!({"type": "say", "cid": "x", "text": "hello"}).to_string();
    for first in [&say, "{", "{\"type\":\"hello\"}"] {
        let mut socket = Socket::of_customer(&server).await;
        socket.send_raw(Message::text(first)).await;
        assert_eq!(socket.closed().await, 4401, "{first}");
    }
    let mut silent = Socket::of_customer(&server).await;
    assert_eq!(silent.next("the silent to be closed").await, Heard::Closed(4401));
}

#[tokio::test]
async fn an_unknown_session_and_a_wrong_token_look_alike() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let right = customer.hello(0);
    let with = |key: &str, value: Value| {
        let mut hello = right.clone();
        hello[key] = value;
        hello
    };
    let mut answers = Vec::new();
    for hello in [
        with("token", json!("0".repeat(64))),
        with("token", json!("")),
        with("token", json!(null)),
        with("session", json!(UNKNOWN_SESSION)),
        with("session", json!("not an id")),
        with("session", json!(null)),
    ] {
        let mut socket = Socket::of_customer(&server).await;
        socket.send(&hello).await;
        let told = socket.expect("a refusal", |_| true).await;
        assert_eq!(told["code"], "unauthorized", "{hello}");
        answers.push((told, socket.closed().await));
    }
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
    assert_eq!(answers[0].1, 4403);
    customer.say("hello").await;
}

#[tokio::test]
async fn a_bot_that_does_not_exist_is_refused() {
    let server = Server::start();
    let mut socket = Socket::of_customer(&server).await;
    socket.send(&json!({"type": "hello", "bot": "bakery"})).await;
    assert_eq!(socket.error().await, "not_found");
    assert_eq!(socket.closed().await, 4403);
}
