//! Rows about files as such: their shape, their names, the policy, and telling everything at once.

use super::*;

const QUOTES: &str = "check the indentation, and put a sentence that holds `: `, ` #` or quotes in quotes";

rows! {
    a_bot_without_policy_is_refused: without(POLICY),
        "intents/shop/policy.toml: error: the file is missing (copy another bot's and adapt it)";

    a_misspelt_policy_key_is_refused: change(POLICY, "upset = -0.3", "upst = -0.3"),
        "intents/shop/policy.toml:18: error: unknown key `upst` (did you mean `upset`?)";

    a_missing_policy_key_is_refused: change(POLICY, "upset = -0.3", ""),
        "intents/shop/policy.toml:16: error: missing key `upset` (add it)";

    a_policy_number_out_of_range_is_refused: change(POLICY, "upset = -0.3", "upset = -3.0"),
        "intents/shop/policy.toml:18: error: upset is -3, not between -1 and 1 (change `upset`)";

    a_starter_that_is_no_intent_is_told_once: with(POLICY, &base()[0].text.replace("\"track_order\"", "\"trackorder\"")),
        "intents/shop/policy.toml:39: error: starter `trackorder` is not an intent of this bot (did you mean `track_order`?)";

    a_toml_string_without_end_is_refused: change(ORDER_EN, "\"Track your order\"", "\"Track your order"),
        "knowledge-base/shop/track-your-order.en.md:2: error: invalid basic string (expected `\"`)";

    a_toml_key_twice_is_refused: change(ORDER_EN, "title =", "title = \"Track\"\ntitle ="),
        "knowledge-base/shop/track-your-order.en.md:3: error: duplicate key (keep one of them)";

    a_yaml_key_twice_is_refused: change(TRACK, "team: orders", "team: orders\nteam: care"),
        "intents/shop/track_order.yaml:8: error: key `team` is written twice (keep one of them)";

    a_tab_in_yaml_is_refused: change(TRACK, "    - has it shipped yet", "\t- has it shipped yet"),
        &format!("intents/shop/track_order.yaml:12: error: while scanning a plain scalar, found a tab ({QUOTES})");

    a_sentence_with_a_colon_and_no_quotes_is_refused: change(TRACK, "has it shipped", "my question: has it shipped"),
        &format!("intents/shop/track_order.yaml:13: error: a text is expected here ({QUOTES})");

    a_dash_without_a_sentence_is_refused: change(TRACK, "    - has it shipped yet", "    -"),
        &format!("intents/shop/track_order.yaml:13: error: a text is expected here ({QUOTES})");

    a_word_where_a_list_should_stand_is_refused: change(TRACK, "[order_number]", "order_number"),
        "intents/shop/track_order.yaml:9: error: a list is expected here (write `[one, two]`, or a line with `- ` for each)";

    a_word_where_a_number_should_stand_is_refused: change(TRACK, "priority: normal", "threshold: high"),
        "intents/shop/track_order.yaml:8: error: a number is expected here (write one such as 0.7)";

    a_list_where_an_intent_should_stand_is_refused: with(TRACK, "- where is my order\n"),
        "intents/shop/track_order.yaml:1: error: keys with values are expected here (write `key: value` lines)";

    two_intents_in_a_file_are_refused: change(TRACK, "counter_examples:", "---\ncounter_examples:"),
        "intents/shop/track_order.yaml:38: error: a second document begins here (write one intent a file, no `---`)";

    a_file_with_another_ending_is_warned_of: with("intents/shop/refund.yml", "intent: refund"),
        "intents/shop/refund.yml: warning: the file is not read (intents are intents/shop/<intent>.yaml, articles knowledge-base/shop/<slug>.<locale>.md, the policy intents/shop/policy.toml)";

    a_file_of_another_bot_is_warned_of: with("intents/bank/fees.yaml", "intent: fees"),
        "intents/bank/fees.yaml: warning: the file is not read (intents are intents/shop/<intent>.yaml, articles knowledge-base/shop/<slug>.<locale>.md, the policy intents/shop/policy.toml)";

    a_byte_order_mark_and_windows_line_ends_will_do: base().into_iter().map(windows).collect(), "";

    lines_are_counted_alike_with_windows_line_ends: change(ORDER_EN, "(https://fernhout", "(http://fernhout").into_iter().map(windows).collect(),
        "knowledge-base/shop/track-your-order.en.md:11: error: link `http://fernhout.example/orders` is not https (write a whole address: https://...)";

    everything_is_told_at_once_in_order: broken_everywhere(),
        "intents/shop/policy.toml:18: error: unknown key `upst` (did you mean `upset`?)
         intents/shop/talk_to_person.yaml:1: error: intent `talk` stands in a file named `talk_to_person` (give both the same name)
         intents/shop/track_order.yaml:9: error: a list is expected here (write `[one, two]`, or a line with `- ` for each)
         knowledge-base/shop/delivery-times.en.md:1: error: the `+++` lines around the front matter are missing (open the file with a line `+++`, and close the front matter with another)";
}

fn windows(source: SourceFile) -> SourceFile {
    SourceFile::new(source.path, format!("\u{feff}{}", source.text.replace('\n', "\r\n")))
}

fn broken_everywhere() -> Vec<SourceFile> {
    let mut files = base();
    files[0].text = files[0].text.replace("upset =", "upst =");
    files[1].text = files[1].text.replace("[order_number]", "order_number");
    files[2].text = files[2].text.replace("intent: talk_to_person", "intent: talk");
    files[5].text = "Soon.".to_owned();
    files
}

const REPLIES: &str = "intents/shop/replies.toml";

rows! {
    replies_with_known_variables_are_fine: with(REPLIES, "[hello]\ntitle = { en = \"Hi\", nl = \"Hoi\" }\n\
        text = { en = \"I am {agent} of {brand}\", nl = \"Ik ben {agent}\" }"), "";
    a_reply_without_dutch: with(REPLIES, "[hello]\ntitle = { en = \"Hi\", nl = \"Hoi\" }\ntext = { en = \"Hi\" }"),
        "intents/shop/replies.toml:1: error: text of reply `hello` for locale nl is missing (add `nl = ...`)";
    a_variable_that_does_not_exist: with(REPLIES, "\n[hi]\ntitle = { en = \"Hi\", nl = \"Hoi\" }\n\
        text = { en = \"Hi {name}\", nl = \"Hoi\" }"),
        "intents/shop/replies.toml:2: error: reply `hi` names the variable `name`, which does not exist \
         (use one of agent, brand, order_number, amount, date, product)";
}
