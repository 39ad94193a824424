//! Customers and agents in a real browser, against the real server. Pictures of every stage go to `target/screenshots`.

#[path = "browser_support/mod.rs"]
mod support;

#[path = "browser_plays/attacks.rs"]
mod attacks;

#[path = "browser_plays/away.rs"]
mod away;

#[path = "browser_plays/called.rs"]
mod called;

#[path = "browser_plays/corners.rs"]
mod corners;

#[path = "browser_plays/cut_off.rs"]
mod cut_off;

#[path = "browser_plays/desk.rs"]
mod desk;

#[path = "browser_plays/files.rs"]
mod files;

#[path = "browser_plays/keyboard.rs"]
mod keyboard;

#[path = "browser_plays/stress.rs"]
mod stress;

#[path = "browser_plays/together.rs"]
mod together;

#[path = "browser_plays/translate.rs"]
mod translate;

#[path = "browser_plays/privacy.rs"]
mod privacy;

use support::browser::Browser;
use support::host_page::HostPage;
use support::people::{Agent, Customer};
use support::screen::Screen;
use support::server::Server;
use tokio::sync::{Mutex, MutexGuard};

/// One play at a time: a small machine would keep several browsers waiting for each other.
async fn stage() -> MutexGuard<'static, ()> {
    static STAGE: Mutex<()> = Mutex::const_new(());
    STAGE.lock().await
}

/// What is said in one play.
struct Script {
    bot: &'static str,
    question: &'static str,
    unclear: &'static str,
    furious: &'static str,
    agent_says: &'static str,
    customer_says: &'static str,
}

const SHOP: Script = Script {
    bot: "shop",
    question: "what does shipping to Cork cost and how many days does it take?",
    unclear: "order problem",
    furious: "WHERE IS MY SOFA?!! YOU BUNCH OF LYING USELESS IDIOTS, THIS IS AN ABSOLUTE DISGRACE!!!",
    agent_says: "I am sorry about this. Your sofa is on the van now and will be with you tomorrow before noon.",
    customer_says: "Thank you. Please let the driver call me first.",
};

const BANK: Script = Script {
    bot: "bank",
    question: "my card ending in 4417 was stolen at the gym, how can I block it?",
    unclear: "question about my account",
    furious: "YOUR STUPID APP LOCKED ME OUT AGAIN, YOU USELESS IDIOTS!!! I AM ABSOLUTELY FURIOUS!!!",
    agent_says: "I am sorry about this. I have opened your app again; please sign in once more.",
    customer_says: "It works now, thank you.",
};

impl Script {
    /// From the first hello to the survey, at both ends.
    async fn play(&self, screen: Screen) {
        let _turn = stage().await;
        let server = Server::start_with_agent("sanne", "Sanne");
        let browser = Browser::start();
        let url = server.page(&format!("/demo/{}", self.bot));
        let customer = Customer::visits(browser.open(screen).await, &url).await;
        self.talk_to_the_bot(&customer).await;
        self.get_angry(&customer).await;
        let agent = Agent::signs_in(browser.open(screen).await, &server, "sanne").await;
        self.take_over(&agent).await;
        self.talk_to_each_other(&customer, &agent).await;
        self.part(&customer, &agent).await;
        customer.page.close().await;
        agent.page.close().await;
    }

    async fn talk_to_the_bot(&self, customer: &Customer) {
        self.picture(customer, "01-page").await;
        customer.is_greeted().await;
        self.picture(customer, "02-greeting").await;
        customer.asks(self.unclear).await;
        customer.is_asked_which().await;
        self.picture(customer, "03-choices").await;
        customer.taps_the_first_choice().await;
        self.picture(customer, "04-chosen").await;
        customer.asks(self.question).await;
        self.picture(customer, "05-answer").await;
        customer.reads_a_source().await;
        self.picture(customer, "06-source").await;
        customer.closes_the_source().await;
    }

    async fn get_angry(&self, customer: &Customer) {
        customer.asks(self.furious).await;
        customer.page.reads("[data-test=status]", "Number 1 in the queue").await;
        self.picture(customer, "07-queue").await;
    }

    async fn take_over(&self, agent: &Agent) {
        agent.sees_who_waits().await;
        self.agent_picture(agent, "10-waiting").await;
        agent.opens_the_first().await;
        agent.page.reads("[data-test=transcript]", self.question).await;
        agent.page.reads("[data-test=transcript]", self.furious).await;
        self.agent_picture(agent, "11-opened").await;
        agent.accepts().await;
        agent.opens_the_ticket().await;
        self.agent_picture(agent, "12-ticket").await;
        agent.closes_the_ticket().await;
    }

    async fn talk_to_each_other(&self, customer: &Customer, agent: &Agent) {
        customer.page.reads("[data-test=status]", "Sanne").await;
        agent.replies(self.agent_says).await;
        customer.page.reads("[data-test=message][data-from=agent]", self.agent_says).await;
        customer.page.reads("[data-test=message][data-from=agent]", "Sanne").await;
        customer.page.reads(".receipt", "Seen").await;
        customer.writes(self.customer_says).await;
        agent.page.reads("[data-test=entry][data-from=customer]", self.customer_says).await;
        self.picture(customer, "08-with-agent").await;
        self.agent_picture(agent, "13-talking").await;
    }

    async fn part(&self, customer: &Customer, agent: &Agent) {
        agent.resolves().await;
        self.agent_picture(agent, "14-resolve").await;
        agent.confirms().await;
        customer.page.appears("[data-test=survey]").await;
        self.picture(customer, "09-survey").await;
        customer.rates(4).await;
        customer.page.appears("[data-test=new-chat]").await;
        self.picture(customer, "10-end").await;
        self.agent_picture(agent, "15-done").await;
    }

    async fn picture(&self, customer: &Customer, stage: &str) {
        customer.page.fits(stage).await;
        customer.page.picture(&format!("{}-{stage}", self.bot)).await;
    }

    async fn agent_picture(&self, agent: &Agent, stage: &str) {
        agent.page.fits(stage).await;
        agent.page.picture(&format!("{}-agent-{stage}", self.bot)).await;
    }
}

#[tokio::test]
async fn shop_on_a_laptop() {
    SHOP.play(Screen::laptop()).await;
}

#[tokio::test]
async fn shop_on_a_laptop_by_night() {
    SHOP.play(Screen::laptop().by_night()).await;
}

#[tokio::test]
async fn shop_on_a_phone() {
    SHOP.play(Screen::phone()).await;
}

#[tokio::test]
async fn shop_on_a_phone_by_night() {
    SHOP.play(Screen::phone().by_night()).await;
}

#[tokio::test]
async fn bank_on_a_laptop() {
    BANK.play(Screen::laptop()).await;
}

#[tokio::test]
async fn bank_on_a_laptop_by_night() {
    BANK.play(Screen::laptop().by_night()).await;
}

#[tokio::test]
async fn bank_on_a_phone() {
    BANK.play(Screen::phone()).await;
}

#[tokio::test]
async fn bank_on_a_phone_by_night() {
    BANK.play(Screen::phone().by_night()).await;
}

#[tokio::test]
async fn dutch_from_the_first_word_to_the_person() {
    let _turn = stage().await;
    let (server, browser) = (Server::start(), Browser::start());
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/shop?lang=nl")).await;
    customer.is_greeted().await;
    customer.asks("hoe laat gaat de showroom in Utrecht open op zaterdag?").await;
    customer.reads_a_source().await;
    customer.page.reads("[data-test=article-sheet]", "Bijgewerkt").await;
    customer.closes_the_source().await;
    customer.asks("dit is al de derde keer dat ik contact opneem over mijn terugbetaling").await;
    customer.page.reads("[data-test=status]", "Nummer 1 in de wachtrij").await;
    customer.page.picture("shop-dutch").await;
    let agent = Agent::signs_in(browser.open(Screen::laptop()).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    agent.accepts().await;
    agent.replies("Goedemiddag, ik zoek uw terugbetaling nu voor u op.").await;
    customer.page.reads("[data-test=message][data-from=agent]", "Goedemiddag").await;
    customer.page.reads("[data-test=status]", "Gesprek met Admin, een mens").await;
}

#[tokio::test]
async fn embedded_in_somebody_elses_strict_page() {
    let _turn = stage().await;
    let host = HostPage::claim();
    let url = host.origin();
    let server = Server::start_with_settings(&format!("[bots.shop]\nallowed_origins = [\"{url}\"]\n\n[bots.bank]\n"));
    host.embed(&server.url, "shop");
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &url).await;
    customer.is_greeted().await;
    customer.asks(SHOP.question).await;
    customer.reads_a_source().await;
    customer.closes_the_source().await;
    customer.page.picture("shop-embedded").await;
}

#[tokio::test]
async fn a_page_that_is_not_allowed_is_told_so() {
    let _turn = stage().await;
    let (server, browser, host) = (Server::start(), Browser::start(), HostPage::claim());
    let url = host.origin();
    host.embed(&server.url, "shop");
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &url).await;
    customer.opens_the_chat().await;
    customer.page.reads("[data-test=banner]", "The chat cannot connect").await;
    customer.page.picture("shop-not-allowed").await;
    assert_eq!(customer.transcript().await, [], "nothing was said");
}

#[tokio::test]
async fn keyboard_alone_is_enough() {
    let _turn = stage().await;
    let (server, browser) = (Server::start(), Browser::start());
    let customer = Customer::visits(browser.open(Screen::laptop()).await, &server.page("/demo/bank")).await;
    let page = &customer.page;
    page.ask("shown('[data-test=launcher]')[0].focus()").await;
    page.press("\u{e007}").await;
    page.until("the focus where one writes", "focused().dataset.test === 'input'").await;
    page.appears("[data-test=message][data-from=bot]").await;
    page.press("how can I send money to my cousin in Canada?\u{e007}").await;
    page.appears("[data-test=source]").await;
    page.picture("bank-keyboard").await;
    page.press("\u{e00c}").await;
    page.disappears("[data-test=panel]").await;
    page.until("the focus back on the launcher", "focused().dataset.test === 'launcher'").await;
}

/// Two agents, a supervisor and two customers: an offer declined, passed on and taken, a board that tells, a whisper.
async fn a_day_at_the_desk(screen: Screen) {
    let _turn = stage().await;
    let people = [("sanne", "Sanne", "agent"), ("tom", "Tom", "agent"), ("kim", "Kim", "supervisor")];
    let (server, browser) = (Server::start_with(&people), Browser::start());
    let sanne = Agent::signs_in(browser.open(screen).await, &server, "sanne").await;
    sanne.takes_chats().await;
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    customer.asks("I want to talk to a person").await;
    sanne.page.appears("[data-test=offer]").await;
    look(&sanne, "desk-01-offer").await;
    let tom = Agent::signs_in(browser.open(screen).await, &server, "tom").await;
    tom.takes_chats().await;
    sanne.page.click("[data-test=offer-decline]").await;
    sanne.page.appears("[data-test=decline-dialog]").await;
    look(&sanne, "desk-02-decline").await;
    sanne.page.click("[data-test=decline-confirm]").await;
    sanne.page.disappears("[data-test=offer]").await;
    tom.page.click("[data-test=offer-accept]").await;
    tom.page.appears("[data-test=resolve]").await;
    tom.page.type_into("[data-test=composer]", "/").await;
    tom.page.appears("[data-test=reply]").await;
    look(&tom, "desk-03-replies").await;
    tom.page.press("\u{e015}\u{e013}\u{e007}").await;
    let filled = "shown('[data-test=composer]')[0].value.includes('anything else')";
    tom.page.until("the reply in the composer", filled).await;
    tom.page.click("[data-test=send]").await;
    customer.page.appears("[data-test=message][data-from=agent]").await;

    let other = Customer::visits(browser.open(screen).await, &server.page("/demo/bank")).await;
    other.is_greeted().await;
    other.asks("my card was stolen, please get me a person").await;
    let kim = Agent::signs_in(browser.open(screen).await, &server, "kim").await;
    kim.sees_the_board().await;
    kim.page.reads("[data-test=board-agents]", "Tom").await;
    look(&kim, "desk-04-board").await;
    kim.page.click("[data-test=more-tom]").await;
    tom.page.until("the capacity that Kim set", "text('[data-test=capacity]') === '6'").await;
    kim.page.click("[data-test=board-close]").await;
    kim.page.click("[data-test=tab-all]").await;
    let theirs = "shown('[data-test=row]').find((row) => row.innerText.includes('Tom'))?.dataset.session";
    let session = kim.page.until("Tom's chat", theirs).await;
    kim.page.click(&format!("[data-session='{}']", session.as_str().expect("an id"))).await;
    kim.page.appears("[data-test=take-over]").await;
    kim.page.type_into("[data-test=composer]", "You may refund this one.").await;
    tom.page.reads("[data-test=lookers]", "Kim").await;
    kim.page.click("[data-test=send]").await;
    tom.page.reads("[data-test=entry][data-from=note]", "You may refund this one.").await;
    look(&tom, "desk-05-whisper").await;
    look(&kim, "desk-06-reading-along").await;
    tom.page.click("[data-test=transfer]").await;
    tom.page.appears("[data-test=transfer-dialog]").await;
    look(&tom, "desk-07-transfer").await;
    tom.page.click("[data-test=transfer-to-agent\\:sanne]").await;
    tom.page.click("[data-test=transfer-confirm]").await;
    let passed_on = format!("[data-session='{}'] [data-test=offer-accept]", session.as_str().expect("an id"));
    sanne.page.appears(&passed_on).await;
}

async fn look(agent: &Agent, stage: &str) {
    agent.page.fits(stage).await;
    agent.page.picture(stage).await;
    agent.page.is_accessible(stage).await;
}

#[tokio::test]
async fn a_day_at_the_desk_on_a_laptop() {
    a_day_at_the_desk(Screen::laptop()).await;
}

#[tokio::test]
async fn a_day_at_the_desk_on_a_phone_by_night() {
    a_day_at_the_desk(Screen::phone().by_night()).await;
}
