//! The bot that comes out: its order and its versions.

use super::*;

fn built(files: &[SourceFile]) -> Bot {
    build(&BotId::from("shop"), files, TODAY).expect("the bot is valid").0
}

#[test]
fn intents_and_articles_come_sorted_whatever_the_order_of_files() {
    let mut files = base();
    files.reverse();
    let (bot, same) = (built(&files), built(&base()));
    let intents: Vec<&str> = bot.intents.iter().map(|intent| intent.name.as_str()).collect();
    let articles: Vec<String> = bot.articles.iter().map(|a| format!("{}.{}", a.slug, a.locale)).collect();
    assert_eq!(intents, ["talk_to_person", "track_order"]);
    assert_eq!(articles, ["delivery-times.en", "delivery-times.nl", "track-your-order.en", "track-your-order.nl"]);
    assert_eq!((bot.content_version, bot.policy_version), (same.content_version, same.policy_version));
}

#[test]
fn a_changed_article_is_a_new_content_version() {
    let (old, new) = (built(&base()), built(&change(TIMES_EN, "three working days", "two working days")));
    assert_eq!(old.content_version.len(), 12);
    assert_ne!(old.content_version, new.content_version);
    assert_eq!(old.policy_version, new.policy_version);
}

#[test]
fn a_changed_policy_is_a_new_policy_version() {
    let (old, new) = (built(&base()), built(&change(POLICY, "upset = -0.3", "upset = -0.4")));
    assert_eq!(old.content_version, new.content_version);
    assert_ne!(old.policy_version, new.policy_version);
}

#[test]
fn an_intent_keeps_what_was_written() {
    let bot = built(&change(TRACK, "priority: normal", "priority: urgent\nthreshold: 0.75"));
    let intent = &bot.intents[1];
    assert_eq!((intent.route, intent.article.as_deref()), (Route::Answer, Some("track-your-order")));
    assert_eq!((intent.priority, intent.threshold), (crate::domain::Priority::Urgent, Some(0.75)));
    assert_eq!(intent.examples[&"nl".into()][2], "pakket 40128831 volgen");
}

#[test]
fn an_article_keeps_what_was_written() {
    let bot = built(&base());
    let article = &bot.articles[2];
    assert_eq!((article.title.as_str(), article.cite), ("Track your order", true));
    assert_eq!((article.updated, article.review_by), (date(2026, 11, 2), date(2027, 5, 1)));
    assert!(article.body.starts_with("Open the [order page]") && article.body.ends_with("help@fernhout.example."));
}
