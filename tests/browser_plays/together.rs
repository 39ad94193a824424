//! People at once: two who reach for the same chat, one who passes it on while the customer writes, one who comes back.

use crate::support::browser::Browser;
use crate::support::crowd;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use crate::{SHOP, stage};
use serde_json::json;

const PEOPLE: &[(&str, &str, &str)] =
    &[("sanne", "Sanne", "agent"), ("tom", "Tom", "agent"), ("kim", "Kim", "supervisor")];

const MEANWHILE: &str = "One more thing: the legs are loose, too.";
const NOTE: &str = "Wants a call from the driver.";

/// From its next request on the page hears the server a second late, as on a poor line, and notes in `requests` what it asks.
const POOR_LINE: &str = "(window.requests = [], ((send) => WebSocket.prototype.send = function (data) {
    if (!this.late) {
        const hear = this.onmessage;
        this.late = this.onmessage = (message) => setTimeout(() => hear.call(this, message), 1000);
    }
    requests.push(JSON.parse(data).type);
    send.call(this, data);
})(WebSocket.prototype.send), true)";

/// A customer who was handed over and waits.
async fn somebody_waits(browser: &Browser, server: &Server) -> Customer {
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks(SHOP.furious).await;
    customer.page.reads("[data-test=status]", "in the queue").await;
    customer
}

async fn signed_in(browser: &Browser, server: &Server, name: &str) -> Agent {
    Agent::signs_in(browser.open(Screen::laptop()).await, server, name).await
}

#[tokio::test]
async fn of_two_who_accept_at_once_one_has_the_chat_and_the_other_is_told() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let customer = somebody_waits(&browser, &server).await;
    let sanne = signed_in(&browser, &server, "sanne").await;
    let tom = signed_in(&browser, &server, "tom").await;
    for agent in [&sanne, &tom] {
        agent.sees_who_waits().await;
        agent.page.ask(POOR_LINE).await;
        agent.opens_the_first().await;
        agent.page.appears("[data-test=accept]").await;
    }
    tokio::join!(sanne.page.click("[data-test=accept]"), tom.page.click("[data-test=accept]"));
    let who = "/talking to (Sanne|Tom), a person/.exec(text('[data-test=status]'))?.[1]";
    let winner = customer.page.until("somebody to join", who).await;
    let winner = winner.as_str().expect("a name");
    let (first, second) = if winner == "Sanne" { (&sanne, &tom) } else { (&tom, &sanne) };
    assert_eq!(second.page.ask("requests.includes('accept')").await, json!(true), "both asked for it");
    second.page.reads("[data-test=toast]", "A colleague was just ahead of you").await;
    second.page.reads(".talk-notice", &format!("{winner} has this conversation")).await;
    second.page.picture("100-taken").await;
    second.has_no_say().await;
    first.page.appears("[data-test=resolve]").await;
    first.replies(SHOP.agent_says).await;
    customer.page.reads("[data-test=message][data-from=agent]", SHOP.agent_says).await;
    assert_eq!(customer.page.count("[data-test=system]", "joined the chat").await, 1, "one of them joined, once");
    second.page.reads("[data-test=entry][data-from=agent]", SHOP.agent_says).await;
    second.has_no_say().await;
    assert_eq!(second.page.count("[data-event=agent_accepted]", "").await, 1, "at the desk, too");
    second.page.click("[data-test=tab-mine]").await;
    second.page.disappears("[data-test=row]").await;
}

#[tokio::test]
async fn what_is_written_while_a_chat_changes_hands_reaches_who_takes_it_once() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let customer = somebody_waits(&browser, &server).await;
    let sanne = signed_in(&browser, &server, "sanne").await;
    sanne.takes_the_first().await;
    sanne.replies(SHOP.agent_says).await;
    customer.page.reads("[data-test=message][data-from=agent]", SHOP.agent_says).await;
    let tom = signed_in(&browser, &server, "tom").await;
    tom.takes_chats().await;
    sanne.passes_on("agent:tom", NOTE).await;
    tom.page.appears("[data-test=offer]").await;
    customer.writes(MEANWHILE).await;
    sanne.has_no_say().await;
    tom.page.click("[data-test=offer-accept]").await;
    tom.page.reads("[data-test=entry][data-from=customer]", MEANWHILE).await;
    tom.page.reads("[data-event=requeued]", NOTE).await;
    tom.page.picture("101-taken-over").await;
    customer.page.reads("[data-test=status]", "Tom, a person").await;
    tom.replies("Tom here. The driver calls you first.").await;
    customer.page.reads("[data-test=message][data-from=agent]", "The driver calls you").await;
    customer.writes(SHOP.customer_says).await;
    tom.page.reads("[data-test=entry][data-from=customer]", SHOP.customer_says).await;
    let said = [SHOP.furious, SHOP.agent_says, MEANWHILE, "The driver calls you first", SHOP.customer_says];
    for words in said {
        assert_eq!(tom.page.count("[data-test=entry]", words).await, 1, "Tom sees once: {words}");
        assert_eq!(customer.page.count("[data-test=message]", words).await, 1, "the customer sees once: {words}");
    }
    assert_eq!(tom.page.count("[data-event=requeued]", NOTE).await, 1);
    assert_eq!(customer.page.count("[data-test=log] > *", NOTE).await, 0, "a note is for colleagues");
    sanne.has_no_say().await;
}

#[tokio::test]
async fn a_chat_passed_to_a_team_waits_there_before_the_eyes_of_a_supervisor() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let customer = somebody_waits(&browser, &server).await;
    let sanne = signed_in(&browser, &server, "sanne").await;
    sanne.takes_the_first().await;
    let kim = signed_in(&browser, &server, "kim").await;
    kim.sees_the_board().await;
    kim.sees_tile("Waiting", "0").await;
    kim.sees_tile("With agents", "1").await;
    sanne.passes_on("team:returns", NOTE).await;
    kim.sees_tile("Waiting", "1").await;
    kim.sees_tile("With agents", "0").await;
    kim.page.reads("[data-test=board-teams]", "Returns").await;
    kim.page.is_accessible("102-board-of-a-transfer").await;
    kim.page.picture("102-board-of-a-transfer").await;
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;
    customer.writes(MEANWHILE).await;
    let tom = signed_in(&browser, &server, "tom").await;
    tom.takes_the_first().await;
    tom.page.reads("[data-event=requeued]", "Transferred to Returns").await;
    tom.page.reads("[data-event=requeued]", NOTE).await;
    tom.page.reads("[data-test=entry][data-from=customer]", MEANWHILE).await;
    kim.sees_tile("Waiting", "0").await;
    kim.sees_tile("With agents", "1").await;
    customer.page.reads("[data-test=status]", "Tom, a person").await;
    assert_eq!(tom.page.count("[data-test=entry]", MEANWHILE).await, 1);
    assert_eq!(customer.page.count("[data-test=message]", MEANWHILE).await, 1);
}

#[tokio::test]
async fn a_customer_who_comes_back_is_offered_first_to_who_helped_before() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let customer = somebody_waits(&browser, &server).await;
    let sanne = signed_in(&browser, &server, "sanne").await;
    let tom = signed_in(&browser, &server, "tom").await;
    sanne.takes_the_first().await;
    // By every other rule it would be his: he carries nothing and is idle for longer.
    tom.takes_chats().await;
    sanne.resolves().await;
    sanne.confirms().await;
    sanne.takes_chats().await;
    customer.page.click("[data-test=continue]").await;
    customer.asks("hello, it is about the sofa again").await;
    customer.page.click("[data-test=person]").await;
    sanne.page.appears("[data-test=offer]").await;
    assert_eq!(tom.page.count("[data-test=offer]", "").await, 0, "nobody else is asked");
    sanne.page.picture("103-came-back").await;
    sanne.page.click("[data-test=offer-accept]").await;
    sanne.page.reads("[data-test=transcript]", "it is about the sofa again").await;
    sanne.page.appears("[data-event=reopened]").await;
    customer.page.reads("[data-test=status]", "Sanne, a person").await;
    let before = sanne.page.ask("shown('[data-test=entry][data-from=customer]').length").await;
    assert!(before.as_u64() >= json!(2).as_u64(), "what was said before the end is there too");
}

/// Customers in the queue of a busy morning.
const MANY: usize = 200;

/// Notes when the agent says yes and when the list shows that one less waits: `accepted` and `fewer`, ms.
const CLOCK: &str = "(addEventListener('keydown', (e) => { if (e.altKey && e.code === 'KeyA') window.accepted = performance.now(); }, true),
    new MutationObserver(() => { if (document.querySelector('#tab-waiting .tab-count').innerText === '199') window.fewer ??= performance.now(); })
        .observe(document.querySelector('#tab-waiting'), { subtree: true, childList: true, characterData: true }), true)";

#[tokio::test]
async fn a_queue_of_200_is_in_order_searched_and_worked_by_keys() {
    let _turn = stage().await;
    let (server, browser) = (Server::start_with(PEOPLE), Browser::start());
    let longest = crowd::one_queues_up(&server).await;
    crowd::queues_up(&server, MANY - 2).await;
    let upset = crowd::one_queues_up_saying(&server, SHOP.furious).await;
    let kim = signed_in(&browser, &server, "kim").await;
    kim.sees_the_board().await;
    kim.sees_tile("Waiting", "200").await;
    let sanne = signed_in(&browser, &server, "sanne").await;
    let page = &sanne.page;
    page.click("[data-test=tab-waiting]").await;
    page.reads("#tab-waiting .tab-count", "200").await;
    let turns = page.ask("shown('[data-test=row]').map((row) => row.dataset.session)").await;
    let turns: Vec<String> = serde_json::from_value(turns).expect("sessions");
    assert_eq!(turns.len(), MANY);
    assert_eq!(turns[..2], [upset, longest], "the customer in a low mood, then who waits longest");
    page.is_accessible("104-queue-of-200").await;
    page.picture("104-queue-of-200").await;

    page.type_into("[data-test=search]", "angry").await;
    page.until("the one that is found", "shown('[data-test=row]').length === 1").await;
    page.press("\u{e00c}").await;
    page.until("all of them again", &format!("shown('[data-test=row]').length === {MANY}")).await;
    for (key, place) in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0)] {
        page.press(&format!("\u{e00a}{key}\u{e000}")).await;
        let at = "shown('[data-test=row]').findIndex((row) => row.ariaCurrent === 'true')";
        page.until(&format!("row {place}"), &format!("{at} === {place}")).await;
    }
    page.ask(CLOCK).await;
    page.press("\u{e00a}a\u{e000}").await;
    page.appears("[data-test=resolve]").await;
    let took = page.until("one less", "window.fewer && Math.round(fewer - accepted)").await;
    println!("from the key that accepts to a list of 199: {took} ms");
    page.click("[data-test=tab-waiting]").await;
    page.until("199 rows", "shown('[data-test=row]').length === 199").await;
    kim.sees_tile("Waiting", "199").await;
    kim.sees_tile("With agents", "1").await;
    kim.page.picture("105-board-of-a-busy-morning").await;
}
