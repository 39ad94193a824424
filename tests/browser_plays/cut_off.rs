//! A link that is lost and found again: nothing is lost or doubled, and who comes back need not wait.

use crate::support::browser::Browser;
use crate::support::people::Customer;
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use std::time::Duration;

#[tokio::test]
async fn a_power_cut_loses_and_doubles_nothing() {
    let _turn = stage().await;
    let (mut server, browser) = (Server::start(), Browser::start());
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks(SHOP.question).await;
    let before = customer.transcript().await;
    server.crash();
    customer.writes("can you tell me where my order 40990127 is").await;
    customer.page.reads("[data-test=banner]", "Connection lost").await;
    customer.page.picture("shop-cut-off").await;
    server.come_back();
    customer.page.disappears("[data-test=banner]").await;
    let answered = format!("shown('[data-test=message]').length === {}", before.len() + 2);
    customer.page.until("the waiting message and its answer", &answered).await;
    let after = customer.transcript().await;
    assert_eq!(after[..before.len()], before, "what was said stays as it was");
    assert_eq!(after[before.len()].1, "can you tell me where my order 40990127 is");
    customer.page.reload().await;
    customer.page.until("the conversation again", &answered).await;
    assert_eq!(customer.transcript().await, after, "a reload keeps the conversation");
    customer.page.picture("shop-reloaded").await;
}

/// Timers of the connection never end from now on, those that run included; `later` makes them anew.
const NO_RETRIES: &str = "(window.later ??= setTimeout, Array(later(() => 0)).keys().forEach(clearTimeout), window.setTimeout = (...timer) => \
    new Error().stack.split('\\n')[2]?.includes('connection.js') ? 0 : later(...timer), true)";

/// Nothing is tried again by itself any more: what brings the chat back is the event.
#[tokio::test]
async fn the_chat_wakes_with_the_network_and_with_its_page() {
    let _turn = stage().await;
    let (mut server, browser) = (Server::start(), Browser::start());
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    let page = &customer.page;
    customer.is_greeted().await;
    // No wait is longer than three seconds.
    page.ask("(Math.random = () => 0.1, true)").await;
    for (event, words) in [
        ("dispatchEvent(new Event('online'))", "are you there?"),
        ("document.dispatchEvent(new Event('visibilitychange'))", "and now?"),
    ] {
        server.crash();
        page.reads("[data-test=banner]", "Connection lost").await;
        page.ask(NO_RETRIES).await;
        // What was to be tried before has been tried by then.
        tokio::time::sleep(Duration::from_secs(4)).await;
        page.until("the last of it to fail", "document.querySelector('baton-chat').client.link === 'waiting'").await;
        server.come_back();
        customer.writes(words).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        page.reads("[data-test=banner]", "Connection lost").await;
        page.ask(&format!("(window.setTimeout = later, {event})")).await;
        page.disappears("[data-test=banner]").await;
        page.until("an answer", "shown('[data-test=message]').at(-1)?.dataset.from === 'bot'").await;
    }
    // As a browser does that keeps the page to show it again as it was.
    let counted = "new Proxy(WebSocket, { construct: (type, given) => (window.opened++, new type(...given)) })";
    page.ask(&format!("(window.opened = 0, window.WebSocket = {counted}, true)")).await;
    page.ask("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(page.ask("window.opened").await, 0, "a page that is put away stays away");
    page.ask("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))").await;
    page.until("one socket", "window.opened === 1").await;
    customer.asks("once more?").await;
}
