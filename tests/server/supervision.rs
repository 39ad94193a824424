//! What supervisors do, and what a console is told besides tickets.

use crate::support::{ADMIN_PASSWORD, Agent, Customer, Server, Setup, get, online, post};
use serde_json::{Value, json};

pub const PASSWORD: &str = "a long password";
const POLICY: &str = "intents/shop/policy.toml";

/// A server with noor, an agent, and kim, a supervisor.
pub fn with(edits: &[(&str, &str, &str)]) -> Server {
    let setup = Setup::edited(edits);
    setup.user("noor", PASSWORD, &[]);
    setup.user_as("supervisor", "kim", PASSWORD, &[]);
    setup.start()
}

pub async fn queue_up(server: &Server) -> Customer {
    let mut customer = Customer::arrive(server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer
}

/// Who did what to whom, by the audit log.
pub async fn audited(server: &Server) -> Vec<(String, String, String)> {
    let answer = post(server, "/api/v1/login", &[], &json!({"name": "admin", "password": ADMIN_PASSWORD})).await;
    let cookie = answer.cookie();
    let log = get(server, "/api/v1/audit", &[("cookie", &cookie), ("origin", &server.origin())]).await;
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_string();
    let rows = log.json()["entries"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| (text(row, "who"), text(row, "deed"), text(row, "on"))).collect()
}

#[tokio::test]
async fn a_supervisor_reads_along_whispers_and_takes_over() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    noor.accept(&session).await;
    kim.watch(&session).await;
    kim.notes("offer a refund").await;
    assert_eq!(noor.entry("note_added").await["agent"], "kim");
    let said = kim.tries(&session, json!({"type": "say", "text": "me too"})).await;
    assert_eq!(said, Err("not_yours".to_string()), "two voices would confuse");
    kim.tries(&session, json!({"type": "take_over"})).await.expect("a supervisor may");
    customer.sees_state("agent").await;
    assert_eq!(noor.tries(&session, json!({"type": "say", "text": "mine"})).await, Err("not_yours".to_string()));
    let back = noor.tries(&session, json!({"type": "take_over"})).await;
    assert_eq!(back, Err("not_yours".to_string()), "an agent may not");
    noor.accept_refused(&session, "taken").await;
    kim.says("Kim here, I take care of it").await;
    assert_eq!(customer.hears_agent().await, "Kim here, I take care of it");
    let seen = serde_json::to_string(&customer.events()).expect("JSON");
    assert!(!seen.contains("offer a refund"), "whispers are not for the customer");
}

/// Waits for a ticket that waits for that team.
async fn of_team(agent: &mut Agent, team: &str) -> Value {
    let moved = |f: &Value| {
        let ticket = &f["ticket"];
        f["type"] == "ticket" && ticket["team"] == team && ticket["state"] == "queued"
    };
    agent.socket.expect(&format!("a ticket of {team}"), moved).await["ticket"].clone()
}

/// From an agent and from the queue: whoever lost it is not asked again at once.
#[tokio::test]
async fn a_supervisor_moves_chats_and_all_of_it_is_in_the_audit_log() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    noor.available(true, 3).await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    assert_eq!(noor.offer().await.0, session);
    noor.accept(&session).await;
    kim.watch(&session).await;
    kim.watch(&session).await;
    kim.notes("returns should see this").await;
    kim.transfer(json!({"team": "returns"}), "a torn sofa").await;
    let moved = kim.entry("requeued").await;
    assert_eq!((&moved["event"]["team"], &moved["event"]["note"]), (&json!("returns"), &json!("a torn sofa")));
    of_team(&mut kim, "returns").await;
    customer.sees_state("queued").await;
    kim.available(true, 3).await;
    kim.transfer(json!({"team": "payments"}), "it is about money").await;
    of_team(&mut kim, "payments").await;
    assert_eq!(noor.offers_unread(), 0, "from whom it was taken is not asked at once");
    assert_eq!(
        noor.tries(&session, json!({"type": "transfer", "to": {"team": "care"}, "note": null})).await,
        Err("not_yours".to_string())
    );
    let unknown = json!({"type": "transfer", "to": {"team": "astronauts"}, "note": null});
    assert_eq!(kim.tries(&session, unknown).await, Err("not_found".to_string()));
    kim.tries(&session, json!({"type": "take_over"})).await.expect("a supervisor may");
    kim.notes("mine now").await;
    let audit = audited(&server).await;
    let mut deeds: Vec<&str> =
        audit.iter().filter(|(who, _, on)| who == "kim" && *on == session).map(|row| &*row.1).collect();
    deeds.reverse();
    assert_eq!(deeds, ["chat_read", "chat_noted", "chat_moved", "chat_moved", "chat_taken_over"]);
    assert!(!audit.iter().any(|(who, _, on)| who == "noor" && *on == session), "an agent's own work is no deed");
}

#[tokio::test]
async fn a_chat_that_goes_to_a_team_waits_for_that_teams_hours() {
    let closed = "returns = { hours = { always_open = false, time_zone = \"Europe/Amsterdam\", week = { mon = [\"03:00-03:01\"] } }, name";
    let server = with(&[(POLICY, "returns = { name", closed)]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    assert_eq!(noor.ticket(&session, "queued").await["opens_at"], Value::Null);
    noor.accept(&session).await;
    noor.transfer(json!({"team": "returns"}), "for tomorrow").await;
    let ticket = of_team(&mut noor, "returns").await;
    let told = customer.socket.expect("the opening", |f| f["kind"] == "state" && f["opens_at"].is_string()).await;
    assert_eq!(ticket["opens_at"], told["opens_at"]);
    noor.accept(&session).await;
    noor.transfer(json!({"team": "care"}), "open after all").await;
    assert_eq!(of_team(&mut noor, "care").await["opens_at"], Value::Null);
}

/// Each team's chats find their people as the policy has it for that team.
#[tokio::test]
async fn a_team_may_be_given_chats_without_asking_or_choose_them_itself() {
    for (assign, given) in [("assign", true), ("pick", false)] {
        let team = format!("care = {{ assign = \"{assign}\", name");
        let server = with(&[(POLICY, "care = { name", &team)]);
        let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
        noor.available(true, 3).await;
        let mut customer = queue_up(&server).await;
        let session = customer.session();
        if given {
            assert_eq!(noor.ticket(&session, "agent").await["agent"], "noor");
        } else {
            noor.ticket(&session, "queued").await;
            noor.accept(&session).await;
        }
        customer.sees_state("agent").await;
        assert_eq!(noor.offers_unread(), 0, "{assign} asks nobody");
    }
}

#[tokio::test]
async fn only_a_supervisor_changes_a_colleagues_capacity() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    let set = |agent: &str| json!({"type": "set_available", "agent": agent, "on": true, "capacity": 2});
    assert_eq!(noor.tries("", set("kim")).await, Err("forbidden".to_string()));
    assert_eq!(kim.tries("", set("nobody")).await, Err("not_found".to_string()));
    kim.tries("", set("noor")).await.expect("a supervisor may");
    let told = noor.socket.expect("to be told", |frame| frame["type"] == "available").await;
    assert_eq!((&told["on"], &told["capacity"]), (&json!(true), &json!(2)));
    let customer = queue_up(&server).await;
    assert_eq!(noor.offer().await.0, customer.session(), "it counts at once");
    let audit = audited(&server).await;
    assert!(audit.contains(&("kim".into(), "availability_changed".into(), "noor".into())), "{audit:?}");
}

#[tokio::test]
async fn everybody_sees_who_looks_at_a_chat_and_who_types() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let kim = Agent::sign_in_as(&server, "kim", PASSWORD).await;
    let session = queue_up(&server).await.session();
    let mut kim = kim;
    for (session, typing, expected) in [
        (json!(session), false, json!([{"agent": "kim", "typing": false}])),
        (json!(session), true, json!([{"agent": "kim", "typing": true}])),
        (Value::Null, false, json!([])),
    ] {
        kim.socket.send(&json!({"type": "look", "session": session, "typing": typing})).await;
        let told = noor.socket.expect("who looks", |frame| frame["type"] == "lookers").await;
        assert_eq!(told["agents"], expected);
    }
    // Several at once: something is written in one of them.
    let other = queue_up(&server).await.session();
    let nowhere = "01KAJ3X6ZC8V5T2N4QW7R9B0HD";
    kim.socket.send(&json!({"type": "look", "session": session, "beside": [nowhere, other], "typing": true})).await;
    for (shown, typing) in [(&session, true), (&other, false)] {
        let told = |f: &Value| f["type"] == "lookers" && f["session"] == **shown;
        let told = noor.socket.expect("who looks", told).await;
        assert_eq!(told["agents"], json!([{"agent": "kim", "typing": typing}]));
    }
    kim.socket.send(&json!({"type": "look", "session": other, "typing": false})).await;
    let left = |f: &Value| f["type"] == "lookers" && f["session"] == *session;
    assert_eq!(noor.socket.expect("who looks", left).await["agents"], json!([]));
}

#[tokio::test]
async fn while_people_are_away_a_chat_waits_for_the_opening_and_may_still_be_taken() {
    let closed = "always_open = false\ntime_zone = \"Europe/Amsterdam\"\nweek = { mon = [\"03:00-03:01\"] }";
    let server = with(&[(POLICY, "always_open = true", closed)]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    noor.available(true, 3).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.choose("person", 0).await;
    let told = customer.hears_bot_on(asked).await;
    assert!(told["text"].as_str().expect("a text").contains("away"), "{told}");
    let queued = customer.sees_state("queued").await;
    assert!(queued["opens_at"].is_string(), "{queued}");
    let ticket = noor.ticket(&customer.session(), "queued").await;
    assert_eq!(ticket["opens_at"], queued["opens_at"]);
    noor.accept(&customer.session()).await;
    assert_eq!(noor.offers_unread(), 0, "nobody is asked before the opening");
    customer.sees_state("agent").await;
}

#[tokio::test]
async fn the_waiting_time_told_comes_from_before_a_restart_too() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    assert_eq!(noor.welcome["waits"], json!({}), "nothing is known yet");
    for _ in 0..5 {
        let customer = queue_up(&server).await;
        noor.accept(&customer.session()).await;
        noor.resolve().await;
    }
    let server = server.kill().start();
    let noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    assert!(noor.welcome["waits"]["shop"]["p90"].is_u64(), "{}", noor.welcome["waits"]);
    let mut customer = queue_up(&server).await;
    let told = customer.event("system", "queue").await;
    assert!(told["wait_s"]["p50"].is_u64(), "{told}");
}

#[tokio::test]
async fn what_an_agent_corrects_is_an_example_to_learn_from() {
    let server = with(&[]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let said = customer.say("my parcel 40128831 is late, call me on 06 12345678").await;
    customer.hears_bot_on(said).await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    let session = customer.session();
    let correct = |of: u64, intent: &str| json!({"type": "correct", "of": of, "intent": intent, "sentiment": "negative", "hand_off": true});
    assert_eq!(noor.tries(&session, correct(said, "refund_status")).await, Err("not_yours".to_string()));
    noor.accept(&session).await;
    for (of, intent) in [(said, "no_such_intent"), (999, "refund_status")] {
        assert_eq!(noor.tries(&session, correct(of, intent)).await, Err("not_found".to_string()));
    }
    for intent in ["refund_status", "parcel_not_arrived"] {
        noor.tries(&session, correct(said, intent)).await.expect("it is hers");
    }
    let live = online(&server, &["corrections"]).await;
    let ran = server.kill().run(&["corrections"], "");
    assert_eq!(live.stdout, ran.stdout, "a running server tells the same");
    let examples: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [example] = &examples[..] else { panic!("the last word on one message: {examples:?} {}", ran.stderr) };
    assert_eq!((&example["intent"], &example["by"]), (&json!("parcel_not_arrived"), &json!("noor")));
    assert_eq!((&example["sentiment"], &example["hand_off"]), (&json!("negative"), &json!(true)));
    let text = example["text"].as_str().expect("a text");
    assert!(text.contains("40128831") && !text.contains("12345678"), "{text}");
}

#[tokio::test]
async fn a_console_has_the_sentences_that_are_sent_again_and_again() {
    let server = with(&[]);
    let noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let shop = &noor.welcome["replies"]["shop"];
    assert_eq!(shop["brand"], "Fernhout");
    assert!(shop["replies"]["hello"]["text"]["nl"].as_str().expect("a text").contains("{agent}"));
}
