//! Customers who do not write any more, and whether an agent sees them: asked once, then the chat ends by itself.

use crate::support::{Agent, Customer, Server, Setup};
use serde_json::{Value, json};

const POLICY: &str = "intents/shop/policy.toml";
const QUESTION: &str = "what are your opening hours";
const STILL_THERE: &str = "Are you still there?";
const DID_NOT_HEAR: &str = "closed because we did not hear from you";

/// A shop that asks after one second and closes after one more.
fn impatient() -> Server {
    let edits = [(POLICY, "warn_s = 600 ", "warn_s = 1 "), (POLICY, "close_s = 300 ", "close_s = 1 ")];
    Setup::edited(&edits).start()
}

async fn is_told(customer: &mut Customer, text: &str) {
    let wanted = |f: &Value| f["kind"] == "notice" && f["text"].as_str().is_some_and(|told| told.contains(text));
    customer.socket.expect(&format!("a notice {text:?}"), wanted).await;
}

async fn queue_up(server: &Server) -> Customer {
    let mut customer = Customer::arrive(server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer
}

async fn asked_and_closed(customer: &mut Customer) {
    is_told(customer, STILL_THERE).await;
    customer.sees_state("closed").await;
    is_told(customer, DID_NOT_HEAR).await;
    customer.event("bot", "survey").await;
}

#[tokio::test]
async fn a_chat_whose_customer_is_silent_is_asked_after_and_then_closed() {
    let server = impatient();
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.say(QUESTION).await;
    customer.hears_bot_on(asked).await;
    asked_and_closed(&mut customer).await;
    let again = customer.say(QUESTION).await;
    customer.sees_state("bot").await;
    customer.hears_bot_on(again).await;
    let asked_about = customer.events().iter().filter(|event| event.to_string().contains(STILL_THERE)).count();
    assert_eq!(asked_about, 1, "once a silence");
}

#[tokio::test]
async fn an_agents_chat_ends_when_the_customer_owes_an_answer_and_never_when_the_agent_does() {
    let server = impatient();
    let mut agent = Agent::sign_in(&server).await;
    let (mut silent, mut waiting) = (queue_up(&server).await, queue_up(&server).await);
    for customer in [&waiting, &silent] {
        agent.accept(&customer.session()).await;
        agent.says("how can I help?").await;
    }
    waiting.say("my sofa is late").await;
    asked_and_closed(&mut silent).await;
    agent.gone(&silent.session()).await;
    let told = waiting.events().iter().any(|event| event.to_string().contains(STILL_THERE));
    assert!(!told, "whom an agent owes an answer is not asked for one");
    agent.entry("idle_warned").await;
    agent.entry("idle_closed").await;
    agent.tries(&waiting.session(), json!({"type": "say", "text": "on its way"})).await.expect("it is still there");
    is_told(&mut waiting, STILL_THERE).await;
    waiting.say("yes, I am").await;
    agent.tries(&waiting.session(), json!({"type": "say", "text": "good"})).await.expect("an answer keeps it open");
}

#[tokio::test]
async fn who_waits_and_has_left_is_not_kept_in_the_queue_and_who_stays_is() {
    let server = impatient();
    let mut agent = Agent::sign_in(&server).await;
    let (mut stays, mut leaves) = (queue_up(&server).await, queue_up(&server).await);
    leaves.leave().await;
    agent.gone(&leaves.session()).await;
    leaves.resume(&server).await;
    asked_and_closed(&mut leaves).await;
    agent.accept(&stays.session()).await;
    stays.sees_state("agent").await;
}

#[tokio::test]
async fn a_chat_that_nobody_has_spoken_in_is_left_alone() {
    let server = impatient();
    let mut greeted = Customer::arrive(&server, "shop").await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.say(QUESTION).await;
    customer.hears_bot_on(asked).await;
    asked_and_closed(&mut customer).await;
    let asked = greeted.say(QUESTION).await;
    greeted.hears_bot_on(asked).await;
    assert_eq!(asked, 2, "only the greeting came before");
}

#[tokio::test]
async fn an_agent_sees_whether_the_customer_has_the_chat_open() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    agent.watch(&session).await;
    let here = |on: bool| move |f: &Value| f["type"] == "presence" && f["customer"] == on;
    agent.socket.expect("the customer to be here", here(true)).await;
    let mut second = customer.second_window(&server).await;
    second.leave().await;
    customer.leave().await;
    agent.socket.expect("the last window to be gone", here(false)).await;
    customer.resume(&server).await;
    agent.socket.expect("the customer to be back", here(true)).await;
}
