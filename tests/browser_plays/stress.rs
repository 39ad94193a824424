//! Consoles and chats under strain: enlarged to 200 %, from right to left, with a transcript of 2,000 messages.

use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use serde_json::json;
use std::time::Duration;

/// Messages of the long transcript.
const MANY: u64 = 2_000;
/// Longest that the page may take from a key to the next picture with the long transcript open, ms. A person notices
/// from 100 on; the rest is for a busy machine.
const KEY_MS: f64 = 250.0;

async fn holds(page: &Page, stage: &str) {
    page.fits(stage).await;
    page.is_accessible(stage).await;
    page.picture(stage).await;
}

/// From the first hello to the end, at both ends, with `prepare` done to each page.
async fn story(name: &str, screen: Screen, prepare: Option<&str>) {
    let _turn = stage().await;
    let server = Server::start_with(&[("sanne", "Sanne", "agent"), ("sam", "Sam", "supervisor")]);
    let browser = Browser::start();
    let stage = |what: &str| format!("{name}-{what}");
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    let agent = Agent::signs_in(browser.open(screen).await, &server, "sam").await;
    if let Some(prepare) = prepare {
        customer.page.ask(prepare).await;
        agent.page.ask(prepare).await;
    }
    customer.is_greeted().await;
    customer.asks(SHOP.furious).await;
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;
    holds(&customer.page, &stage("60-queue")).await;
    agent.sees_who_waits().await;
    holds(&agent.page, &stage("61-list")).await;
    agent.opens_the_first().await;
    agent.accepts().await;
    customer.writes(SHOP.question).await;
    agent.page.appears("[data-test=suggestion]").await;
    holds(&agent.page, &stage("62-talk")).await;
    agent.opens_the_ticket().await;
    holds(&agent.page, &stage("63-ticket")).await;
    agent.closes_the_ticket().await;
    agent.replies(SHOP.agent_says).await;
    customer.page.reads("[data-test=message][data-from=agent]", SHOP.agent_says).await;
    holds(&customer.page, &stage("64-answer")).await;
    agent.resolves().await;
    holds(&agent.page, &stage("65-resolve")).await;
    agent.confirms().await;
    customer.page.appears("[data-test=rate-5]").await;
    holds(&customer.page, &stage("66-survey")).await;
    agent.sees_the_board().await;
    holds(&agent.page, &stage("67-board")).await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn everything_is_reached_at_200_percent() {
    story("zoom", Screen::laptop_enlarged(), None).await;
}

#[tokio::test]
async fn everything_is_reached_from_right_to_left() {
    story("rtl", Screen::laptop(), Some("document.documentElement.dir = 'rtl'")).await;
}

#[tokio::test]
async fn everything_is_reached_from_right_to_left_on_a_phone_by_night() {
    story("rtl", Screen::phone().by_night(), Some("document.documentElement.dir = 'rtl'")).await;
}

/// Waits longer than a person would, for what the machine has to work at.
async fn patiently(page: &Page, what: &str, expression: &str) {
    for _ in 0..600 {
        if page.ask(expression).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("waited in vain for {what}");
}

/// A customer who asks for a person, and tells one a great deal, over a socket of the page's own.
async fn talks_and_talks(page: &Page, server: &Server) {
    page.go(&server.page("/demo/shop")).await;
    let script = format!(
        "(() => {{
            const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws/chat', 'baton.v1');
            const send = (frame) => socket.send(JSON.stringify(frame));
            const text = 'And another thing about my sofa, in a line or two, so that it looks like what people write.';
            window.said = -1;
            const say = () => (window.said += 1) < {MANY} && send({{ type: 'say', cid: 'c' + window.said, text }});
            socket.onopen = () => send({{ type: 'hello', bot: 'shop', locale: 'en' }});
            socket.onmessage = ({{ data }}) => {{
                const frame = JSON.parse(data);
                if (frame.type === 'welcome') send({{ type: 'choose', cid: 'p', choice: 'person', ref: 0 }});
                if (frame.type === 'ping') send({{ type: 'pong' }});
                if (frame.state === 'agent' || (frame.type === 'ack' && frame.cid !== 'p')) say();
            }};
            return true;
        }})()"
    );
    page.ask(&script).await;
}

#[tokio::test]
async fn a_console_stays_quick_with_a_transcript_of_2000_messages() {
    let _turn = stage().await;
    let server = Server::start_with_settings("[limits]\nmessages_per_s = 100000.0\nmessages_burst = 100000\n");
    let browser = Browser::start();
    let customer = browser.open(Screen::laptop()).await;
    talks_and_talks(&customer, &server).await;
    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.page.click("[data-test=row]").await;
    agent.accepts().await;
    patiently(&customer, "2,000 messages", &format!("window.said >= {MANY}")).await;
    agent.page.reload().await;
    agent.page.appears("[data-test=composer]").await;
    let lines = "document.querySelectorAll('[data-test=entry][data-from=customer]').length";
    patiently(&agent.page, "the whole transcript", &format!("{lines} >= {MANY}")).await;

    let timed = "(() => {
        const area = document.querySelector('[data-test=composer]');
        window.took = [];
        const key = (left) => {
            if (left === 0) return;
            const began = performance.now();
            area.value += 'a';
            area.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => setTimeout(() => { window.took.push(performance.now() - began); key(left - 1); }));
        };
        key(20);
        return true;
    })()";
    agent.page.ask(timed).await;
    agent.page.until("twenty keys", "window.took.length === 20").await;
    let took = agent.page.ask("window.took.toSorted((a, b) => a - b)[10]").await.as_f64().expect("a time");
    println!("a key takes {took:.1} ms to be seen");
    assert!(took < KEY_MS, "a key takes {took} ms to be seen");
    agent.page.ask("document.querySelector('.log').scrollTo(0, 0)").await;
    agent.page.until("the first lines", "shown('[data-event=session_started]').length > 0").await;
    agent.page.picture("68-long-transcript").await;
    customer.close().await;
    agent.page.close().await;
}
