//! Rows about one intent, and about intents among themselves.

use super::*;

rows! {
    a_valid_bot_has_nothing_to_tell: base(), "";

    a_name_unlike_its_file_is_refused: change(TRACK, "intent: track_order", "intent: follow_order"),
        "intents/shop/track_order.yaml:1: error: intent `follow_order` stands in a file named `track_order` (give both the same name)";

    a_name_not_in_snake_case_is_refused: renamed(TRACK, "intents/shop/Track-Order.yaml", "intent: track_order", "intent: Track-Order"),
        "intents/shop/Track-Order.yaml:1: error: intent `Track-Order` is not in snake_case (use small letters, digits and single `_`)
         intents/shop/policy.toml:39: error: starter `track_order` is not an intent of this bot (did you mean `Track-Order`?)";

    a_title_missing_in_one_language_is_refused: change(TRACK, ", nl: \"Mijn bestelling volgen\"", ""),
        "intents/shop/track_order.yaml:2: error: title for locale nl is missing (add `nl: ...` to `title`)";

    an_empty_topic_is_refused: change(TRACK, "en: \"your delivery\"", "en: \" \""),
        "intents/shop/track_order.yaml:3: error: topic for locale en is missing (add `en: ...` to `topic`)";

    no_topic_at_all_is_told_for_each_language: change(TRACK, "topic: {en: \"your delivery\", nl: \"je bezorging\"}\n", ""),
        "intents/shop/track_order.yaml:1: error: topic for locale en is missing (add `en: ...` to `topic`)
         intents/shop/track_order.yaml:1: error: topic for locale nl is missing (add `nl: ...` to `topic`)";

    a_description_is_required: change(TRACK, "description: The customer wants to know where an order is.\n", ""),
        "intents/shop/track_order.yaml:1: error: `description` is missing (add `description`)";

    a_label_in_a_language_the_bot_does_not_speak_is_warned_of: change(TRACK, "title: {en:", "title: {fr: \"Suivre\", en:"),
        "intents/shop/track_order.yaml:2: warning: title has locale fr, which policy.toml does not name (take it out, or add it to `locales`)";

    route_flow_is_refused: change(TRACK, "route: answer", "route: flow"),
        "intents/shop/track_order.yaml:5: error: route flow is not available in this version (use answer or handoff)";

    an_unknown_route_is_refused: change(TRACK, "route: answer", "route: anwser"),
        "intents/shop/track_order.yaml:5: error: unknown route `anwser` (did you mean `answer`?)";

    a_route_is_required: change(TRACK, "route: answer\n", ""),
        "intents/shop/track_order.yaml:1: error: `route` is missing (add `route: answer` or `route: handoff`)";

    an_answer_needs_an_article: change(TRACK, "article: track-your-order\n", ""),
        "intents/shop/track_order.yaml:5: error: route answer has no article (add `article: <slug>`, or use route handoff)";

    a_handoff_may_have_an_article: change(PERSON, "route: handoff", "route: handoff\narticle: delivery-times"), "";

    an_unknown_article_is_refused_in_each_language: change(TRACK, "article: track-your-order", "article: track-you-order"),
        "intents/shop/track_order.yaml:6: error: article `track-you-order` has no file for locale en (did you mean `track-your-order`?)
         intents/shop/track_order.yaml:6: error: article `track-you-order` has no file for locale nl (did you mean `track-your-order`?)";

    an_unknown_team_is_refused: change(TRACK, "team: orders", "team: ordres"),
        "intents/shop/track_order.yaml:7: error: team `ordres` is not in policy.toml (did you mean `orders`?)";

    an_unknown_priority_is_refused: change(TRACK, "priority: normal", "priority: hihg"),
        "intents/shop/track_order.yaml:8: error: unknown value `hihg` (did you mean `high`?)";

    an_unknown_kind_of_entity_is_refused: change(TRACK, "[order_number]", "[order_nr, colour]"),
        "intents/shop/track_order.yaml:9: error: unknown value `order_nr` (use one of order_number, amount, date, last_four, product)";

    a_threshold_above_one_is_refused: change(TRACK, "priority: normal", "threshold: 70"),
        "intents/shop/track_order.yaml:8: error: threshold 70 is not between 0 and 1 (write a probability such as 0.7)";

    a_threshold_that_is_no_number_is_refused: change(TRACK, "priority: normal", "threshold: .nan"),
        "intents/shop/track_order.yaml:8: error: a number is expected here (write one such as 0.7)";

    a_threshold_of_one_will_do: change(TRACK, "priority: normal", "threshold: 1"), "";

    unknown_keys_are_all_told: change(TRACK, "team: orders", "tema: orders\nexmaples: []"),
        "intents/shop/track_order.yaml:7: error: unknown key `tema` (did you mean `team`?)
         intents/shop/track_order.yaml:8: error: unknown key `exmaples` (did you mean `examples`?)";

    one_example_is_too_few: cut(TRACK, "    - where is my order\n", "  nl:\n    - waar"),
        "intents/shop/track_order.yaml:10: error: too few examples for locale en: 1 (write at least 12)";

    eleven_examples_are_warned_of: change(TRACK, "    - is het al verzonden\n", ""),
        "intents/shop/track_order.yaml:10: warning: too few examples for locale nl: 11 (write at least 12)";

    two_counter_examples_are_warned_of: change(TRACK, "    - send it back\n", ""),
        "intents/shop/track_order.yaml:37: warning: too few counter examples for locale en: 2 (write at least 3)";

    an_example_in_two_intents_names_both_places: change(PERSON, "    - agent\n", "    - Where is my order?\n"),
        "intents/shop/track_order.yaml:12: error: example \"where is my order\" is also an example in intents/shop/talk_to_person.yaml:13 (keep it in one of the two)";

    an_example_in_two_intents_and_two_languages_is_refused: change(PERSON, "    - medewerker\n", "    - order status\n"),
        "intents/shop/track_order.yaml:16: error: example \"order status??\" is also an example in intents/shop/talk_to_person.yaml:26 (keep it in one of the two)";

    examples_that_are_only_punctuation_differ: change(TRACK, "    - order status??\n", "    - \"???\"\n    - \"!!!\"\n"), "";

    an_example_nearly_said_before_is_warned_of: change(TRACK, "    - has it shipped yet\n", "    - Where is my order?!\n"),
        "intents/shop/track_order.yaml:13: warning: example \"Where is my order?!\" is nearly the same as line 12 (say it in other words)";

    counter_examples_in_a_language_the_bot_does_not_speak_are_warned_of: change(PERSON, "  nl:\n    - ben jij", "  fr: []\n  nl:\n    - ben jij"),
        "intents/shop/talk_to_person.yaml:34: warning: counter_examples has locale fr, which policy.toml does not name (take it out, or add it to `locales`)";

    an_example_said_twice_on_one_line_is_warned_of: change(PERSON, "counter_examples:", "  fr: [un humain, Un humain!]\ncounter_examples:"),
        "intents/shop/talk_to_person.yaml:7: warning: examples has locale fr, which policy.toml does not name (take it out, or add it to `locales`)
         intents/shop/talk_to_person.yaml:34: warning: example \"Un humain!\" is nearly the same as line 34 (say it in other words)";

    the_same_words_in_two_languages_of_an_intent_will_do: change(TRACK, "    - status bestelling?\n", "    - order status\n"), "";

    a_counter_example_that_is_an_example_is_refused: change(TRACK, "    - send it back\n", "    - Is my table on its way?\n"),
        "intents/shop/track_order.yaml:41: error: counter example \"Is my table on its way?\" is also the example on line 19 (keep it in one of the two)";

    an_empty_example_is_refused: change(TRACK, "    - has it shipped yet\n", "    - \"\"\n"),
        "intents/shop/track_order.yaml:13: error: an example is empty (write a sentence, or take it out)";

    a_card_number_in_an_example_is_refused: change(TRACK, "has it shipped yet", "i paid with 4111 1111 1111 1111"),
        "intents/shop/track_order.yaml:13: error: example \"i paid with [card]\" holds personal data: card (take it out; the model never sees such values)";

    an_iban_in_an_example_is_refused: change(TRACK, "has it shipped yet", "refund to NL91ABNA0417164300"),
        "intents/shop/track_order.yaml:13: error: example \"refund to [iban:1]\" holds personal data: iban (take it out; the model never sees such values)";

    an_email_in_a_counter_example_is_refused: change(TRACK, "ik wil annuleren", "mail mij op anna@mail.example"),
        "intents/shop/track_order.yaml:43: error: example \"mail mij op [email:1]\" holds personal data: email (take it out; the model never sees such values)";

    a_phone_number_in_an_example_is_refused: change(TRACK, "has it shipped yet", "call me on +31 6 12345678"),
        "intents/shop/track_order.yaml:13: error: example \"call me on [phone:1]\" holds personal data: phone (take it out; the model never sees such values)";

    the_brands_own_name_in_an_example_will_do: change(PERSON, "    - agent\n", "    - Hello Fernhout\n"), "";

    an_order_number_in_an_example_will_do: change(TRACK, "has it shipped yet", "has #40128832 shipped yet"), "";
}
