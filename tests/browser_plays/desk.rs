//! Agents who help each other, and customers who take their chat along: suggested answers, questions in notes, a move.

use crate::privacy::with_policy;
use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use serde_json::json;

const QUESTION: &str = "I would like to send my lamp back, how do I return it?";

/// What stands in the agent's field.
async fn draft(page: &Page) -> String {
    let value = page.ask("shown('[data-test=composer]')[0].value").await;
    value.as_str().expect("a text").to_string()
}

async fn looked_at(page: &Page, stage: &str) {
    page.fits(stage).await;
    page.is_accessible(stage).await;
    page.picture(stage).await;
}

/// Sanne, who has a chat with a customer who asked how to return something.
async fn at_work(server: &Server, browser: &Browser, screen: Screen) -> (Customer, Agent) {
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks(SHOP.furious).await;
    let agent = Agent::signs_in(browser.open(screen).await, server, "sanne").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    agent.accepts().await;
    customer.writes(QUESTION).await;
    (customer, agent)
}

async fn suggested_answers(screen: Screen) {
    let _turn = stage().await;
    let server = Server::start_with(&[("sanne", "Sanne", "agent")]);
    let browser = Browser::start();
    let (customer, agent) = at_work(&server, &browser, screen).await;
    agent.page.appears("[data-test=suggestion]").await;
    looked_at(&agent.page, "50-suggested").await;
    agent.page.press("\u{e00a}1\u{e000}").await;
    let taken = agent.page.until("a draft", "shown('[data-test=composer]')[0].value").await;
    let taken = taken.as_str().expect("a text");
    assert!(taken.contains("return") && taken.contains("Source: "), "{taken}");
    agent.page.disappears("[data-test=suggestion]").await;
    looked_at(&agent.page, "51-drafted").await;
    let sent = customer.page.ask("shown('[data-test=message][data-from=agent]').length").await;
    assert_eq!(sent, json!(0), "nothing goes by itself");
    agent.page.click("[data-test=send]").await;
    customer.page.reads("[data-test=message][data-from=agent]", "Source: ").await;
    agent.page.until("no more suggestions", "shown('[data-test=suggestion]').length === 0").await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn an_article_becomes_a_draft_by_a_key() {
    suggested_answers(Screen::laptop()).await;
}

#[tokio::test]
async fn suggestions_fit_a_tablet_by_night() {
    suggested_answers(Screen::tablet().by_night()).await;
}

async fn a_question_in_a_note(screen: Screen) {
    let _turn = stage().await;
    let server = Server::start_with(&[("sanne", "Sanne", "agent"), ("sam", "Sam", "agent")]);
    let browser = Browser::start();
    let sam = Agent::signs_in(browser.open(screen).await, &server, "sam").await;
    let (customer, sanne) = at_work(&server, &browser, screen).await;
    sanne.page.click("[data-test=mode-note]").await;
    sanne.page.type_into("[data-test=composer]", "Is this one of yours, @s").await;
    sanne.page.appears("[data-test=mention]").await;
    looked_at(&sanne.page, "52-whom-to-ask").await;
    sanne.page.press("\u{e007}").await;
    assert_eq!(draft(&sanne.page).await, "Is this one of yours, @sam ");
    sanne.page.press("?\u{e007}\u{e007}").await;
    sanne.page.reads("[data-test=asks]", "Asks Sam").await;

    sam.page.reads("#tab-mine", "1").await;
    sam.page.click("[data-test=tab-mine]").await;
    sam.page.appears("[data-test=asked]").await;
    sam.page.picture("53-asked-in-the-list").await;
    sam.page.click("[data-test=row]").await;
    sam.page.reads("[data-test=entry][data-from=note]", "@sam ?").await;
    looked_at(&sam.page, "54-asked").await;
    sam.page.type_into("[data-test=composer]", "Yes. She may return it until Friday.").await;
    sam.page.press("\u{e007}\u{e007}").await;
    sanne.page.reads("[data-test=entry][data-from=note]", "until Friday").await;
    sam.page.disappears("[data-test=asked]").await;
    let heard =
        customer.page.ask("document.querySelector('baton-chat').shadowRoot.textContent.includes('Friday')").await;
    assert_eq!(heard, json!(false), "customers hear nothing of it");
    for page in [customer.page, sanne.page, sam.page] {
        page.close().await;
    }
}

#[tokio::test]
async fn a_colleague_is_asked_in_a_note_and_answers() {
    a_question_in_a_note(Screen::laptop()).await;
}

#[tokio::test]
async fn a_colleague_is_asked_on_a_phone() {
    a_question_in_a_note(Screen::phone().by_night()).await;
}

async fn to_another_device(from: Screen, to: Screen) {
    let _turn = stage().await;
    let server = Server::start();
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(from).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks(SHOP.furious).await;
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;
    customer.page.click("[data-test=menu]").await;
    customer.page.click("[data-test=move]").await;
    let link = customer.page.until("a link", "shown('[data-test=move-link]')[0]?.value").await;
    let link = link.as_str().expect("an address").to_string();
    customer.page.appears("[data-test=move-picture] path").await;
    looked_at(&customer.page, "55-move").await;

    let other = browser.open(to).await;
    other.go(&link).await;
    other.appears("[data-test=panel]").await;
    other.reads("[data-test=status]", "Number 1 in the queue").await;
    other
        .until(
            "the words of the other device",
            "shown('[data-test=message]').some((m) => m.innerText.includes('SOFA'))",
        )
        .await;
    assert_eq!(other.ask("location.hash").await, json!(""), "the code does not stay in the address");
    looked_at(&other, "56-moved").await;
    customer.page.click("[data-test=move-close]").await;
    customer
        .page
        .until(
            "the first device to be told",
            "shown('.system').some((line) => line.innerText.includes('another device'))",
        )
        .await;

    let late = browser.open(from).await;
    late.go(&link).await;
    late.reads("[data-test=banner]", "used or is too old").await;
    looked_at(&late, "57-not-moved").await;
    for page in [customer.page, other, late] {
        page.close().await;
    }
}

#[tokio::test]
async fn a_chat_goes_on_with_a_phone() {
    to_another_device(Screen::laptop(), Screen::phone().by_night()).await;
}

#[tokio::test]
async fn a_chat_goes_on_with_a_laptop() {
    to_another_device(Screen::phone(), Screen::laptop().by_night()).await;
}

/// An answer to who waits, the form for an address, a rest and an own password.
async fn smaller_screens(screen: Screen) {
    let _turn = stage().await;
    // Mail is not sent here: a server that takes it is looked for, and the form is there.
    let mail =
        "[mail]\nhost = \"127.0.0.1\"\nport = 9\ntls = \"none\"\nfrom = \"Fernhout <answers@fernhout.example>\"\n";
    let (_content, server) = with_policy("always_open = true", "always_open = false", mail);
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks("I want to talk to a person").await;
    customer.page.appears("[data-test=address]").await;
    looked_at(&customer.page, "70-address").await;
    customer.page.type_into("[data-test=address]", "no address").await;
    customer.page.click("[data-test=address-send]").await;
    customer.page.reads("[data-test=address-fault]", "check").await;
    looked_at(&customer.page, "71-address-wrong").await;
    customer.asks("how can I return it?").await;
    customer.page.appears("[data-choice=solved]").await;
    looked_at(&customer.page, "72-answer-while-waiting").await;
    let agent = Agent::signs_in(browser.open(screen).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    agent.accepts().await;
    agent.page.click("[data-test=snooze]").await;
    agent.page.appears("[data-test=snooze-dialog]").await;
    looked_at(&agent.page, "73-rest").await;
    agent.page.press("\u{e00c}").await;
    agent.page.disappears("[data-test=snooze-dialog]").await;
    agent.page.click("[data-test=menu]").await;
    agent.page.click("[data-test=password]").await;
    agent.page.appears("[data-test=password-dialog]").await;
    looked_at(&agent.page, "74-password").await;
    agent.page.press("\u{e00c}").await;
    agent.page.disappears("[data-test=password-dialog]").await;
    agent.page.click("[data-test=menu]").await;
    agent.page.click("[data-test=sign-ins]").await;
    agent.page.reads("[data-test=sign-in]", "127.0.0.1").await;
    looked_at(&agent.page, "75-sign-ins").await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn the_smaller_screens_hold_on_a_laptop() {
    smaller_screens(Screen::laptop()).await;
}

#[tokio::test]
async fn the_smaller_screens_hold_on_a_tablet_by_night() {
    smaller_screens(Screen::tablet().by_night()).await;
}

#[tokio::test]
async fn the_smaller_screens_hold_on_a_phone() {
    smaller_screens(Screen::phone()).await;
}
