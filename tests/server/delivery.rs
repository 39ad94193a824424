//! What is acknowledged is there once, for every window, before and after a broken connection.

use crate::support::{Agent, Customer, Disk, Server, Setup, fresh_cid};
use serde_json::json;

const QUESTION: &str = "what are your opening hours";

#[tokio::test]
async fn a_message_sent_again_under_its_id_gets_the_same_seq_and_appends_nothing() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let cid = fresh_cid();
    let seq = customer.say_as(&cid, QUESTION).await.expect("it is taken");
    customer.hears_bot_on(seq).await;
    let before = customer.events();
    assert_eq!(customer.say_as(&cid, QUESTION).await, Ok(seq));
    customer.resume(&server).await;
    assert_eq!(customer.say_as(&cid, QUESTION).await, Ok(seq), "also on another socket");
    assert_eq!(customer.welcome["head_seq"], before.len());
    let next = customer.say("hello").await;
    assert_eq!(next, before.len() as u64 + 1, "nothing was appended in between");
}

#[tokio::test]
async fn a_choice_and_a_rating_sent_again_append_nothing_either() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    for frame in [
        json!({"type": "choose", "cid": "again", "choice": "person", "ref": 0}),
        json!({"type": "rate", "cid": "rated", "score": 4}),
        json!({"type": "end", "cid": "ended"}),
    ] {
        let first = customer.socket.ask(&frame).await.expect("it is taken");
        let again = customer.socket.ask(&frame).await.expect("it is known");
        assert_eq!(first, again, "{frame}");
    }
}

#[tokio::test]
async fn an_id_used_again_for_something_else_is_refused() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let seq = customer.say_as("one", QUESTION).await.expect("it is taken");
    customer.hears_bot_on(seq).await;
    let reused = Err("cid_reused".to_string());
    assert_eq!(customer.say_as("one", "something else").await, reused);
    let chosen = json!({"type": "choose", "cid": "one", "choice": "person", "ref": 0});
    assert_eq!(customer.socket.ask(&chosen).await.map(|_| 0), reused);
    let rated = json!({"type": "rate", "cid": "one", "score": 5});
    assert_eq!(customer.socket.ask(&rated).await.map(|_| 0), reused);
    assert_eq!(customer.say_as("one", QUESTION).await, Ok(seq), "the message itself is still known");
}

#[tokio::test]
async fn a_customer_who_comes_back_gets_exactly_what_was_missed() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let mut other = customer.second_window(&server).await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    agent.accept(&customer.session()).await;
    for number in 0..5 {
        agent.says(&format!("line {number}")).await;
    }
    while other.hears_agent().await != "line 4" {}
    for known in 0..=other.socket.shown {
        customer.socket.shown = known;
        customer.resume(&server).await;
        assert_eq!(customer.welcome["head_seq"], other.socket.shown);
        assert_eq!(customer.welcome["state"], "agent");
        assert_eq!(customer.welcome["token"], other.welcome["token"], "the token stays the same");
        while customer.socket.shown < other.socket.shown {
            customer.socket.next("the missed events").await;
        }
        assert_eq!(customer.socket.log, other.socket.log[known as usize..], "from {known} on");
    }
}

#[tokio::test]
async fn what_is_said_in_one_window_is_seen_in_every_window() {
    let server = Server::start();
    let mut here = Customer::arrive(&server, "shop").await;
    let mut there = here.second_window(&server).await;
    let asked = here.say(QUESTION).await;
    let asked_there = there.say("hello").await;
    for window in [&mut here, &mut there] {
        window.hears_bot_on(asked).await;
        window.hears_bot_on(asked_there).await;
    }
    let head = here.socket.shown.max(there.socket.shown);
    for window in [&mut here, &mut there] {
        while window.socket.shown < head {
            window.socket.next("the other window's events").await;
        }
    }
    assert_eq!(here.events(), there.events());
    assert!(there.socket.unread.iter().all(|frame| frame["type"] != "ack"), "only the sender gets the ack");
}

#[tokio::test]
async fn a_hello_on_an_open_socket_starts_over_from_what_it_knows() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.hears_bot().await;
    let asked = customer.say(QUESTION).await;
    customer.hears_bot_on(asked).await;
    customer.socket.shown = 1;
    let again = customer.hello(1);
    customer.socket.send(&again).await;
    let welcome = customer.socket.expect("another welcome", |frame| frame["type"] == "welcome").await;
    assert_eq!(welcome["head_seq"], 3);
    customer.hears_bot_on(asked).await;
    assert_eq!(customer.socket.shown, 3);
}

#[tokio::test]
async fn a_copy_of_another_store_is_told_to_start_over() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let mut hello = customer.hello(1);
    hello["store"] = json!("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    customer.socket.shown = 0;
    customer.socket.log.clear();
    customer.socket.send(&hello).await;
    customer.socket.expect("a reset", |frame| frame["type"] == "reset").await;
    customer.hears_bot().await;
    assert_eq!(customer.socket.shown, 1, "everything comes again, from the greeting on");
}

#[tokio::test]
async fn a_message_after_the_end_reopens_the_chat() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.end().await;
    customer.sees_state("closed").await;
    customer.event("bot", "survey").await;
    customer.resume(&server).await;
    assert_eq!(customer.welcome["state"], "closed");
    let again = customer.socket.ask(&json!({"type": "end", "cid": fresh_cid()})).await;
    assert_eq!(again, Err("closed".to_string()), "what has ended cannot end");
    let asked = customer.say(QUESTION).await;
    customer.sees_state("bot").await;
    customer.hears_bot_on(asked).await;
}

#[tokio::test]
async fn a_message_keeps_its_id_after_restarts_the_end_and_another_chat_begun() {
    let setup = Setup::with("[sessions]\nidle_minutes = 0");
    let server = setup.start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let first = customer.say_as("the-first", QUESTION).await.expect("it is taken");
    customer.hears_bot_on(first).await;
    let server = server.kill().start();
    customer.resume(&server).await;
    assert_eq!(customer.say_as("the-first", QUESTION).await, Ok(first), "after a crash");
    customer.end().await;
    customer.sees_state("closed").await;
    let server = server.kill().start();
    customer.resume(&server).await;
    assert_eq!(customer.say_as("the-first", QUESTION).await, Ok(first), "after the end");
    let again = customer.say("one more thing").await;
    customer.hears_bot_on(again).await;
    assert_eq!(customer.say_as("the-first", QUESTION).await, Ok(first), "reopened");
    assert_eq!(customer.say_as("the-first", "something else").await, Err("cid_reused".into()));
    let shown = customer.events();
    assert_eq!(shown.iter().filter(|event| event["cid"] == "the-first").count(), 1);
}

#[tokio::test]
async fn a_chat_that_ended_too_long_ago_is_not_reopened() {
    let setup = Setup::with("[sessions]\nreopen_days = 2");
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.variables()).start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.end().await;
    customer.sees_state("closed").await;
    disk.clock_is_off_by(47 * 3600);
    let asked = customer.say_as("in time", QUESTION).await.expect("it is reopened");
    customer.hears_bot_on(asked).await;
    customer.end().await;
    customer.sees_state("closed").await;
    disk.clock_is_off_by(96 * 3600);
    assert_eq!(customer.say_as("too late", QUESTION).await, Err("closed".into()));
}

#[tokio::test]
async fn more_than_five_hundred_missed_events_come_in_parts() {
    let server = Setup::with("[limits]\nmessages_burst = 2000\nmessages_per_s = 1000.0").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    for number in 0..520 {
        customer.say(&format!("and another thing, number {number}")).await;
    }
    let head = customer.events().last().expect("an event")["seq"].as_u64().expect("a seq");
    let mut window = customer.second_window(&server).await;
    assert_eq!(window.welcome["more"], true);
    window.socket.expect("the last of the first part", |frame| frame["seq"] == 500).await;
    window.socket.send(&customer.hello(500)).await;
    let welcome = window.socket.expect("another welcome", |frame| frame["type"] == "welcome").await;
    assert_eq!(welcome["more"], false);
    window.socket.expect("the last of all", |frame| frame["type"] == "event" && frame["seq"] == head).await;
    assert_eq!(window.socket.shown, head);
}
