//! Articles that the server finds for an agent who is about to write.

use crate::house::house;
use crate::support::Agent;
use serde_json::{Value, json};

async fn suggested(agent: &mut Agent, session: &str) -> Result<Value, String> {
    let cid = crate::support::fresh_cid();
    agent.socket.ask(&json!({"type": "suggest", "cid": cid, "session": session})).await
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["articles"].as_array().expect("articles").iter().filter_map(|article| article["id"].as_str()).collect()
}

#[tokio::test]
async fn who_is_about_to_answer_is_shown_the_nearest_articles_until_they_have() {
    let (_server, mut customer, mut sanne, mut sam) = house(&[("sanne", "shop"), ("sam", "bank")]).await;
    let session = customer.session();
    let nothing = suggested(&mut sanne, &session).await.expect("it may be asked");
    assert_eq!((&nothing["of"], &nothing["articles"]), (&json!(null), &json!([])), "a tapped choice is no question");

    let asked = customer.say("I would like to send my lamp back, how do I return it?").await;
    let found = suggested(&mut sanne, &session).await.expect("it may be asked");
    assert_eq!(found["of"], asked);
    assert!(ids(&found).contains(&"return-an-item") && ids(&found).len() <= 3, "{found}");
    assert!(found["articles"][0]["body"].as_str().is_some_and(|body| body.len() > 40), "{found}");
    assert_eq!(suggested(&mut sam, &session).await, Err("not_found".into()), "another bot's chat is none of theirs");

    sanne.says("Take the label from your account.").await;
    let answered = suggested(&mut sanne, &session).await.expect("it may be asked");
    assert_eq!((&answered["of"], &answered["articles"]), (&json!(null), &json!([])));

    let asked = customer.say("En hoe lang duurt het voordat ik mijn geld terug krijg?").await;
    let found = suggested(&mut sanne, &session).await.expect("it may be asked");
    assert_eq!(found["of"], asked);
    let words = found["articles"][0]["body"].as_str().expect("a body");
    assert!(words.contains(" je ") || words.contains(" de "), "in the customer's language: {found}");

    for words in ["qwrtz plkj vbnm xcvb", "Ben je er nog?", "ok bedankt"] {
        customer.say(words).await;
        let found = suggested(&mut sanne, &session).await.expect("it may be asked");
        assert_eq!(ids(&found), Vec::<&str>::new(), "{words}: {found}");
    }
}
