//! What strangers would like a browser to do, and what it does instead: script in every field is text to read.

use super::stage;
use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use data_encoding::BASE32_NOPAD;
use ring::hmac;
use std::time::{SystemTime, UNIX_EPOCH};

/// Would set `pwned`, each in its own way, if it ever became markup, an address or a script.
const IMAGE: &str = "<img src=x onerror=pwned=1>";
const SCRIPT: &str = "</p><script>pwned=2</script>";
const DRAWING: &str = "\"><svg onload=pwned=3><iframe srcdoc='<script>parent.pwned=4</script>'>";
const LINK: &str = "[here](javascript:pwned=5) javascript:pwned=6 data:text/html,<script>pwned=7</script>";

/// Nothing ran, nothing became an element, and no link leads anywhere but to the web.
async fn is_harmless(page: &Page, whose: &str) {
    let made = "all('img[src=x], iframe, svg[onload], [onerror], script:not([src])').length";
    let odd = "all('a[href]').map((a) => a.href).filter((href) => !/^(https?|mailto|tel):/.test(href)).join(' ')";
    assert_eq!(
        page.ask(&format!("[typeof pwned, {made}, {odd}]")).await,
        serde_json::json!(["undefined", 0, ""]),
        "{whose}"
    );
}

#[tokio::test]
async fn script_in_any_field_is_words_to_everybody() {
    let _turn = stage().await;
    let server = Server::start_with_agent("mallory", IMAGE);
    let browser = Browser::start();
    let page = browser.open(Screen::laptop()).await;
    let customer = Customer::visits(page, &server.page("/demo/shop")).await;
    customer.page.ask(&format!("document.title = {:?}", SCRIPT)).await;
    customer.is_greeted().await;
    for words in [IMAGE, SCRIPT, DRAWING, LINK, "I want to talk to a human being"] {
        customer.writes(words).await;
    }
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;

    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "mallory").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    for words in [IMAGE, SCRIPT, LINK] {
        agent.page.reads("[data-test=transcript]", words).await;
    }
    is_harmless(&agent.page, "the console, before").await;
    agent.accepts().await;
    for words in [IMAGE, DRAWING, LINK] {
        agent.replies(words).await;
        customer.page.reads("[data-test=message][data-from=agent]", words.split(' ').next().expect("words")).await;
    }
    customer.page.reads("[data-test=status]", IMAGE).await;
    agent.opens_the_ticket().await;
    is_harmless(&agent.page, "the console").await;
    is_harmless(&customer.page, "the widget").await;
    customer.page.reload().await;
    customer.page.appears("[data-test=message][data-from=agent]").await;
    is_harmless(&customer.page, "the widget, read back").await;
}

/// The code that an app with this secret shows now (RFC 6238).
fn code(secret: &str) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let step = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() / 30;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), &step.to_be_bytes());
    let at = usize::from(tag.as_ref()[19] & 0xf);
    let bytes = tag.as_ref()[at..at + 4].try_into().expect("four bytes");
    format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
}

#[tokio::test]
async fn an_agent_sets_up_a_second_factor_and_signs_in_with_it() {
    let _turn = stage().await;
    let server = Server::start_with_agent("sanne", "Sanne");
    let browser = Browser::start();
    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "sanne").await;
    let page = &agent.page;
    page.click("[data-test=menu]").await;
    page.click("[data-test=enrol]").await;
    page.type_into("[data-test=enrol-password]", crate::support::server::PASSWORD).await;
    page.click("[data-test=enrol-next]").await;
    page.appears(".enrol-picture path").await;
    page.picture("agent-second-factor").await;
    let secret = page.ask("text('[data-test=enrol-secret]')").await;
    page.type_into("[data-test=enrol-code]", &code(secret.as_str().expect("a secret"))).await;
    page.click("[data-test=enrol-next]").await;
    page.until("ten recovery codes", "shown('[data-test=enrol-codes] li').length === 10").await;
    page.picture("agent-recovery-codes").await;
    let recovery = page.ask("shown('[data-test=enrol-codes] code')[0].innerText").await;
    page.click("[data-test=enrol-next]").await;
    page.appears("[data-test=tab-waiting]").await;
    page.click("[data-test=menu]").await;
    page.click("[data-test=sign-out]").await;
    page.type_into("[data-test=login-name]", "sanne").await;
    page.type_into("[data-test=login-password]", crate::support::server::PASSWORD).await;
    page.click("[data-test=login-submit]").await;
    page.appears("[data-test=login-code]").await;
    page.type_into("[data-test=login-code]", recovery.as_str().expect("a code")).await;
    page.click("[data-test=login-submit]").await;
    page.appears("[data-test=tab-waiting]").await;
}
