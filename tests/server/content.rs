//! Files that change while the server runs: a good change is answered with at once, a bad one changes nothing.

use crate::support::{Customer, Server, Setup, edit, get, until};
use std::path::PathBuf;

/// A server on a copy of the content.
struct Editor {
    setup: Setup,
    root: PathBuf,
}

impl Editor {
    fn new() -> Self {
        let setup = Setup::edited(&[]);
        let root = setup.data.path().to_path_buf();
        Self { setup, root }
    }

    /// Replaces every `from` of a file.
    fn edit(&self, file: &str, from: &str, to: &str) {
        edit(&self.root.join(file), from, to);
    }

    fn start(self) -> (Server, PathBuf) {
        (self.setup.start(), self.root)
    }
}

const ARTICLE: &str = "knowledge-base/shop/opening-hours-and-contact.en.md";
const QUESTION: &str = "what are your opening hours";

/// What a new customer is answered.
async fn answer(server: &Server) -> String {
    let mut customer = Customer::arrive(server, "shop").await;
    let asked = customer.say(QUESTION).await;
    customer.hears_bot_on(asked).await["text"].as_str().expect("a text").to_string()
}

#[tokio::test]
async fn an_edited_article_is_the_answer_from_then_on() {
    let (server, root) = Editor::new().start();
    let mut early = Customer::arrive(&server, "shop").await;
    assert!(answer(&server).await.contains("from 8:30 to 20:00"));
    edit(&root.join(ARTICLE), "from 8:30 to 20:00", "from 7:15 to 21:45");
    server.logs("changed content is in use").await;
    assert!(answer(&server).await.contains("from 7:15 to 21:45"));
    let asked = early.say(QUESTION).await;
    let told = early.hears_bot_on(asked).await;
    assert!(told["text"].as_str().expect("a text").contains("21:45"), "also in a chat that was open before");
    let article = "/api/v1/bots/shop/articles/opening-hours-and-contact?locale=en";
    until("the article to change", async || get(&server, article, &[]).await.body.contains("21:45").then_some(()))
        .await;
}

#[tokio::test]
async fn a_change_that_check_refuses_is_reported_and_changes_nothing() {
    let (server, root) = Editor::new().start();
    edit(&root.join(ARTICLE), "from 8:30 to 20:00", "from 7:15 to 21:45");
    edit(&root.join(ARTICLE), "locale = \"en\"", "locale = en");
    server.logs("the change was refused; the old content stays").await;
    assert!(server.output().contains(&format!("{ARTICLE}:4: error: ")), "{}", server.output());
    assert!(answer(&server).await.contains("from 8:30 to 20:00"));
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
    edit(&root.join(ARTICLE), "locale = en", "locale = \"en\"");
    server.logs("changed content is in use").await;
    assert!(answer(&server).await.contains("from 7:15 to 21:45"), "once mended, the change is taken");
}

#[tokio::test]
async fn the_bots_own_words_change_without_a_restart_too() {
    let (server, root) = Editor::new().start();
    edit(&root.join("intents/bank/policy.toml"), "Hello, I am Havenbank's chatbot.", "Good day from Havenbank.");
    server.logs("changed content is in use").await;
    let greeting = Customer::arrive(&server, "bank").await.hears_bot().await;
    assert!(greeting["text"].as_str().expect("a text").starts_with("Good day from Havenbank."), "{greeting}");
}

#[tokio::test]
async fn a_bot_that_wavers_between_two_intents_asks_which() {
    let editor = Editor::new();
    editor.edit("intents/shop/policy.toml", "margin = 0.35", "margin = 0.999");
    editor.edit("intents/shop/policy.toml", "maybe = 0.22", "maybe = 0.001");
    let (server, _) = editor.start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let asked = customer.say("can I change or cancel my order").await;
    let question = customer.hears_bot_on(asked).await;
    let choices = question["choices"].as_array().expect("choices");
    let ids: Vec<&str> = choices.iter().filter_map(|choice| choice["id"].as_str()).collect();
    assert!(
        matches!(ids[..], [one, two, "none"] if one.starts_with("intent:") && two.starts_with("intent:")),
        "{ids:?}"
    );
    assert!(ids.contains(&"intent:cancel_order"), "{ids:?}");

    let chosen = customer.choose("intent:cancel_order", question["seq"].as_u64().expect("a seq")).await;
    let answer = customer.hears_bot_on(chosen).await;
    assert_eq!(answer["sources"][0]["id"], "cancel-your-order");
    let chosen = customer.choose("none", question["seq"].as_u64().expect("a seq")).await;
    assert_eq!(customer.hears_bot_on(chosen).await["sources"], serde_json::json!([]));
}
