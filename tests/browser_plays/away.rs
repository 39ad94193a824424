//! An agent's side that goes away: the page is loaded anew, the machine dies or sleeps, the server is lost. Nothing that was
//! said is lost or doubled, and nothing goes that was not sent.

use crate::support::browser::Browser;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use serde_json::json;

const PEOPLE: &[(&str, &str, &str)] = &[("sanne", "Sanne", "agent"), ("tom", "Tom", "agent")];

/// Half a sentence.
const DRAFT: &str = "I have just asked the warehouse and they";
const MEANWHILE: &str = "Are you still there?";

/// A customer whose chat Sanne has, each in a browser of their own.
async fn talking(server: &Server, here: &Browser, there: &Browser) -> (Customer, Agent) {
    let customer = Customer::visits(here.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks(SHOP.furious).await;
    let sanne = Agent::signs_in(there.open(Screen::laptop()).await, server, "sanne").await;
    sanne.takes_the_first().await;
    sanne.replies(SHOP.agent_says).await;
    customer.page.reads("[data-test=message][data-from=agent]", SHOP.agent_says).await;
    (customer, sanne)
}

async fn drafted(agent: &Agent) {
    agent.page.until("the draft", &format!("shown('[data-test=composer]')[0]?.value === {}", json!(DRAFT))).await;
}

#[tokio::test]
async fn a_page_loaded_anew_keeps_the_draft_and_sends_what_was_sent_once() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let (customer, sanne) = talking(&server, &browser, &browser).await;
    sanne.page.type_into("[data-test=composer]", DRAFT).await;
    sanne.page.reload().await;
    drafted(&sanne).await;
    sanne.page.appears("[data-test=resolve]").await;
    assert_eq!(customer.page.count("[data-test=message]", DRAFT).await, 0, "what is half written goes nowhere");
    sanne.page.type_into("[data-test=composer]", " will call me back.").await;
    sanne.page.click("[data-test=send]").await;
    sanne.page.appears("[data-test=held]").await;
    // What was sent and could still be taken back is sent: who could have done so has left.
    sanne.page.reload().await;
    customer.page.reads("[data-test=message][data-from=agent]", "will call me back.").await;
    customer.writes(MEANWHILE).await;
    sanne.page.reads("[data-test=entry][data-from=customer]", MEANWHILE).await;
    sanne.replies("Yes, I am.").await;
    customer.page.reads("[data-test=message][data-from=agent]", "Yes, I am.").await;
    assert_eq!(customer.page.count("[data-test=message]", DRAFT).await, 1);
    assert_eq!(sanne.page.count("[data-test=entry]", DRAFT).await, 1);
    assert_eq!(sanne.page.ask("shown('[data-test=composer]')[0].value").await, json!(""), "the draft is spent");
}

/// The customer is told, waits before who came later, and Tom takes the chat with its story.
async fn is_taken_up_by_tom(customer: &Customer, other: &Customer, tom: &Agent) {
    customer.page.reads("[data-test=system]", "The connection with our colleague was lost").await;
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;
    other.page.reads("[data-test=status]", "Number 2 in the queue").await;
    customer.writes(MEANWHILE).await;
    customer.page.picture("110-agent-lost").await;
    tom.page.until("both to wait", "shown('[data-test=row]').length === 2").await;
    tom.page.ask("shown('[data-test=row]')[0].click()").await;
    for words in [SHOP.furious, SHOP.agent_says, MEANWHILE, "the agent’s connection was lost"] {
        tom.page.reads("[data-test=transcript]", words).await;
    }
    tom.accepts().await;
    tom.replies("Tom here. I go on where Sanne was.").await;
    customer.page.reads("[data-test=message][data-from=agent]", "I go on where Sanne was").await;
    customer.page.reads("[data-test=status]", "Tom, a person").await;
    assert_eq!(customer.page.count("[data-test=message]", DRAFT).await, 0, "what is half written goes nowhere");
}

/// Somebody who came later than the customer of [`talking`].
async fn somebody_later(server: &Server, browser: &Browser) -> Customer {
    let other = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    other.is_greeted().await;
    other.asks(SHOP.furious).await;
    other.page.reads("[data-test=status]", "Number 1 in the queue").await;
    other
}

#[tokio::test]
async fn a_chat_whose_agents_machine_dies_goes_to_another_with_its_story() {
    let _turn = stage().await;
    let server = Server::start_set_up(PEOPLE, "[sessions]\nagent_grace_s = 1\n");
    let (browser, doomed) = (Browser::start(), Browser::start());
    let (customer, sanne) = talking(&server, &browser, &doomed).await;
    let other = somebody_later(&server, &browser).await;
    let tom = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "tom").await;
    tom.sees_who_waits().await;
    sanne.page.type_into("[data-test=composer]", DRAFT).await;
    doomed.dies();
    is_taken_up_by_tom(&customer, &other, &tom).await;
}

/// Behind a closed lid no connection is ended; that nothing answers is noticed by the clock alone.
#[tokio::test]
async fn a_chat_whose_agents_machine_sleeps_goes_to_another_and_the_draft_is_kept() {
    let _turn = stage().await;
    let server = Server::start_set_up(PEOPLE, "[limits]\nping_s = 1\ndead_s = 4\n\n[sessions]\nagent_grace_s = 1\n");
    let (browser, laptop) = (Browser::start(), Browser::start());
    let (customer, sanne) = talking(&server, &browser, &laptop).await;
    let other = somebody_later(&server, &browser).await;
    let tom = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "tom").await;
    tom.sees_who_waits().await;
    sanne.page.type_into("[data-test=composer]", DRAFT).await;
    laptop.falls_asleep();
    is_taken_up_by_tom(&customer, &other, &tom).await;
    laptop.wakes_up();
    sanne.page.reads(".talk-notice", "Tom").await;
    sanne.page.picture("111-awake-again").await;
    sanne.has_no_say().await;
    let kept = sanne.page.ask("shown('.talk-notice .draft')[0].title").await;
    assert_eq!(kept, json!(DRAFT), "the words can still be copied");
}

#[tokio::test]
async fn a_console_that_loses_the_server_sends_what_waited_once() {
    let _turn = stage().await;
    let (mut server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let (customer, sanne) = talking(&server, &browser, &browser).await;
    let before = sanne.page.ask("shown('[data-test=entry]').map((e) => e.innerText)").await;
    server.crash();
    sanne.page.reads("baton-link-banner", "Connection lost").await;
    sanne.page.type_into("[data-test=composer]", "The van is on its way.\u{e007}\u{e007}").await;
    sanne.page.reads("[data-test=entry][data-state=sending]", "Waits for the connection").await;
    sanne.page.type_into("[data-test=composer]", DRAFT).await;
    customer.writes(MEANWHILE).await;
    sanne.page.is_accessible("112-console-cut-off").await;
    sanne.page.picture("112-console-cut-off").await;
    server.come_back();
    sanne.page.disappears("baton-link-banner").await;
    customer.page.reads("[data-test=message][data-from=agent]", "The van is on its way.").await;
    sanne.page.reads("[data-test=entry][data-from=customer]", MEANWHILE).await;
    drafted(&sanne).await;
    customer.writes("Thank you.").await;
    sanne.page.reads("[data-test=entry][data-from=customer]", "Thank you.").await;
    for words in [SHOP.furious, SHOP.agent_says, "The van is on its way.", MEANWHILE, "Thank you."] {
        assert_eq!(sanne.page.count("[data-test=entry]", words).await, 1, "at the desk, once: {words}");
        assert_eq!(customer.page.count("[data-test=message]", words).await, 1, "at the customer's, once: {words}");
    }
    let known = before.as_array().expect("a list").len();
    let after = sanne.page.ask("shown('[data-test=entry]').length").await;
    assert!(after.as_u64() >= Some(known as u64 + 3), "nothing that was there is lost: {after} of {known} and three");
}
