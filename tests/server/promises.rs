//! What is promised to customers in time, and the supervisors who are called where it is missed.

use crate::supervision::{PASSWORD, audited, queue_up, with};
use crate::support::{Agent, Setup};
use serde_json::{Value, json};

const POLICY: &str = "intents/shop/policy.toml";

/// Waits for a ticket of the session whose goal stands so.
async fn goal(agent: &mut Agent, session: &str, goal: &str, state: &str) {
    let stands = |ticket: &Value| {
        let goals = ticket["sla"].as_array().into_iter().flatten();
        goals.into_iter().any(|now| now["goal"] == goal && now["state"] == state)
    };
    let wanted = |f: &Value| f["type"] == "ticket" && f["ticket"]["session"] == session && stands(&f["ticket"]);
    agent.socket.expect(&format!("{goal} to be {state}"), wanted).await;
}

#[tokio::test]
async fn a_target_is_hit_or_missed_and_a_miss_is_kept() {
    let server = with(&[
        (POLICY, "first_answer_s = 120", "first_answer_s = 1"),
        (POLICY, "first_answer_s = 60", "first_answer_s = 1"),
    ]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let customer = queue_up(&server).await;
    let session = customer.session();
    goal(&mut noor, &session, "first_answer", "pending").await;
    goal(&mut noor, &session, "first_answer", "missed").await;
    let server = server.kill().start();
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    noor.accept(&session).await;
    assert_eq!(noor.entry("goal_missed").await["event"]["goal"], "first_answer");
    noor.says("sorry for the wait").await;
    goal(&mut noor, &session, "first_answer", "missed").await;

    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let session = queue_up(&server).await.session();
    noor.accept(&session).await;
    noor.says("hello").await;
    goal(&mut noor, &session, "first_answer", "hit").await;
}

/// Who is called to the chat at hand now, as a console sees it.
async fn called(agent: &mut Agent, session: &str, to: Option<&str>) -> Value {
    let stands = |call: &Value| if to.is_some() { call["to"].as_str() == to } else { call.is_null() };
    let wanted = |f: &Value| f["type"] == "ticket" && f["ticket"]["session"] == session && stands(&f["ticket"]["call"]);
    agent.socket.expect(&format!("a call of {to:?}"), wanted).await["ticket"]["call"].clone()
}

#[tokio::test]
async fn a_missed_target_calls_a_supervisor_until_one_has_come() {
    let soon =
        [(POLICY, "first_answer_s = 120", "first_answer_s = 1"), (POLICY, "first_answer_s = 60", "first_answer_s = 1")];
    let server = with(&soon);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let customer = queue_up(&server).await;
    let session = customer.session();
    noor.accept(&session).await;
    noor.socket
        .expect("a call of nobody yet", |f| {
            f["type"] == "ticket"
                && f["ticket"]["call"]["to"].is_null()
                && f["ticket"]["call"]["goal"] == "first_answer"
        })
        .await;
    let server = server.kill().start();
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    let call = called(&mut kim, &session, Some("kim")).await;
    assert_eq!(call["goal"], "first_answer");
    assert_eq!(noor.tries(&session, json!({"type": "answer_call"})).await, Err("forbidden".to_string()));
    noor.watch(&session).await;
    noor.says("sorry for the wait").await;
    kim.watch(&session).await;
    assert_eq!(kim.entry("supervisor_called").await["event"]["to"], Value::Null);
    assert_eq!(kim.entry("supervisor_called").await["event"]["to"], "kim", "an answer that comes late ends no call");
    kim.tries(&session, json!({"type": "answer_call"})).await.expect("she has seen to it");
    let again = kim.tries(&session, json!({"type": "answer_call"})).await;
    assert_eq!(again, Err("not_called".to_string()), "once is enough");
    assert_eq!(kim.entry("supervisor_came").await["agent"], "kim");
    called(&mut noor, &session, None).await;
    assert!(audited(&server).await.contains(&("kim".into(), "call_answered".into(), session.clone())));

    for deed in [
        json!({"type": "take_over"}),
        json!({"type": "note", "text": "I look at it"}),
        json!({"type": "transfer", "to": {"team": "returns"}, "note": null}),
    ] {
        let server = with(&soon);
        let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
        let session = queue_up(&server).await.session();
        called(&mut kim, &session, Some("kim")).await;
        kim.watch(&session).await;
        kim.tries(&session, deed.clone()).await.unwrap_or_else(|code| panic!("{deed}: {code}"));
        assert_eq!(kim.entry("supervisor_came").await["agent"], "kim", "{deed}");
    }
}

#[tokio::test]
async fn who_is_called_keeps_the_call_over_a_restart() {
    let setup = Setup::edited(&[(POLICY, "first_answer_s = 120", "first_answer_s = 1")]);
    for name in ["kim", "lou"] {
        setup.user_as("supervisor", name, PASSWORD, &[]);
    }
    let server = setup.start();
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    let session = queue_up(&server).await.session();
    called(&mut kim, &session, Some("kim")).await;
    let server = server.kill().start();
    let mut lou = Agent::sign_in_as(&server, "lou", PASSWORD).await;
    lou.available(true, 1).await;
    assert_eq!(lou.offer().await.0, session, "the desk has looked at what waits");
    lou.watch(&session).await;
    lou.notes("kim has it").await;
    lou.entry("supervisor_came").await;
    let calls = |frame: &&Value| frame["event"]["type"] == "supervisor_called";
    assert_eq!(lou.socket.unread.iter().filter(calls).count(), 2, "of nobody, then of kim, and not of lou");
}

/// Also what nobody was there to note, and each late answer by itself.
#[tokio::test]
async fn a_target_missed_while_the_server_was_down_is_noted_and_so_is_the_next_one() {
    let server = with(&[
        (POLICY, "first_answer_s = 120", "first_answer_s = 2"),
        (POLICY, "next_answer_s = 180", "next_answer_s = 1"),
    ]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    noor.accept(&session).await;
    let server = server.kill();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let server = server.start();
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    called(&mut kim, &session, Some("kim")).await;
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    noor.watch(&session).await;
    assert_eq!(noor.entry("goal_missed").await["event"]["goal"], "first_answer");
    customer.resume(&server).await;
    for _ in 0..2 {
        kim.tries(&session, json!({"type": "answer_call"})).await.expect("she has seen to it");
        called(&mut kim, &session, None).await;
        noor.says("sorry for the wait").await;
        customer.say("and when does it come?").await;
        let call = called(&mut kim, &session, Some("kim")).await;
        assert_eq!(call["goal"], "next_answer");
        assert_eq!(noor.entry("goal_missed").await["event"]["goal"], "next_answer");
    }
}
