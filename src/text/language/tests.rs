//! A test is a sentence and the language it is found to be in.

use super::*;

/// `(said, in an English session, in a Dutch session)`; `!de` is a language the bot does not speak.
fn check(rows: &[(&str, &str, &str)]) {
    let spoken = [Locale::from("en"), Locale::from("nl")];
    let find = |said: &str, current: &str| {
        let text = crate::text::redact(said, &Default::default()).text;
        let found = find_language(&text, &spoken, &Locale::from(current));
        format!("{}{}", if found.spoken { "" } else { "!" }, found.locale)
    };
    let wrong: Vec<String> = rows
        .iter()
        .map(|(said, english, dutch)| (said, find(said, "en"), find(said, "nl"), english, dutch))
        .filter(|(_, in_english, in_dutch, english, dutch)| in_english != *english || in_dutch != *dutch)
        .map(|(said, in_english, in_dutch, ..)| format!("{said}: {in_english} in English, {in_dutch} in Dutch"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_says_nothing_keeps_the_language() {
    let rows = [
        "",
        "ok",
        "okay",
        "40128831",
        "retour?",
        "refund",
        "track & trace",
        "🙂",
        "hallo",
        "hi",
        "hello",
        "sorry",
        "iDEAL",
        "PayPal",
        "anna@example.com",
        "ticket",
        "account",
        "status?",
        "order 40128831",
        "#40128831",
        "help",
        "super",
        "info",
        "ja",
        "nee",
        "yes",
        "no",
        "...",
        "Amsterdam",
        "[email:1]",
        "product",
        "PDF",
        "XL",
        "3",
        "test",
        "online app",
        "service",
        "cadeau",
        "bonus",
        "app crash",
        "€12,95",
        "Anna de Vries",
        "DHL",
        "Nike Air Max 90",
    ];
    check(&rows.map(|said| (said, "en", "nl")));
}

#[test]
fn english_is_found() {
    let rows = [
        "where is my order",
        "where's my order?",
        "I want to return my shoes",
        "my parcel has not arrived",
        "thank you",
        "how do I return this",
        "can I get a refund",
        "what are your opening hours?",
        "the zip is broken",
        "wrong size",
        "it does not fit",
        "I want a refund",
        "cancel my order please",
        "do you ship to Belgium?",
        "my card is blocked",
        "I'm still waiting",
        "speak to a human",
        "when will it arrive?",
        "is this in stock",
        "change my address",
        "still no refund",
        "this is ridiculous",
        "how much does it cost",
        "money back please",
        "where is it",
        "I lost my card",
        "the app does not work",
        "nothing works",
        "which size should I take",
        "forgot my password",
    ];
    check(&rows.map(|said| (said, "en", "en")));
}

#[test]
fn dutch_is_found() {
    let rows = [
        "waar is mijn pakket",
        "waar blijft mijn bestelling?",
        "ik wil retourneren",
        "mijn pakket is niet aangekomen",
        "dank je wel",
        "hoe kan ik ruilen",
        "kan ik mijn geld terug krijgen",
        "wat zijn de openingstijden?",
        "de rits is kapot",
        "verkeerde maat",
        "het past niet",
        "ik wil mijn geld terug",
        "annuleer mijn bestelling",
        "leveren jullie in België?",
        "mijn pas is geblokkeerd",
        "ik wacht nog steeds",
        "medewerker spreken",
        "wanneer komt het",
        "is dit op voorraad",
        "adres wijzigen",
        "nog geen geld terug",
        "dit is belachelijk",
        "wat kost verzenden",
        "geld terug graag",
        "waar is het",
        "ik ben mijn pas kwijt",
        "de app werkt niet",
        "niks werkt",
        "welke maat moet ik nemen",
        "wachtwoord vergeten",
    ];
    check(&rows.map(|said| (said, "nl", "nl")));
}

#[test]
fn another_language_is_found_and_not_spoken() {
    check(&[
        ("Wo ist meine Bestellung? Ich warte schon lange", "!de", "!de"),
        ("Ich möchte mein Geld zurück", "!de", "!de"),
        ("Das Paket ist nicht angekommen", "!de", "!de"),
        ("Où est ma commande ?", "!fr", "!fr"),
        ("Je voudrais être remboursé s'il vous plaît", "!fr", "!fr"),
        ("Я хочу вернуть заказ", "!und", "!und"),
        ("أين طلبي", "!und", "!und"),
    ]);
}

#[test]
fn a_session_in_a_language_the_bot_does_not_speak_stays_there_until_it_changes() {
    let find = |said: &str, spoken: &[Locale], current: &str| {
        let text = crate::text::redact(said, &Default::default()).text;
        find_language(&text, spoken, &Locale::from(current))
    };
    let spoken = [Locale::from("en-GB"), Locale::from("nl")];
    assert_eq!(find("ok", &spoken, "de"), FoundLanguage { locale: Locale::from("de"), spoken: false });
    assert_eq!(find("where is my order", &spoken, "de"), FoundLanguage { locale: Locale::from("en-GB"), spoken: true });
    assert_eq!(find("ok", &spoken, "en-GB"), FoundLanguage { locale: Locale::from("en-GB"), spoken: true });
    assert!(!find("waar is mijn pakket", &spoken[..1], "en-GB").spoken);
}
