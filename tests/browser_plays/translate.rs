//! A customer who writes in a language that the agent does not read: translated under their message, and the answer as a draft.

use crate::stage;
use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

const GERMAN: &str = "Guten Tag, mein Stuhl ist kaputt angekommen und ich möchte mein Geld zurück";
const DRAFT: &str = "Es tut uns leid. Sie bekommen Ihr Geld zurück.";

/// Prints what stands for a translation in the wanted language, and fails on what it is told to fail on.
const TRANSLATOR: &str = "#!/bin/sh\nasked=$(cat)\ncase $asked in\n*fail*) exit 1 ;;\n*'\"to\":\"de\"'*) \
    printf '{\"text\":\"Es tut uns leid. Sie bekommen Ihr Geld zurück.\"}' ;;\n*) \
    printf '{\"text\":\"Good day, my chair arrived broken and I would like my money back\"}' ;;\nesac\n";

async fn looked_at(page: &Page, stage: &str) {
    page.fits(stage).await;
    page.is_accessible(stage).await;
    page.picture(stage).await;
}

async fn translated(screen: Screen) {
    let _turn = stage().await;
    let folder = tempfile::tempdir().expect("a folder");
    let command = folder.path().join("translator");
    std::fs::write(&command, TRANSLATOR).expect("room for a script");
    std::fs::set_permissions(&command, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    let server = Server::start_with_settings(&format!("[bots.shop]\ntranslate = {{ command = [{command:?}] }}\n"));
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.page.click("[data-test=person]").await;
    let agent = Agent::signs_in(browser.open(screen).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.page.click("[data-test=row]").await;
    agent.accepts().await;
    customer.writes(GERMAN).await;
    let page = &agent.page;
    page.click("[data-test=translate]").await;
    page.reads("[data-test=translation]", "my chair arrived broken").await;
    page.reads("[data-test=translation]", "German").await;
    looked_at(page, "90-translated").await;
    page.click("[data-test=translate-hide]").await;
    page.disappears("[data-test=translation]").await;
    page.press("\u{e00a}g\u{e000}").await;
    page.appears("[data-test=translation]").await;

    page.type_into("[data-test=composer]", "We are sorry. You get your money back.").await;
    page.click("[data-test=translate-draft]").await;
    page.until("the draft", &format!("shown('[data-test=composer]')[0].value === {}", json!(DRAFT))).await;
    page.reads("[data-test=draft-mark]", "German").await;
    looked_at(page, "91-draft-translated").await;
    let sent = customer.page.ask("shown('[data-test=message][data-from=agent]').length").await;
    assert_eq!(sent, json!(0), "nothing goes by itself");
    page.click("[data-test=own-words]").await;
    page.until("the own words", "shown('[data-test=composer]')[0].value.startsWith('We are sorry')").await;
    page.press("\u{e00a}w\u{e000}").await;
    page.appears("[data-test=draft-mark]").await;
    page.click("[data-test=send]").await;
    page.disappears("[data-test=draft-mark]").await;
    customer.page.reads("[data-test=message][data-from=agent]", "Geld zurück").await;
    customer.writes("Guten Tag, das ist leider ein fail und ich bin damit nicht zufrieden").await;
    page.click("[data-test=translate]").await;
    page.reads("[data-test=transcript]", "It could not be translated now.").await;
    looked_at(page, "92-not-translated").await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn an_agent_reads_and_writes_another_language_on_a_laptop_by_night() {
    translated(Screen::laptop().by_night()).await;
}

#[tokio::test]
async fn an_agent_reads_and_writes_another_language_on_a_tablet() {
    translated(Screen::tablet()).await;
}

#[tokio::test]
async fn an_agent_reads_and_writes_another_language_on_a_phone() {
    translated(Screen::phone()).await;
}
