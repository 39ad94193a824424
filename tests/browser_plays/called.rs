//! What a console tells by sound and on the desktop, a supervisor who is called to a missed promise, and what an agent has
//! the bot do.

use crate::privacy::{content_in, edited};
use crate::support::browser::Browser;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use serde_json::json;

const PEOPLE: &[(&str, &str, &str)] = &[("sanne", "Sanne", "agent"), ("kim", "Kim", "supervisor")];
const POLICY: &str = "intents/shop/policy.toml";
const MAIL: &str =
    "[mail]\nhost = \"127.0.0.1\"\nport = 9\ntls = \"none\"\nfrom = \"Fernhout <answers@fernhout.example>\"\n";

/// From now on `notes` has the pitch of every note that is played, in Hz, and `shown_outside` what is put on the desktop.
const EARS: &str = "(window.notes = [], window.shown_outside = [],
    ((start) => AudioScheduledSourceNode.prototype.start = function (at) {
        notes.push(this.frequency.value);
        return start.call(this, at);
    })(AudioScheduledSourceNode.prototype.start),
    window.Notification = class extends Notification {
        constructor(title, options) { super(title, options); shown_outside.push([title, options.body]); window.newest = this; }
    }, true)";

async fn asks_for_a_person(browser: &Browser, server: &Server) -> Customer {
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks("I want to talk to a person").await;
    customer.page.reads("[data-test=status]", "in the queue").await;
    customer
}

#[tokio::test]
async fn a_supervisor_is_called_to_a_missed_promise_by_sound_and_on_the_desktop() {
    let _turn = stage().await;
    let content = edited(&[(POLICY, "first_answer_s = 120", "first_answer_s = 5")]);
    let server = Server::start_set_up(PEOPLE, &content_in(&content));
    let browser = Browser::start();
    let sanne = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "sanne").await;
    let kim = Agent::signs_in(browser.open_with_notifications(Screen::laptop()).await, &server, "kim").await;
    let page = &kim.page;
    page.ask(EARS).await;
    page.type_into("baton-top-bar [data-test=notify]", "Sound and desktop").await;
    page.until("the desktop to be chosen", "localStorage.getItem('baton.notify') === 'desktop'").await;
    page.until("a note to hear what it is like", "notes.length > 0").await;
    page.ask("(notes.length = 0, true)").await;

    let customer = asks_for_a_person(&browser, &server).await;
    page.until("two notes for who waits", "notes.length >= 2 && notes[0] < notes[1]").await;
    page.until("a message on the desktop", "shown_outside.some(([title]) => title === 'A customer is waiting')").await;
    sanne.takes_the_first().await;
    page.reads("[data-test=toast]", "First answer missed: you are called to").await;
    let called = "shown_outside.find(([title]) => title.startsWith('First answer missed: you are called'))";
    let told = page.until("the call on the desktop", called).await;
    assert!(!told.to_string().contains("person"), "no word of the customer's stands on the desktop: {told}");
    page.until("a note for the call", "notes.length >= 3").await;
    page.click("[data-test=tab-mine]").await;
    page.reads("[data-test=row-called]", "Calls you").await;
    page.picture("110-called").await;
    page.is_accessible("110-called").await;

    // A click on the message on the desktop opens the chat.
    page.ask("(newest.onclick(), true)").await;
    page.reads(".talk-notice", "A promise was missed: First answer. You are called to this chat.").await;
    page.reads("[data-test=called]", "Kim is called to it").await;
    page.picture("111-called-to").await;
    page.is_accessible("111-called-to").await;
    sanne.page.reads("[data-test=called]", "Kim is called to it").await;
    kim.sees_the_board().await;
    page.reads("[data-test=board-risk]", "Kim").await;
    page.picture("112-board-of-a-call").await;
    page.is_accessible("112-board-of-a-call").await;
    page.click("[data-test=board-close]").await;
    sanne.replies(SHOP.agent_says).await;
    customer.page.reads("[data-test=message][data-from=agent]", SHOP.agent_says).await;
    page.reads("[data-goal=first_answer]", "Missed").await;
    let late = "text('[data-goal=first_answer] .promise-left')";
    let first = page.until("how late it was", late).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(page.ask(late).await, first, "what was answered late counts no further");

    page.click("[data-test=answer-call]").await;
    page.reads("[data-test=toast]", "Noted: you have seen to it.").await;
    page.disappears("[data-test=answer-call]").await;
    page.reads("[data-event=supervisor_came]", "Kim has seen to it").await;
    sanne.page.disappears("[data-test=called]").await;
    page.click("[data-test=tab-mine]").await;
    page.disappears("[data-test=row-called]").await;
}

#[tokio::test]
async fn an_agent_asks_for_an_address_and_tells_the_bot_what_to_say() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_set_up(PEOPLE, MAIL), Browser::start());
    let customer = asks_for_a_person(&browser, &server).await;
    let sanne = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "sanne").await;
    sanne.takes_the_first().await;
    let page = &sanne.page;
    page.click("[data-test=ask-address]").await;
    page.reads("[data-test=toast]", "The customer is asked for an address.").await;
    page.reads("[data-event=address_asked]", "Asked for an e-mail address").await;
    customer.page.appears("[data-test=address]").await;
    customer.page.picture("113-address-asked").await;
    customer.page.type_into("[data-test=address]", "noor@fernhout.example").await;
    customer.page.click("[data-test=address-send]").await;
    customer.page.reads("[data-test=system]", "Thank you").await;
    page.reads(".about", "by e-mail").await;
    assert_eq!(page.count("[data-test=ask-address]", "").await, 0, "once is enough");

    page.click("[data-test=return-to-bot]").await;
    page.appears("[data-test=return-dialog]").await;
    page.picture("114-return").await;
    page.is_accessible("114-return").await;
    page.type_into("[data-test=return-article]", "Return an item").await;
    let chosen = page.ask("document.querySelector('[data-test=return-article]').value").await;
    assert_ne!(chosen, json!(""), "an article is found by its title");
    page.type_into("[data-test=return-instruction]", "Only the lamp is open.").await;
    page.click("[data-test=return-confirm]").await;
    page.disappears("[data-test=return-dialog]").await;
    customer.page.appears("[data-test=message][data-from=bot] .source").await;
    customer.page.picture("115-said-by-the-bot").await;
}
