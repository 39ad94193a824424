//! A whole conversation, from the greeting to the rating.

use crate::support::{Agent, Customer, Server};

/// What one bot's customer says and hears.
struct Story {
    bot: &'static str,
    locale: &'static str,
    greeting: &'static str,
    question: &'static str,
    /// The article that answers it.
    source: &'static str,
    /// What no bot of ours was taught.
    unclear: &'static str,
    angry: &'static str,
    promise: &'static str,
    joined: &'static str,
    survey: &'static str,
}

const SHOP: Story = Story {
    bot: "shop",
    locale: "en",
    greeting: "Hello, I am Fernhout's chatbot.",
    question: "morning, could you look up how far along my order 40128831 is?",
    source: "track-your-order",
    unclear: "will it rain in London tomorrow?",
    angry: "WHERE IS MY SOFA?!! YOU BUNCH OF LYING USELESS IDIOTS, THIS IS AN ABSOLUTE DISGRACE!!!",
    promise: "You are right to want this sorted by a person. I am passing you to a colleague now, with the whole \
              story, so you do not have to tell it again.",
    joined: "Admin from Fernhout joined the chat and has read your conversation.",
    survey: "How did we do?",
};

const BANK: Story = Story {
    bot: "bank",
    greeting: "Hello, I am Havenbank's chatbot.",
    question: "my card ending in 4417 was stolen at the gym, how can I block it?",
    source: "block-lost-or-stolen-card",
    angry: "YOUR STUPID APP LOCKED ME OUT AGAIN, YOU USELESS IDIOTS!!! I AM ABSOLUTELY FURIOUS!!!",
    joined: "Admin from Havenbank joined the chat and has read your conversation.",
    ..SHOP
};

const DUTCH: Story = Story {
    locale: "nl",
    greeting: "Hallo, ik ben de chatbot van Fernhout.",
    question: "waar blijft mijn pakje? bestelling 40128831",
    unclear: "op welke partij moet ik stemmen bij de verkiezingen?",
    angry: "WAAR BLIJFT MIJN BANK?!! STELLETJE LIEGENDE NUTTELOZE IDIOTEN, DIT IS EEN ABSOLUTE SCHANDE!!!",
    promise: "Je hebt gelijk dat een mens dit moet oplossen. Ik zet je nu door naar een collega, met het hele \
              verhaal, zodat je het niet nog eens hoeft te vertellen.",
    joined: "Admin van Fernhout doet nu mee en heeft je gesprek gelezen.",
    survey: "Hoe hebben we het gedaan?",
    ..SHOP
};

impl Story {
    async fn play(&self) {
        let server = Server::start();
        let mut agent = Agent::sign_in(&server).await;
        let mut customer = Customer::arrive_speaking(&server, self.bot, self.locale).await;
        self.the_bot_helps(&mut customer).await;
        self.anger_goes_to_people(&mut customer).await;
        self.a_person_helps(&mut customer, &mut agent).await;
        self.the_customer_rates(&mut customer, &mut agent).await;
    }

    async fn the_bot_helps(&self, customer: &mut Customer) {
        let greeting = customer.hears_bot().await;
        let text = greeting["text"].as_str().expect("a text");
        assert!(text.starts_with(self.greeting), "{text}");
        assert_eq!(greeting["choices"].as_array().map(Vec::len), Some(3), "starters come with the greeting");

        let asked = customer.say(self.question).await;
        let answer = customer.hears_bot().await;
        assert_eq!(answer["cause_seq"], asked);
        assert_eq!(answer["sources"][0]["id"], self.source, "{answer}");
        let title = answer["sources"][0]["title"].as_str().expect("a source has a title");
        assert!(!title.is_empty());

        let asked = customer.say(self.unclear).await;
        let back = customer.hears_bot().await;
        assert_eq!(back["cause_seq"], asked);
        assert_eq!(back["sources"], serde_json::json!([]), "a question back has no source: {back}");
    }

    async fn anger_goes_to_people(&self, customer: &mut Customer) {
        let asked = customer.say(self.angry).await;
        let promise = customer.hears_bot().await;
        assert_eq!((promise["cause_seq"].as_u64(), &promise["text"]), (Some(asked), &self.promise.into()));
        customer.sees_state("queued").await;
        assert_eq!(customer.place().await, 1);
    }

    async fn a_person_helps(&self, customer: &mut Customer, agent: &mut Agent) {
        let ticket = agent.ticket(&customer.session(), "queued").await;
        assert_eq!(ticket["reason"]["rule"], "one_bad_turn");
        assert_eq!(ticket["locale"], self.locale);
        assert_eq!(ticket["articles"][0]["slug"], self.source, "what was tried is on the ticket");

        customer.say("...").await;
        agent.accept(&customer.session()).await;
        assert_eq!(customer.sees_state("agent").await["agent"]["name"], "Admin");
        assert_eq!(customer.notice().await, self.joined);
        assert_eq!(agent.entry("customer_said").await["event"]["text"], self.question, "the transcript comes along");

        agent.says("I have your file here.").await;
        assert_eq!(customer.hears_agent().await, "I have your file here.");
        customer.say(self.question).await;
        agent.says("I will see to it.").await;
        assert_eq!(customer.hears_agent().await, "I will see to it.");
        let of_bot = |event: &&serde_json::Value| event["from"] == "bot" && event["kind"] == "message";
        assert_eq!(customer.socket.unread.iter().find(of_bot), None, "the bot is silent while people have the chat");
    }

    async fn the_customer_rates(&self, customer: &mut Customer, agent: &mut Agent) {
        agent.resolve().await;
        customer.sees_state("closed").await;
        assert_eq!(customer.event("bot", "survey").await["text"], self.survey);
        agent.gone(&customer.session()).await;
        let rated = customer.rate(5).await;
        let shown = customer.event("customer", "survey").await;
        assert_eq!((shown["seq"].as_u64(), shown["score"].as_u64()), (Some(rated), Some(5)));
    }
}

#[tokio::test]
async fn the_shop_helps_a_customer_from_greeting_to_rating() {
    SHOP.play().await;
}

#[tokio::test]
async fn the_bank_helps_a_customer_from_greeting_to_rating() {
    BANK.play().await;
}

#[tokio::test]
async fn a_dutch_customer_is_helped_in_dutch() {
    DUTCH.play().await;
}

#[tokio::test]
async fn a_chat_returned_to_the_bot_is_answered_by_the_bot_again() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    agent.accept(&customer.session()).await;
    customer.say("thank you for your time").await;
    agent.return_to_bot().await;
    customer.sees_state("bot").await;
    let asked = customer.say(SHOP.question).await;
    let answer = customer.hears_bot_on(asked).await;
    assert_eq!(answer["sources"][0]["id"], SHOP.source);
    let causes: Vec<_> = customer.events().iter().filter_map(|event| event["cause_seq"].as_u64()).collect();
    assert_eq!(causes.len(), 2, "the handoff and this question, never what was said to a person: {causes:?}");
}
