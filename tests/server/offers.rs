//! Offers: who is asked to take a chat, and what happens when they say yes, no, or nothing.

use crate::house::{signs_in, with_sanne};
use crate::support::{Agent, Customer, Server, Setup};
use serde_json::{Value, json};

const PASSWORD: &str = "a long password";
const POLICY: &str = "intents/shop/policy.toml";

/// A server with these agents, on a shop whose offers stand for so many seconds.
fn with(names: &[&str], offer_s: u32) -> Server {
    let setup = Setup::edited(&[(POLICY, "offer_s = 30", &format!("offer_s = {offer_s}"))]);
    names.iter().for_each(|name| setup.user(name, PASSWORD, &[]));
    setup.start()
}

async fn arrive(server: &Server, name: &str, capacity: u32) -> Agent {
    let mut agent = Agent::sign_in_as(server, name, PASSWORD).await;
    agent.available(true, capacity).await;
    agent
}

async fn queue_up(server: &Server) -> Customer {
    let mut customer = Customer::arrive(server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer
}

#[tokio::test]
async fn a_chat_is_offered_to_who_is_available_and_taken() {
    let server = with(&["noor"], 30);
    let mut noor = arrive(&server, "noor", 2).await;
    let mut customer = queue_up(&server).await;
    let (session, _) = noor.offer().await;
    assert_eq!(session, customer.session());
    let ticket = noor.ticket(&session, "offered").await;
    assert_eq!(ticket["offer"]["to"], "noor");
    noor.accept(&session).await;
    customer.sees_state("agent").await;
    assert!(customer.notice().await.starts_with("noor from Fernhout joined"));
}

#[tokio::test]
async fn who_is_not_available_is_offered_nothing_and_may_still_take_a_chat() {
    let server = with(&["noor"], 30);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let customer = queue_up(&server).await;
    noor.ticket(&customer.session(), "queued").await;
    noor.accept(&customer.session()).await;
    assert_eq!(noor.offers_unread(), 0);
}

#[tokio::test]
async fn a_declined_chat_goes_to_the_next_and_not_back() {
    let server = with(&["noor", "sam"], 30);
    let mut noor = arrive(&server, "noor", 2).await;
    let customer = queue_up(&server).await;
    let (session, _) = noor.offer().await;
    let mut sam = arrive(&server, "sam", 2).await;
    let declined = noor.tries(&session, json!({"type": "decline", "reason": "a meeting"})).await;
    assert_eq!(declined, Ok(()));
    assert_eq!(sam.offer().await.0, customer.session());
    assert_eq!(noor.offers_unread(), 0);
    let late = noor.tries(&session, json!({"type": "decline", "reason": null})).await;
    assert_eq!(late, Err("not_yours".to_string()), "only who is asked can say no");
    noor.accept(&session).await;
    let late = sam.tries(&session, json!({"type": "accept"})).await;
    assert_eq!(late, Err("taken".to_string()), "a colleague may be faster than who is asked");
}

#[tokio::test]
async fn silence_passes_a_chat_on_and_silence_twice_is_being_away() {
    let server = with(&["noor", "sam"], 1);
    let mut noor = arrive(&server, "noor", 5).await;
    let (first, second) = (queue_up(&server).await, queue_up(&server).await);
    let offered = [noor.offer().await.0, noor.offer().await.0];
    assert_eq!(offered, [first.session(), second.session()]);
    let away = noor.socket.expect("to be counted as away", |f| f["type"] == "available" && f["on"] == false).await;
    assert_eq!(away["capacity"], 5);
    let mut sam = arrive(&server, "sam", 5).await;
    let mut taken = [sam.offer().await.0, sam.offer().await.0];
    taken.sort();
    let mut both = [first.session(), second.session()];
    both.sort();
    assert_eq!(taken, both);
}

#[tokio::test]
async fn every_change_of_room_is_used_at_once() {
    let server = with(&["noor"], 30);
    let mut customers = [queue_up(&server).await, queue_up(&server).await, queue_up(&server).await];
    let mut noor = arrive(&server, "noor", 1).await;
    assert_eq!(noor.offer().await.0, customers[0].session());
    noor.available(true, 3).await;
    assert_eq!(noor.offer().await.0, customers[1].session(), "more capacity is room for the next");
    noor.accept(&customers[0].session()).await;
    noor.resolve().await;
    assert_eq!(noor.offer().await.0, customers[2].session(), "so is a chat that ends");
    customers[1].choose("leave_queue", 0).await;
    customers[1].sees_state("bot").await;
    noor.gone(&customers[1].session()).await;
}

#[tokio::test]
async fn an_offer_survives_a_crash() {
    let server = with(&["noor"], 30);
    let mut noor = arrive(&server, "noor", 2).await;
    let mut customer = queue_up(&server).await;
    let offered = noor.offer().await;
    let server = server.kill().start();
    customer.resume(&server).await;
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let rows = noor.welcome["queue"].as_array().expect("tickets");
    assert_eq!((&rows[0]["state"], &rows[0]["offer"]["to"]), (&json!("offered"), &json!("noor")));
    assert_eq!(rows[0]["offer"]["expires_at"], json!(offered.1), "it stands as long as before");
    noor.accept(&offered.0).await;
    customer.sees_state("agent").await;
}

#[tokio::test]
async fn a_chat_is_passed_to_a_colleague_who_is_there_with_a_note() {
    let server = with(&["noor", "sam", "kim"], 30);
    let (mut noor, mut customer, session) = noor_has_a_chat(&server).await;
    let to = |name: &str| json!({"type": "transfer", "to": {"agent": name}, "note": "asks for you"});
    assert_eq!(noor.tries(&session, to("kim")).await, Err("away".to_string()), "she is not there");
    assert_eq!(noor.tries(&session, to("noor")).await, Err("away".to_string()), "not to oneself");
    let mut sam = arrive(&server, "sam", 1).await;
    let known =
        noor.socket.expect("a colleague", |f| f["type"] == "colleague" && f["agent"]["available"]["on"] == true).await;
    assert_eq!((&known["agent"]["agent"], &known["agent"]["connected"]), (&json!("sam"), &json!(true)));
    noor.transfer(json!({"agent": "sam"}), "asks for you").await;
    assert_eq!(sam.offer().await.0, session);
    sam.accept(&session).await;
    assert_eq!(sam.entry("requeued").await["event"]["note"], "asks for you");
    customer.sees_state("agent").await;
    sam.says("hello, Sam here").await;
    assert_eq!(customer.hears_agent().await, "hello, Sam here");
    assert_eq!(noor.tries(&session, json!({"type": "say", "text": "me too"})).await, Err("not_yours".to_string()));
}

#[tokio::test]
async fn a_console_knows_the_teams_and_the_colleagues_from_the_start() {
    let server = with(&["noor"], 30);
    let _noor = arrive(&server, "noor", 2).await;
    let sam = Agent::sign_in(&server).await;
    assert!(sam.welcome["teams"]["shop"][0]["name"]["nl"].is_string(), "{}", sam.welcome["teams"]);
    let names: Vec<_> = sam.welcome["agents"].as_array().expect("agents").iter().map(|a| a["agent"].clone()).collect();
    assert_eq!(names, [json!("admin"), json!("noor")]);
}

#[tokio::test]
async fn a_chat_that_is_wrapped_up_is_resolved_or_goes_on() {
    let server = with(&["noor"], 30);
    let (mut noor, mut customer, session) = noor_has_a_chat(&server).await;
    let wrap_up = || json!({"type": "wrap_up", "code": "solved", "note": "van called"});
    noor.tries(&session, wrap_up()).await.expect("it is hers");
    noor.ticket(&session, "wrap_up").await;
    customer.say("one more thing").await;
    noor.ticket(&session, "agent").await;
    noor.tries(&session, wrap_up()).await.expect("it is hers");
    noor.resolve().await;
    customer.sees_state("closed").await;
}

#[tokio::test]
async fn what_the_customer_sees_does_not_tell_of_offers() {
    let server = with(&["noor"], 1);
    let mut noor = arrive(&server, "noor", 2).await;
    let mut customer = queue_up(&server).await;
    let (session, _) = noor.offer().await;
    noor.ticket(&session, "queued").await;
    noor.accept(&session).await;
    customer.sees_state("agent").await;
    let states: Vec<_> =
        customer.events().into_iter().filter(|e| e["kind"] == "state").map(|e| e["state"].clone()).collect();
    assert_eq!(states, [json!("queued"), json!("agent")]);
}

#[tokio::test]
async fn two_hundred_who_wait_are_served_in_their_order() {
    let server = with(&["noor"], 30);
    let mut customers = Vec::new();
    for _ in 0..200 {
        customers.push(queue_up(&server).await);
    }
    let mut noor = arrive(&server, "noor", 1).await;
    for customer in &customers[..20] {
        let (session, _) = noor.offer().await;
        assert_eq!(session, customer.session());
        noor.accept(&session).await;
        noor.resolve().await;
    }
}

#[tokio::test]
async fn a_customer_who_comes_back_gets_the_agent_who_had_the_chat_before_a_specialist() {
    let setup = Setup::new();
    ["noor", "sam"].iter().for_each(|name| setup.user(name, PASSWORD, &[]));
    assert_eq!(setup.run(&["user", "work", "sam", "--skill", "return_item"], "").code, 0);
    let server = setup.start();
    let mut noor = arrive(&server, "noor", 2).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.say("how can I return it?").await;
    customer.hears_bot_on(asked).await;
    customer.choose("person", 0).await;
    let (session, _) = noor.offer().await;
    noor.accept(&session).await;
    noor.resolve().await;
    customer.sees_state("closed").await;
    let mut sam = arrive(&server, "sam", 2).await;
    let asked = customer.say("how can I return it after all?").await;
    customer.hears_bot_on(asked).await;
    customer.choose("person", 0).await;
    assert_eq!(noor.offer().await.0, session);
    let hers = |f: &Value| f["ticket"]["came_back"] == true && f["ticket"]["offer"]["to"] == "noor";
    let ticket = noor.socket.expect("her offer on the desk", hers).await;
    assert_eq!(ticket["ticket"]["intents"][1]["intent"], "return_item", "{ticket}");
    assert_eq!(sam.offers_unread(), 0);
    let mut other = Customer::arrive(&server, "shop").await;
    let asked = other.say("how can I return it?").await;
    other.hears_bot_on(asked).await;
    other.choose("person", 0).await;
    assert_eq!(sam.offer().await.0, other.session(), "of a new customer the specialist comes first");
}

/// Noor, who has just taken a chat, and its customer.
async fn noor_has_a_chat(server: &Server) -> (Agent, Customer, String) {
    let mut noor = arrive(server, "noor", 2).await;
    let customer = queue_up(server).await;
    let (session, _) = noor.offer().await;
    noor.accept(&session).await;
    (noor, customer, session)
}

#[tokio::test]
async fn a_chat_that_a_person_ended_may_go_on_with_them_without_the_bot() {
    let setup = Setup::edited(&[(POLICY, "reopens_with = \"bot\" ", "reopens_with = \"people\" ")]);
    ["noor", "sam"].iter().for_each(|name| setup.user(name, PASSWORD, &[]));
    let server = setup.start();
    let (mut noor, mut customer, session) = noor_has_a_chat(&server).await;
    noor.resolve().await;
    customer.sees_state("closed").await;
    let sam = arrive(&server, "sam", 2).await;
    customer.say("it is broken again").await;
    customer.sees_state("queued").await;
    assert_eq!(noor.offer().await.0, session, "who had it knows the story");
    assert_eq!(sam.offers_unread(), 0);
    noor.accept(&session).await;
    assert_eq!(noor.entry("queued").await["event"]["reason"]["rule"], "asked_for_person");
    assert_eq!(noor.entry("queued").await["event"]["reason"]["rule"], "came_back");
    let mut other = Customer::arrive(&server, "shop").await;
    let asked = other.say("what are your opening hours").await;
    other.hears_bot_on(asked).await;
    other.end().await;
    let asked = other.say("what are your opening hours").await;
    other.hears_bot_on(asked).await;
    assert_eq!(noor.offers_unread() + sam.offers_unread(), 0, "what no person had stays with the bot");
}

#[tokio::test]
async fn a_chat_whose_agent_is_silent_goes_to_somebody_else() {
    let setup = Setup::edited(&[(POLICY, "warn_s = 300", "warn_s = 1"), (POLICY, "after_s = 900", "after_s = 2")]);
    ["noor", "sam"].iter().for_each(|name| setup.user(name, PASSWORD, &[]));
    let server = setup.start();
    let (mut noor, mut customer, session) = noor_has_a_chat(&server).await;
    let ticket = noor.ticket(&session, "agent").await;
    assert!(ticket["silence"]["warn_at"].as_str() < ticket["silence"]["due_at"].as_str(), "{ticket}");
    noor.says("one moment").await;
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    noor.says("who has answered is not silent").await;
    let mut sam = arrive(&server, "sam", 2).await;
    customer.say("are you there?").await;
    assert_eq!(sam.offer().await.0, session);
    assert_eq!(noor.entry("requeued").await["event"]["why"], "agent_silent");
    sam.accept(&session).await;
    let late = noor.tries(&session, json!({"type": "say", "text": "I am back"})).await;
    assert_eq!(late, Err("not_yours".to_string()));
}

#[tokio::test]
async fn a_chat_whose_agent_is_silent_may_go_back_to_the_bot() {
    let edits = [
        (POLICY, "warn_s = 300", "warn_s = 1"),
        (POLICY, "after_s = 900", "after_s = 2"),
        (POLICY, "then = \"reassign\"", "then = \"bot\""),
    ];
    let setup = Setup::edited(&edits);
    setup.user("noor", PASSWORD, &[]);
    let server = setup.start();
    let (mut noor, mut customer, session) = noor_has_a_chat(&server).await;
    customer.sees_state("agent").await;
    customer.sees_state("bot").await;
    noor.gone(&session).await;
    let asked = customer.say("what are your opening hours").await;
    customer.hears_bot_on(asked).await;
}

#[tokio::test]
async fn a_chat_that_rests_makes_room_and_wakes_when_the_customer_writes() {
    let server = with(&["noor"], 30);
    let mut noor = arrive(&server, "noor", 1).await;
    let mut customer = queue_up(&server).await;
    let (session, _) = noor.offer().await;
    noor.accept(&session).await;
    noor.says("I will ask the warehouse.").await;
    let other = queue_up(&server).await;
    let at = |seconds: i64| json!((jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds)).to_string());
    for wrong in [at(-1), at(8 * 24 * 3600)] {
        let refused = noor.tries(&session, json!({"type": "snooze", "until": wrong})).await;
        assert_eq!(refused, Err("bad_frame".to_string()), "{wrong}");
    }
    assert_eq!(noor.offers_unread(), 0, "she is full");
    noor.tries(&session, json!({"type": "snooze", "until": at(3600)})).await.expect("it is hers");
    assert_eq!(noor.offer().await.0, other.session());
    noor.accept(&other.session()).await;
    customer.say("any news?").await;
    let woke = |f: &Value| f["ticket"]["session"] == *session && f["ticket"]["last"]["text"] == "any news?";
    let ticket = noor.socket.expect("the chat to wake", woke).await;
    assert_eq!((&ticket["ticket"]["snoozed_until"], &ticket["ticket"]["agent"]), (&json!(null), &json!("noor")));
    noor.tries(&session, json!({"type": "snooze", "until": at(1)})).await.expect("it is hers");
    let rests = |f: &Value| f["ticket"]["session"] == *session && f["ticket"]["snoozed_until"].is_string();
    noor.socket.expect("the chat to rest again", rests).await;
    let back = |f: &Value| f["ticket"]["session"] == *session && f["ticket"]["snoozed_until"].is_null();
    noor.socket.unread.clear();
    noor.socket.expect("the chat to come back by itself", back).await;
}

#[tokio::test]
async fn a_chat_whose_agent_vanished_waits_again_at_its_old_place() {
    let setup = Setup::with("[sessions]\nagent_grace_s = 1");
    let (server, mut first, sanne) = with_sanne(setup, &[("sanne", "shop"), ("sam", "shop")]).await;
    let second = queue_up(&server).await;
    drop(sanne);
    first.sees_state("queued").await;
    assert_eq!(first.place().await, 1, "before who came later");
    let sam = signs_in(&server, "sam").await;
    assert_eq!(sam.listed("queue"), [first.session(), second.session()]);
}

#[tokio::test]
async fn an_agent_who_is_back_in_time_keeps_the_chat() {
    let setup = Setup::with("[sessions]\nagent_grace_s = 600");
    let (server, mut customer, sanne) = with_sanne(setup, &[("sanne", "shop")]).await;
    drop(sanne);
    let mut sanne = signs_in(&server, "sanne").await;
    sanne.watch(&customer.session()).await;
    sanne.says("here I am again").await;
    assert_eq!(customer.hears_agent().await, "here I am again");
}
