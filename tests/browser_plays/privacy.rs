//! What an agent sees of a customer's address, and a password that its owner changes.

use super::stage;
use crate::support::browser::Browser;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::{PASSWORD, Server};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A server whose shop keeps contact details.
fn keeping() -> (TempDir, Server) {
    with_policy("keep_contact_details = false", "keep_contact_details = true", "")
}

/// A server whose shop has another policy in one place, with more settings.
pub fn with_policy(from: &str, to: &str, settings: &str) -> (TempDir, Server) {
    let content = edited(&[("intents/shop/policy.toml", from, to)]);
    let server = Server::start_with_settings(&format!("{}{settings}", content_in(&content)));
    (content, server)
}

/// A copy of the content in which each file has its text replaced.
pub fn edited(edits: &[(&str, &str, &str)]) -> TempDir {
    let content = tempfile::tempdir().expect("a folder for content");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut copy = Command::new("cp");
    copy.arg("-r").args(["intents", "knowledge-base"].map(|folder| here.join(folder))).arg(content.path());
    assert!(copy.status().expect("cp is on every Unix").success(), "the content can be copied");
    for (file, from, to) in edits {
        let path = content.path().join(file);
        let text = std::fs::read_to_string(&path).expect("a file of the content");
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{file} has {from}");
        std::fs::write(&path, changed).expect("the file can be written");
    }
    content
}

/// The settings that name this content.
pub fn content_in(content: &TempDir) -> String {
    let [intents, articles] = ["intents", "knowledge-base"].map(|folder| content.path().join(folder));
    format!("[content]\nintents = {intents:?}\nknowledge_base = {articles:?}\n")
}

#[tokio::test]
async fn a_kept_address_is_shown_to_who_has_the_chat_at_the_press_of_an_eye() {
    let _turn = stage().await;
    let (_content, server) = keeping();
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.page.type_into("[data-test=input]", "I want to talk to a human, mail noor@fernhout.example").await;
    customer.page.click("[data-test=send]").await;
    customer.page.reads("[data-test=status]", "Number 1 in the queue").await;

    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    let page = &agent.page;
    page.reads("[data-test=transcript]", "E-mail hidden").await;
    assert_eq!(page.ask("shown('[data-test=reveal]').length").await, serde_json::json!(0), "it is not theirs yet");
    agent.accepts().await;
    page.appears("[data-test=reveal]").await;
    let name = page.ask("shown('[data-test=reveal]')[0].ariaLabel").await;
    assert_eq!(name, serde_json::json!("Show: E-mail hidden"));
    page.is_accessible("agent-contact-hidden").await;
    page.click("[data-test=reveal]").await;
    page.reads("[data-test=revealed]", "noor@fernhout.example").await;
    page.until("the value to have the focus", "document.activeElement?.dataset.test === 'revealed'").await;
    page.reads("[data-event=contact_revealed]", "looked at: [E-mail hidden]").await;
    page.picture("agent-contact-shown").await;
    page.is_accessible("agent-contact-shown").await;
    page.reload().await;
    page.appears("[data-test=reveal]").await;
    assert_eq!(
        page.ask("shown('[data-test=revealed]').length").await,
        serde_json::json!(0),
        "nothing of it is kept here"
    );
}

#[tokio::test]
async fn somebody_changes_their_password_and_signs_in_with_the_new_one() {
    let _turn = stage().await;
    let server = Server::start_with_agent("sanne", "Sanne");
    let browser = Browser::start();
    let agent = Agent::signs_in(browser.open(Screen::phone()).await, &server, "sanne").await;
    let page = &agent.page;
    page.click("[data-test=menu]").await;
    page.click("[data-test=password]").await;
    page.appears("[data-test=password-dialog]").await;
    page.is_accessible("agent-password").await;
    page.fits("agent-password").await;
    page.picture("agent-password").await;
    page.type_into("[data-test=password-old]", "not my password").await;
    page.type_into("[data-test=password-new]", "a new long password").await;
    page.click("[data-test=password-confirm]").await;
    page.reads("[data-test=password-dialog] [role=alert]", "That is not your password").await;
    page.ask("shown('[data-test=password-old]')[0].value = ''").await;
    page.type_into("[data-test=password-old]", PASSWORD).await;
    page.click("[data-test=password-confirm]").await;
    page.reads("baton-sign-in .lead", "Your password is changed").await;
    page.type_into("[data-test=login-name]", "sanne").await;
    page.type_into("[data-test=login-password]", "a new long password").await;
    page.click("[data-test=login-submit]").await;
    page.appears("[data-test=tab-waiting]").await;
}
