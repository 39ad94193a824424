//! The people at both ends: a customer at the widget and an agent at the console, who do what people do.

use super::page::Page;
use super::server::{PASSWORD, Server};
use serde_json::json;

/// Somebody with a question, on a page that embeds the widget.
pub struct Customer {
    pub page: Page,
}

impl Customer {
    pub async fn visits(page: Page, url: &str) -> Self {
        page.go(url).await;
        page.appears("[data-test=launcher]").await;
        Self { page }
    }

    pub async fn opens_the_chat(&self) {
        self.page.click("[data-test=launcher]").await;
        self.page.appears("[data-test=panel]").await;
    }

    /// Opens the chat and is greeted.
    pub async fn is_greeted(&self) {
        self.opens_the_chat().await;
        self.page.appears("[data-test=message][data-from=bot]").await;
    }

    pub async fn writes(&self, words: &str) {
        self.page.type_into("[data-test=input]", words).await;
        self.page.click("[data-test=send]").await;
        self.page.reads("[data-test=message][data-from=customer]", words).await;
    }

    /// Writes, and waits for what the bot says to it.
    pub async fn asks(&self, words: &str) {
        self.writes(words).await;
        self.page.until("the bot to answer", "shown('[data-test=message]').at(-1)?.dataset.from === 'bot'").await;
    }

    pub async fn reads_a_source(&self) {
        self.page.click("[data-test=source]").await;
        self.page.appears("[data-test=article-sheet] .body h3").await;
    }

    pub async fn closes_the_source(&self) {
        self.page.click("[data-test=article-close]").await;
        self.page.disappears("[data-test=article-sheet]").await;
    }

    /// Taps the first of the offered choices and waits for what comes of it.
    pub async fn taps_the_first_choice(&self) {
        let choices = "shown('[data-test=choice]:enabled')";
        let seq = self.page.until("choices", &format!("{choices}[0]?.closest('[data-seq]').dataset.seq")).await;
        let first = self.page.ask(&format!("{choices}[0].dataset.choice")).await;
        let seq = seq.as_str().expect("a number as an attribute");
        self.page.click(&format!("[data-seq='{seq}'] [data-choice={first}]")).await;
        let answered = format!(
            "((last) => last.dataset.from === 'bot' && Number(last.dataset.seq) > {seq})(shown('[data-test=message]').at(-1))"
        );
        self.page.until("an answer to the choice", &answered).await;
    }

    /// What was said last is a question with choices and no source.
    pub async fn is_asked_which(&self) {
        let row = "shown('[data-test=message]').at(-1)";
        let expression = format!("{row}.querySelectorAll('.choice').length > 1 && !{row}.querySelector('.source')");
        self.page.until("a question back, with choices", &expression).await;
    }

    pub async fn rates(&self, score: u8) {
        self.page.click(&format!("[data-test=rate-{score}]")).await;
        self.page.type_into("[data-test=rate-comment]", "Quick and kind.").await;
        self.page.click("[data-test=rate-send]").await;
        self.page.reads("[data-test=rated]", &score.to_string()).await;
    }

    /// What was said so far: who and what, in order.
    pub async fn transcript(&self) -> Vec<(String, String)> {
        let rows =
            "shown('[data-test=message]').map((row) => [row.dataset.from, row.querySelector('.bubble').innerText])";
        serde_json::from_value(self.page.ask(rows).await).expect("pairs of words")
    }
}

/// Somebody at the console.
pub struct Agent {
    pub page: Page,
}

impl Agent {
    pub async fn signs_in(page: Page, server: &Server, name: &str) -> Self {
        page.go(&server.page("/agent")).await;
        page.type_into("[data-test=login-name]", name).await;
        page.type_into("[data-test=login-password]", PASSWORD).await;
        page.click("[data-test=login-submit]").await;
        page.appears("[data-test=tab-waiting]").await;
        Self { page }
    }

    pub async fn sees_who_waits(&self) {
        self.page.click("[data-test=tab-waiting]").await;
        self.page.appears("[data-test=row]").await;
    }

    pub async fn opens_the_first(&self) {
        self.page.click("[data-test=row]").await;
        self.page.appears("[data-test=transcript] [data-test=entry][data-from=customer]").await;
    }

    pub async fn accepts(&self) {
        self.page.click("[data-test=accept]").await;
        self.page.appears("[data-test=composer]").await;
        self.page.appears("[data-test=resolve]").await;
    }

    pub async fn takes_the_first(&self) {
        self.sees_who_waits().await;
        self.opens_the_first().await;
        self.accepts().await;
    }

    /// By the dialog; `to` is `queue`, `team:` or `agent:` with a name.
    pub async fn passes_on(&self, to: &str, note: &str) {
        self.page.click("[data-test=transfer]").await;
        self.page.appears("[data-test=transfer-dialog]").await;
        self.page.click(&format!("[data-test='transfer-to-{to}']")).await;
        self.page.type_into("[data-test=transfer-note]", note).await;
        self.page.click("[data-test=transfer-confirm]").await;
        self.page.disappears("[data-test=transfer-dialog]").await;
    }

    /// There is no place to write in and nothing to end.
    pub async fn has_no_say(&self) {
        self.page.disappears("[data-test=composer]").await;
        self.page.disappears("[data-test=resolve]").await;
    }

    /// Brings the ticket into view where it is a drawer.
    pub async fn opens_the_ticket(&self) {
        if self.page.ask("shown('[data-test=details]').length > 0").await == json!(true) {
            self.page.click("[data-test=details]").await;
        }
        self.page.until("the reason with its numbers", "/[0-9]/.test(text('[data-test=why] .facts'))").await;
        self.page.appears("[data-test=mood-curve] circle, [data-test=mood-curve] path").await;
    }

    pub async fn closes_the_ticket(&self) {
        let back = "baton-ticket-panel .back";
        if self.page.ask(&format!("shown({}).length > 0", json!(back))).await == json!(true) {
            self.page.click(back).await;
        }
        self.page.appears("[data-test=composer]").await;
    }

    pub async fn replies(&self, words: &str) {
        self.page.type_into("[data-test=composer]", words).await;
        self.page.click("[data-test=send]").await;
        self.page.reads("[data-test=entry][data-from=agent]", words).await;
    }

    pub async fn takes_chats(&self) {
        self.page.click("[data-test=available]").await;
        self.page.until("to be available", "shown('[data-test=available]')[0].ariaChecked === 'true'").await;
    }

    pub async fn sees_the_board(&self) {
        self.page.click("[data-test=board]").await;
        self.page.appears("[data-test=board-tiles]").await;
    }

    /// The number on the board under that name.
    pub async fn sees_tile(&self, name: &str, value: &str) {
        let tile = format!("shown('.tile').find((t) => t.querySelector('dt').innerText.includes({}))", json!(name));
        let shows = format!("{tile}?.querySelector('.tile-value').innerText === {}", json!(value));
        self.page.until(&format!("{value} under {name}"), &shows).await;
    }

    pub async fn resolves(&self) {
        self.page.click("[data-test=resolve]").await;
        self.page.appears("[data-test=resolve-dialog]").await;
        self.page.type_into("[data-test=wrap-note]", "Found it, delivery tomorrow.").await;
    }

    pub async fn confirms(&self) {
        self.page.click("[data-test=resolve-confirm]").await;
        self.page.disappears("[data-test=resolve-dialog]").await;
    }
}
