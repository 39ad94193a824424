//! The corners that no story passes: each state of console and widget that is seldom seen, looked at and scanned, on a
//! laptop, a tablet and a phone, in English and in Dutch.

use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::{PASSWORD, Server};
use crate::{SHOP, stage};
use serde_json::json;

const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";
/// Selects all that is written and deletes it.
const NOTHING: &str = "\u{e009}a\u{e000}\u{e017}";

/// What is said, in one language.
struct Words {
    locale: &'static str,
    /// The first letter of what the language calls itself.
    letter: &'static str,
    order: &'static str,
    question: &'static str,
    unclear: &'static str,
    furious: &'static str,
    feigned: &'static str,
    nothing_found: &'static str,
}

const ENGLISH: Words = Words {
    locale: "en",
    letter: "E",
    order: "where is my order 40990127?",
    question: SHOP.question,
    unclear: SHOP.unclear,
    furious: SHOP.furious,
    feigned: "I know exactly how you feel.",
    nothing_found: "Nothing found",
};

const DUTCH: Words = Words {
    locale: "nl",
    letter: "N",
    order: "waar is mijn bestelling 40990127?",
    question: "hoe laat gaat de showroom in Utrecht open op zaterdag?",
    unclear: "ik weet nog niet of ik mijn bestelling wil annuleren of wijzigen",
    furious: "WAAR BLIJFT MIJN BANK?!! JULLIE ZIJN EEN STEL LIEGENDE, NUTTELOZE IDIOTEN, DIT IS EEN SCHANDE!!!",
    feigned: "Ik begrijp precies hoe u zich voelt.",
    nothing_found: "Niets gevonden",
};

/// One walk through the corners.
struct Tour<'a> {
    page: &'a Page,
    words: &'a Words,
}

impl Tour<'_> {
    /// Nothing is wider than the screen, axe finds nothing, and there is a picture.
    async fn see(&self, corner: &str) {
        let corner = format!("corner-{}-{corner}", self.words.locale);
        self.page.picture(&corner).await;
        self.page.fits(&corner).await;
        self.page.is_accessible(&corner).await;
    }

    /// Opens a sheet, looks at it, and leaves it by Escape.
    async fn sheet(&self, opener: &str, name: &str) {
        self.page.click(opener).await;
        self.sees_the_sheet(name).await;
    }

    async fn sees_the_sheet(&self, name: &str) {
        let sheet = format!("[data-test={name}-dialog]");
        self.page.appears(&sheet).await;
        self.see(name).await;
        self.page.strikes(ESCAPE).await;
        self.page.disappears(&sheet).await;
    }

    async fn sign_in(&self) {
        self.page.appears("[data-test=login-submit]").await;
        self.page.type_into(".language select", self.words.letter).await;
        self.page.until("the language", &format!("document.documentElement.lang === {:?}", self.words.locale)).await;
        self.see("sign-in").await;
        self.page.type_into("[data-test=login-name]", "sanne").await;
        self.page.type_into("[data-test=login-password]", "not my password").await;
        self.page.click("[data-test=login-submit]").await;
        self.page.until("a word about it", "text('[data-test=login-problem]')").await;
        self.see("sign-in-wrong").await;
        self.page.type_into("[data-test=login-password]", &format!("{NOTHING}{PASSWORD}{ENTER}")).await;
        self.page.appears("[data-test=tab-waiting]").await;
    }

    async fn empty_lists(&self) {
        for tab in ["mine", "waiting", "all"] {
            self.page.click(&format!("[data-test=tab-{tab}]")).await;
            self.page.appears(".rows-empty .empty").await;
            self.see(&format!("empty-{tab}")).await;
        }
        self.page.type_into("[data-test=search]", "zebra").await;
        self.page.reads("[data-test=earlier-told]", self.words.nothing_found).await;
        self.see("empty-search").await;
        self.page.strikes(ESCAPE).await;
        self.page.strikes("\u{e00a}/\u{e000}").await;
        self.sees_the_sheet("help").await;
        self.page.click("[data-test=menu]").await;
        self.page.appears("[data-test=sign-out]").await;
        self.see("menu").await;
        self.page.strikes(ESCAPE).await;
        self.page.disappears("[data-test=sign-out]").await;
    }

    async fn dialogs(&self) {
        for (opener, name) in
            [("transfer", "transfer"), ("snooze", "snooze"), ("return-to-bot", "return"), ("resolve", "resolve")]
        {
            self.sheet(&format!("[data-test={opener}]"), name).await;
        }
        self.sheet("[data-test=sources] button", "article").await;
    }

    /// A hint, a message that waits, one that is refused, and the way back from each.
    async fn writing(&self) {
        let composer = "[data-test=composer]";
        self.page.type_into(composer, self.words.feigned).await;
        self.page.appears("[data-test=tone] li").await;
        self.see("tone").await;
        // What waits five seconds waits a minute, so that there is time to look at it.
        self.page.ask("(window.soon = setTimeout, window.setTimeout = (then, ms, ...rest) => soon(then, ms === 5000 ? 60000 : ms, ...rest), true)").await;
        self.page.strikes(ENTER).await;
        self.page.appears("[data-test=held]").await;
        self.see("held").await;
        self.page.click("[data-test=undo]").await;
        let back = format!("shown('{composer}')[0].value === {}", json!(self.words.feigned));
        self.page.until("the words again", &back).await;
        self.page.type_into(composer, &format!("{NOTHING}{}", "Too long. ".repeat(32))).await;
        self.page.strikes(&format!("{ENTER}{ENTER}")).await;
        self.page.appears("[data-test=entry][data-state=failed]").await;
        self.see("failed").await;
        self.page.click("[data-state=failed] .link:last-child").await;
        self.page.disappears("[data-state=failed]").await;
        self.page.type_into(composer, NOTHING).await;
    }

    /// What was understood is said to be wrong; it is kept.
    async fn correction(&self) {
        self.page.click("[data-test=heard] summary").await;
        self.page.appears("[data-test=correct-save]").await;
        self.page.type_into("[data-test=correct-intent]", "\u{e015}").await;
        self.page.type_into("[data-test=correct-sentiment]", "\u{e015}").await;
        self.page.click("[data-test=correct-person]").await;
        self.see("heard").await;
        self.page.click("[data-test=correct-save]").await;
        self.page.appears(".mark-corrected").await;
        self.page.reload().await;
        self.page.appears(".mark-corrected").await;
        self.page.click("[data-test=heard]:has(.mark-corrected) summary").await;
        let kept = "['intent', 'sentiment'].map((name) => shown(`[data-test=correct-${name}]`)[0]?.value)";
        assert_eq!(self.page.ask(kept).await, json!(["none", "negative"]), "what was said of it stands in the form");
        assert_eq!(self.page.ask("shown('[data-test=correct-person]')[0]?.checked").await, json!(true));
        self.see("corrected").await;
    }

    /// Brings the ticket into view where it is a drawer or a page of its own.
    async fn opens_the_ticket(&self) {
        if self.page.ask("shown('[data-test=details]').length > 0").await == json!(true) {
            self.page.click("[data-test=details]").await;
        }
        self.page.appears("[data-test=mood-curve] .curve-point").await;
    }

    async fn ticket(&self) {
        self.opens_the_ticket().await;
        self.see("ticket").await;
        let link = "((a) => [a.href, a.target, a.rel])(shown('.about a')[0])";
        let page = self.page.ask(link).await;
        assert!(page[0].as_str().is_some_and(|url| url.ends_with("/demo/shop")), "the customer's page: {page}");
        assert_eq!(
            (&page[1], &page[2]),
            (&json!("_blank"), &json!("noopener noreferrer")),
            "it opens beside the console"
        );
        let value = self.page.until("something that was found", "text('.entity-value')").await;
        self.page.click("[data-test=copy]").await;
        self.page.reads("[data-test=toast]", value.as_str().expect("a text")).await;
        self.see("copied").await;
        let first = self.page.ask("shown('.curve-point')[0].dataset.seq").await;
        let first = first.as_str().expect("the number of a turn").to_string();
        self.page.click(&format!(".curve-point[data-seq='{first}']")).await;
        self.is_led_to(&format!("focused().dataset.seq === '{first}'")).await;
        self.see("turn").await;
        self.opens_the_ticket().await;
        self.page.click(".articles .to-turn").await;
        self.is_led_to("focused().dataset.seq > 0").await;
    }

    /// An entry has the focus and is in sight.
    async fn is_led_to(&self, which: &str) {
        let log = "shown('[data-test=transcript]')[0].getBoundingClientRect()";
        let inside =
            format!("((e, log) => e.top < log.bottom && e.bottom > log.top)(focused().getBoundingClientRect(), {log})");
        self.page.until("the turn", &format!("focused().dataset.test === 'entry' && {which} && {inside}")).await;
    }
}

async fn corners_of_the_console(screen: Screen, words: &Words) {
    let _turn = stage().await;
    let people = [("sanne", "Sanne", "agent"), ("tom", "Tom", "agent")];
    let server = Server::start_set_up(&people, "[limits]\nmessage_chars = 300\n");
    let browser = Browser::start();
    let page = browser.open(screen).await;
    page.go(&server.page("/agent")).await;
    let agent = Agent { page };
    let tour = Tour { page: &agent.page, words };
    tour.sign_in().await;
    tour.empty_lists().await;
    let url = server.page(&format!("/demo/shop?lang={}", words.locale));
    let customer = Customer::visits(browser.open(screen).await, &url).await;
    customer.is_greeted().await;
    for said in [words.order, words.question, words.furious] {
        customer.asks(said).await;
    }
    agent.takes_the_first().await;
    tour.dialogs().await;
    tour.writing().await;
    tour.correction().await;
    tour.ticket().await;
    agent.resolves().await;
    agent.confirms().await;
    tour.see("done").await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn the_corners_of_the_console_hold_on_a_laptop() {
    corners_of_the_console(Screen::laptop(), &ENGLISH).await;
}

#[tokio::test]
async fn the_corners_of_the_console_hold_on_a_tablet() {
    corners_of_the_console(Screen::tablet(), &ENGLISH).await;
}

#[tokio::test]
async fn the_corners_of_the_console_hold_on_a_phone_by_night() {
    corners_of_the_console(Screen::phone().by_night(), &ENGLISH).await;
}

#[tokio::test]
async fn the_corners_of_the_console_hold_in_dutch() {
    corners_of_the_console(Screen::laptop(), &DUTCH).await;
}

async fn corners_of_the_widget(screen: Screen, words: &Words) {
    let _turn = stage().await;
    let (mut server, browser) = (Server::start(), Browser::start());
    let url = server.page(&format!("/demo/shop?lang={}", words.locale));
    let customer = Customer::visits(browser.open(screen).await, &url).await;
    let tour = Tour { page: &customer.page, words };
    tour.see("launcher").await;
    customer.is_greeted().await;
    tour.see("greeting").await;
    customer.asks(words.unclear).await;
    customer.is_asked_which().await;
    tour.see("choices").await;
    customer.asks(words.question).await;
    tour.see("answer").await;
    customer.reads_a_source().await;
    tour.see("source").await;
    customer.closes_the_source().await;
    customer.page.click("[data-test=menu]").await;
    customer.page.appears("[data-test=end]").await;
    tour.see("widget-menu").await;
    customer.page.strikes(ESCAPE).await;
    customer.page.disappears("[data-test=end]").await;
    server.crash();
    customer.page.appears("[data-test=banner]").await;
    customer.writes(words.order).await;
    tour.see("widget-cut-off").await;
    server.come_back();
    customer.page.disappears("[data-test=banner]").await;
    customer.page.until("an answer", "shown('[data-test=message]').at(-1)?.dataset.from === 'bot'").await;
    customer.page.click("[data-test=menu]").await;
    customer.page.click("[data-test=end]").await;
    customer.page.appears("[data-test=new-chat]").await;
    tour.see("widget-ended").await;
    customer.page.close().await;
}

#[tokio::test]
async fn the_corners_of_the_widget_hold_on_a_laptop() {
    corners_of_the_widget(Screen::laptop(), &ENGLISH).await;
}

#[tokio::test]
async fn the_corners_of_the_widget_hold_on_a_phone_by_night() {
    corners_of_the_widget(Screen::phone().by_night(), &ENGLISH).await;
}

#[tokio::test]
async fn the_corners_of_the_widget_hold_in_dutch() {
    corners_of_the_widget(Screen::laptop(), &DUTCH).await;
}
