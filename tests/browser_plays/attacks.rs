//! What strangers would like a browser to do, and what it does instead: script in every field is text to read.

use super::files::chooses;
use super::privacy::{content_in, edited};
use super::stage;
use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use ring::hmac;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Would set `pwned`, each in its own way, if it ever became markup, an address or a script.
const IMAGE: &str = "<img src=x onerror=pwned=1>";
const SCRIPT: &str = "</p><script>pwned=2</script>";
const DRAWING: &str = "\"><svg onload=pwned=3><iframe srcdoc='<script>parent.pwned=4</script>'>";
/// What `check` lets into an article; whole tags it refuses.
const OPEN: &str = "<img src=x onerror=pwned=9";
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

const HOST_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Says as the host page's server that the customer is called [`IMAGE`].
fn token() -> String {
    let now = seconds();
    let claims =
        json!({"sub": "c-1", "aud": "shop", "iat": now, "exp": now + 300, "jti": "1", "name": IMAGE, "tier": IMAGE});
    let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let message = format!("{}.{}", part(json!({"alg": "HS256", "typ": "JWT", "kid": "k"})), part(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, HOST_SECRET.as_bytes()), message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
}

/// A shop whose own articles, prepared replies, translations and customers' names are markup, too.
fn house_of_markup() -> (TempDir, Server) {
    let content = edited(&[
        (
            "knowledge-base/shop/product-care.en.md",
            "title = \"Cleaning and care\"",
            &format!("title = \"Care {IMAGE}\""),
        ),
        ("knowledge-base/shop/product-care.en.md", "Try a cleaning product", &format!("{OPEN} Try it")),
        ("intents/shop/replies.toml", "en = \"Anything else\"", &format!("en = \"Anything {IMAGE}\"")),
        ("intents/shop/replies.toml", "Is there anything else I", &format!("{IMAGE} Is there anything else I")),
    ]);
    let [secret, translator] = ["secret", "translator"].map(|name| content.path().join(name));
    std::fs::write(&secret, HOST_SECRET).expect("room for a secret");
    std::fs::write(&translator, format!("#!/bin/sh\ncat >/dev/null\nprintf '%s' '{}'\n", json!({"text": IMAGE})))
        .expect("room for a script");
    std::fs::set_permissions(&translator, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    let server = Server::start_with_settings(&format!(
        "{}[limits]\nidentity_skew_s = 0\n[bots.shop]\ntranslate = {{ command = [{translator:?}] }}\nidentity = \"optional\"\n\
         identity_keys = [{{ kid = \"k\", alg = \"HS256\", file = {secret:?} }}]\n",
        content_in(&content)
    ));
    (content, server)
}

#[tokio::test]
async fn script_in_what_the_house_writes_is_words_too() {
    let _turn = stage().await;
    let (_content, server) = house_of_markup();
    // A token from before the start is not believed.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    let page = &customer.page;
    let own_server = "((real) => (url, ...more) => String(url).endsWith('/who') ? Promise.resolve(new Response(TOKEN)) : real(url, ...more))(window.fetch)";
    page.ask(&format!("(window.fetch = {}, true)", own_server.replace("TOKEN", &json!(token()).to_string()))).await;
    page.ask("document.querySelector('baton-chat').setAttribute('identity', '/who')").await;
    page.ask(&format!("(document.title = {0}, history.pushState(null, '', '?q=' + {0}), true)", json!(SCRIPT))).await;
    customer.is_greeted().await;
    customer.asks("How do I clean my sofa?").await;
    page.reads("[data-test=message][data-from=bot]", OPEN).await;
    is_harmless(page, "an answer").await;
    page.click("[data-test=source]").await;
    page.reads("[data-test=article-sheet]", OPEN).await;
    page.reads("[data-test=article-sheet]", "Care <img").await;
    is_harmless(page, "an article").await;
    customer.closes_the_source().await;
    chooses(page, "<img src=x onerror=pwned=8>.png", "").await;
    page.appears("[data-test=file]").await;
    customer.writes("Guten Tag, mein Stuhl ist kaputt angekommen, ich brauche bitte sofort einen Menschen").await;
    page.click("[data-test=person]").await;

    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.page.click("[data-test=row]").await;
    agent.accepts().await;
    let desk = &agent.page;
    desk.until(
        "the name and the rank of the customer",
        "document.body.innerText.split('<img src=x onerror=pwned=1>').length > 2",
    )
    .await;
    is_harmless(desk, "the ticket").await;
    desk.click("[data-test=translate]").await;
    desk.reads("[data-test=translation]", IMAGE).await;
    desk.type_into("[data-test=composer]", "/any").await;
    desk.reads("[data-test=reply]", "Anything <img").await;
    is_harmless(desk, "prepared replies").await;
    desk.press("\u{e007}").await;
    desk.until("the reply", "shown('[data-test=composer]')[0].value.includes('onerror')").await;
    desk.click("[data-test=send]").await;
    page.reads("[data-test=message][data-from=agent]", IMAGE).await;
    desk.click("[data-test=mode-note]").await;
    for words in [SCRIPT, DRAWING, LINK] {
        desk.type_into("[data-test=composer]", words).await;
        desk.click("[data-test=send]").await;
        desk.reads("[data-test=entry][data-from=note]", words.split(' ').next().expect("words")).await;
    }
    desk.click("[data-test=transfer]").await;
    desk.type_into("[data-test=transfer-note]", DRAWING).await;
    desk.click("[data-test=transfer-confirm]").await;
    desk.disappears("[data-test=transfer-dialog]").await;
    agent.sees_who_waits().await;
    desk.click("[data-test=row]").await;
    desk.until("the note that came along", &format!("text('[data-test=transcript]').includes({})", json!(DRAWING)))
        .await;
    is_harmless(desk, "notes").await;
    agent.accepts().await;
    desk.click("[data-test=resolve]").await;
    desk.type_into("[data-test=wrap-note]", SCRIPT).await;
    agent.confirms().await;
    page.click("[data-test=rate-1]").await;
    page.type_into("[data-test=rate-comment]", DRAWING).await;
    page.click("[data-test=rate-send]").await;
    page.appears("[data-test=rated]").await;
    agent.sees_who_waits().await;
    desk.click("[data-test=row]").await;
    desk.until("what the customer thought of it", "text('[data-test=transcript]').split('<svg onload').length > 3")
        .await;
    is_harmless(desk, "a rating").await;
    is_harmless(page, "the widget").await;
    desk.picture("script-is-words").await;
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// The code that an app with this secret shows now (RFC 6238).
fn code(secret: &str) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let step = seconds() / 30;
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
