//! Rows about one article, and about articles among themselves.

use super::*;

rows! {
    an_article_missing_in_one_language_is_refused: without(ORDER_NL),
        "intents/shop/track_order.yaml:6: error: article `track-your-order` has no file for locale nl (write track-your-order.nl.md)
         knowledge-base/shop/delivery-times.nl.md:9: error: related article `track-your-order` has no file for locale nl (write track-your-order.nl.md)";

    a_file_name_without_locale_is_refused: with("knowledge-base/shop/delivery.md", "+++\n+++\nSoon."),
        "knowledge-base/shop/delivery.md: error: the file's name has no slug and locale (name it <slug>.<locale>.md in small letters, such as track-your-order.en.md)";

    a_slug_in_capitals_is_refused: with("knowledge-base/shop/Delivery.en.md", "+++\n+++\nSoon."),
        "knowledge-base/shop/Delivery.en.md: error: the file's name has no slug and locale (name it <slug>.<locale>.md in small letters, such as track-your-order.en.md)";

    a_locale_unlike_the_files_is_refused: change(ORDER_NL, "locale = \"nl\"", "locale = \"en\""),
        "knowledge-base/shop/track-your-order.nl.md:4: error: locale `en` is not the file's, `nl` (give both the same locale)";

    a_slug_unlike_the_files_is_refused: change(ORDER_NL, "locale =", "slug = \"track-order\"\nlocale ="),
        "knowledge-base/shop/track-your-order.nl.md:4: error: slug is not the file's, `track-your-order` (take `slug` out, or rename the file)";

    a_slug_like_the_files_will_do: change(ORDER_NL, "locale =", "slug = \"track-your-order\"\nlocale ="), "";

    an_article_without_an_opening_fence_is_refused: change(ORDER_EN, "+++\n", ""),
        "knowledge-base/shop/track-your-order.en.md:1: error: the `+++` lines around the front matter are missing (open the file with a line `+++`, and close the front matter with another)";

    an_article_without_a_closing_fence_is_refused: change(ORDER_EN, "]\n+++\n", "]\n"),
        "knowledge-base/shop/track-your-order.en.md:1: error: the `+++` lines around the front matter are missing (open the file with a line `+++`, and close the front matter with another)";

    an_empty_body_is_refused: change(TIMES_EN, "We deliver within three working days.", "  \n"),
        "knowledge-base/shop/delivery-times.en.md:11: error: the body is empty (write the answer below the front matter)";

    unknown_keys_are_all_told: change(ORDER_EN, "owner = ", "autor = \"x\"\nquestion = \"y\"\nowner = "),
        "knowledge-base/shop/track-your-order.en.md:8: error: unknown key `autor` (use one of title, questions, slug, locale, audience, updated, review_by, valid_from, valid_to, owner, related, cite)
         knowledge-base/shop/track-your-order.en.md:9: error: unknown key `question` (did you mean `questions`?)";

    missing_keys_are_all_told: change(ORDER_EN, "updated = 2026-11-02\nreview_by = 2027-05-01\nowner = \"orders\"\n", ""),
        "knowledge-base/shop/track-your-order.en.md:1: error: `updated` is missing (write a date such as 2026-11-02, without quotes or time)
         knowledge-base/shop/track-your-order.en.md:1: error: `review_by` is missing (write a date such as 2026-11-02, without quotes or time)
         knowledge-base/shop/track-your-order.en.md:1: error: `owner` is missing (add `owner`)";

    a_missing_day_of_review_is_told_alone: change(ORDER_EN, "review_by = 2027-05-01\n", ""),
        "knowledge-base/shop/track-your-order.en.md:1: error: `review_by` is missing (write a date such as 2026-11-02, without quotes or time)";

    a_missing_audience_is_told_alone: change(ORDER_EN, "audience = \"customer\"\n", ""),
        "knowledge-base/shop/track-your-order.en.md:1: error: `audience` is missing (add `audience = \"customer\"`, or \"agent\")";

    a_date_in_quotes_is_refused: change(ORDER_EN, "2026-11-02", "\"2026-11-02\""),
        "knowledge-base/shop/track-your-order.en.md:6: error: invalid type: string \"2026-11-02\" (expected a date such as 2026-11-02, without quotes or time)";

    a_date_with_a_time_is_refused: change(ORDER_EN, "2026-11-02", "2026-11-02T10:00:00"),
        "knowledge-base/shop/track-your-order.en.md:6: error: `updated` is 2026-11-02T10:00:00, not a day (write a date such as 2026-11-02, without quotes or time)";

    an_unknown_audience_is_refused: change(ORDER_EN, "\"customer\"", "\"costumer\""),
        "knowledge-base/shop/track-your-order.en.md:5: error: unknown value `costumer` (did you mean `customer`?)";

    an_article_for_agents_cannot_be_an_answer: change(ORDER_EN, "\"customer\"", "\"agent\""),
        "knowledge-base/shop/track-your-order.en.md:5: error: intent `track_order` answers with it, but its audience is agent (use audience customer)";

    an_unknown_related_article_is_refused: change(ORDER_EN, "[\"delivery-times\"]", "[\n  \"delivery-times\",\n  \"shipping-costs\",\n]"),
        "knowledge-base/shop/track-your-order.en.md:11: error: related article `shipping-costs` has no file for locale en (write shipping-costs.en.md)";

    a_review_before_the_update_is_refused: change(ORDER_EN, "review_by = 2027-05-01", "review_by = 2026-11-01"),
        "knowledge-base/shop/track-your-order.en.md:7: error: review_by 2026-11-01 lies before updated 2026-11-02 (put the dates in order)";

    an_end_before_the_beginning_is_refused: change(ORDER_EN, "owner", "valid_from = 2026-12-02\nvalid_to = 2026-12-01\nowner"),
        "knowledge-base/shop/track-your-order.en.md:9: error: valid_to 2026-12-01 lies before valid_from 2026-12-02 (put the dates in order)";

    a_review_that_is_due_today_will_do: change(ORDER_EN, "review_by = 2027-05-01", "review_by = 2026-11-21"), "";

    a_review_that_is_overdue_is_warned_of: change(ORDER_EN, "review_by = 2027-05-01", "review_by = 2026-11-20"),
        "knowledge-base/shop/track-your-order.en.md:7: warning: review_by 2026-11-20 has passed (read it again and set a new date)";

    an_answer_whose_last_day_has_passed_is_warned_of: change(ORDER_EN, "owner", "valid_to = 2026-11-20\nowner"),
        "knowledge-base/shop/track-your-order.en.md:8: warning: valid_to has passed, but intent `track_order` answers with it (set a new date, or another article)";

    a_long_body_is_warned_of: change(TIMES_EN, "We deliver", &"We deliver ".repeat(80)),
        "knowledge-base/shop/delivery-times.en.md:11: warning: the body has 164 words (say it in 160)";

    an_article_nothing_leads_to_is_warned_of: change(TIMES_EN, "questions = [\"How long does delivery take?\"]\n", ""),
        "knowledge-base/shop/delivery-times.en.md:1: warning: no intent answers with it and it has no questions (add questions, or take it out)";

    a_locale_the_bot_does_not_speak_is_warned_of: with("knowledge-base/shop/delivery-times.fr.md", &base()[5].text.replace("\"en\"", "\"fr\"").replace("related = [\"track-your-order\"]\n", "")),
        "knowledge-base/shop/delivery-times.fr.md:4: warning: policy.toml does not name locale fr (take the file out, or add it to `locales`)";

    the_companys_own_mail_and_phone_may_stand_in_a_body: change(TIMES_EN, "We deliver", "Call +31 20 1234567 or mail care@fernhout.example. We deliver"), "";

    an_iban_in_a_body_is_refused_on_its_line: change(ORDER_EN, "No news for two days?", "Pay to NL91ABNA0417164300."),
        "knowledge-base/shop/track-your-order.en.md:14: error: the body holds personal data: iban (take it out)";

    an_email_in_a_question_is_refused: change(ORDER_EN, "Where is my order?", "Is anna@mail.example my account?"),
        "knowledge-base/shop/track-your-order.en.md:3: error: \"Is [email:1] my account?\" holds personal data: email (take it out)";

    a_claimed_feeling_is_refused: change(ORDER_EN, "You see where", "We know exactly how you feel. You see where"),
        "knowledge-base/shop/track-your-order.en.md:13: error: \"know exactly how you feel\" claims a feeling (say what happens next instead)";

    a_claimed_frustration_is_refused: change(TIMES_EN, "We deliver", "We understand your frustration. We deliver"),
        "knowledge-base/shop/delivery-times.en.md:11: error: \"understand your frustration\" claims a feeling (say what happens next instead)";

    a_claimed_feeling_in_dutch_is_refused: change(TIMES_NL, "We bezorgen", "Ik weet hoe je je voelt. We bezorgen"),
        "knowledge-base/shop/delivery-times.nl.md:11: error: \"weet hoe je je voelt\" claims a feeling (say what happens next instead)";

    a_claimed_feeling_in_formal_dutch_is_refused: change(TIMES_NL, "We bezorgen", "Wij begrijpen uw frustratie. We bezorgen"),
        "knowledge-base/shop/delivery-times.nl.md:11: error: \"begrijpen uw frustratie\" claims a feeling (say what happens next instead)";

    a_tag_is_refused: change(ORDER_EN, "No news", "<b>No news</b>"),
        "knowledge-base/shop/track-your-order.en.md:14: error: HTML `<b>` (use plain text, `**bold**` or a list)
         knowledge-base/shop/track-your-order.en.md:14: error: HTML `</b>` (use plain text, `**bold**` or a list)";

    a_tag_with_attributes_is_refused: change(TIMES_EN, "We deliver", "<img src=x onerror=alert(1)> We deliver"),
        "knowledge-base/shop/delivery-times.en.md:11: error: HTML `<img src=x onerror=alert(1)>` (use plain text, `**bold**` or a list)";

    a_smaller_than_sign_is_no_tag: change(TIMES_EN, "We deliver", "Orders < 5 kg and > 2 kg: we deliver"), "";

    a_link_that_is_not_encrypted_is_refused: change(ORDER_EN, "(https://fernhout", "(http://fernhout"),
        "knowledge-base/shop/track-your-order.en.md:11: error: link `http://fernhout.example/orders` is not https (write a whole address: https://...)";

    a_link_that_runs_script_is_refused: change(ORDER_EN, "(https://fernhout.example/orders)", "(javascript:alert)"),
        "knowledge-base/shop/track-your-order.en.md:11: error: link `javascript:alert` is not https (write a whole address: https://...)";

    a_relative_link_is_refused: change(ORDER_EN, "(https://fernhout.example/orders)", "(/orders)"),
        "knowledge-base/shop/track-your-order.en.md:11: error: link `/orders` is not https (write a whole address: https://...)";

    a_bare_address_that_is_not_encrypted_is_refused: change(TIMES_EN, "We deliver", "See http://fernhout.example. We deliver"),
        "knowledge-base/shop/delivery-times.en.md:11: error: link `http://fernhout.example.` is not https (write a whole address: https://...)";
}

#[test]
fn an_article_is_shown_from_its_first_day_to_its_last() {
    let dates = "valid_from = 2026-12-01\nvalid_to = 2026-12-31\nowner";
    let (bot, _) = build(&BotId::from("shop"), &change(TIMES_EN, "owner", dates), TODAY).expect("the bot is valid");
    let article = bot.articles.iter().find(|article| article.valid_from.is_some()).expect("one article has dates");
    let shown =
        [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)].map(|day| article.shown_on(day));
    assert_eq!(shown, [false, true, true, false]);
}
