//! A test is a sentence and the cues in it.

use super::*;

/// `(said, "Kind: words; ..")`.
fn check(rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (said, expected) in rows {
        let found: Vec<String> = cues(&crate::text::redact(said, &Default::default()).text)
            .into_iter()
            .map(|cue| format!("{:?}: {}", cue.kind, cue.words))
            .collect();
        if found.join("; ") != *expected {
            wrong.push(format!("said:     {said}\nfound:    {}\nexpected: {expected}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Whether one kind is heard at all.
fn check_kind(kind: CueKind, rows: &[(&str, bool)]) {
    let wrong: Vec<_> = rows
        .iter()
        .filter(|(said, expected)| {
            let redacted = crate::text::redact(said, &Default::default()).text;
            cues(&redacted).iter().any(|cue| cue.kind == kind) != *expected
        })
        .collect();
    assert!(wrong.is_empty(), "{kind:?}: {wrong:#?}");
}

#[test]
fn the_words_are_the_customers() {
    check(&[
        ("", ""),
        ("🙂", ""),
        ("hello", ""),
        ("Where is my order???", "RepeatedPunctuation: ???"),
        ("NEED HELP", "Capitals: NEED HELP"),
        ("I already called twice", "RepeatedContact: I already called twice"),
        ("third time I ask", "RepeatedContact: third time I ask"),
        ("Real person please!!!", "AsksForPerson: Real person; RepeatedPunctuation: !!!"),
        ("ik wil een medewerker spreken", "AsksForPerson: medewerker spreken"),
        ("dit is al de derde keer", "RepeatedContact: derde keer"),
        ("still no refund", "LongWait: still no refund"),
        ("thank you so much", "Thanks: thank you so much"),
        ("this is bullshit", "Swearing: bullshit"),
        ("I will call my lawyer", "Threat: lawyer"),
        ("I need this asap", "Urgency: asap"),
    ]);
}

#[test]
fn capitals() {
    check_kind(
        CueKind::Capitals,
        &[
            ("WHERE IS MY ORDER", true),
            ("this is RIDICULOUS", true),
            ("WHY NOT", true),
            ("HELP", true),
            ("WAAR BLIJFT MIJN PAKKET", true),
            ("my IBAN is NL91ABNA0417164300", false),
            ("send a PDF", false),
            ("I paid with iDEAL", false),
            ("OK", false),
            ("USA", false),
            ("DHL and UPS", false),
            ("FH-40128831", false),
        ],
    );
}

#[test]
fn repeated_contact() {
    check_kind(
        CueKind::RepeatedContact,
        &[
            ("I've emailed you 3 times", true),
            ("I have called several times about this", true),
            ("this is the third time", true),
            ("This is the second time I am asking", true),
            ("I already told you that", true),
            ("how many times do I have to ask", true),
            ("I keep calling and nobody answers", true),
            ("as I said before", true),
            ("I’ve already contacted support", true),
            ("ik heb al twee keer gebeld", true),
            ("ik heb al 3x gemaild", true),
            ("dit is mijn derde mail", true),
            ("voor de zoveelste keer", true),
            ("ik heb al eerder contact gehad", true),
            ("hoe vaak moet ik dit nog vragen", true),
            ("first time I call", false),
            ("this is the second time I order here", false),
            ("I ordered twice", false),
            ("ik heb al twee keer besteld", false),
            ("de eerste keer", false),
            ("I called my mother", false),
            ("I have not called before", false),
            ("can I return two times", false),
        ],
    );
}

#[test]
fn asks_for_a_person() {
    check_kind(
        CueKind::AsksForPerson,
        &[
            ("human", true),
            ("agent please", true),
            ("I want to speak to a real person", true),
            ("speak to someone", true),
            ("can I talk to a human?", true),
            ("let me talk to your manager", true),
            ("please connect me with an agent", true),
            ("put me through to customer service", true),
            ("I need a human", true),
            ("i dont wanna talk to a bot", true),
            ("I want a person, not a bot", true),
            ("can someone call me", true),
            ("why can't I talk to a human", true),
            ("medewerker", true),
            ("mag ik een medewerker?", true),
            ("Mag ik gewoon een mens alsjeblieft", true),
            ("krijg ik een mens aan de lijn?", true),
            ("geef mij de manager", true),
            ("kan ik een collega uitnodigen", false),
            ("mag ik een persoon toevoegen aan mijn rekening", false),
            ("wil je een medewerker?", false),
            ("can I get a person?", true),
            ("could we please have someone", true),
            ("can I have a person on my account", false),
            ("ik wil een echt mens", true),
            ("kan ik iemand spreken?", true),
            ("mag ik met een medewerker praten", true),
            ("verbind me door", true),
            ("ik wil geen chatbot", true),
            ("kunt u mij doorverbinden", true),
            ("kan iemand mij bellen", true),
            ("are you a human?", false),
            ("are you a real person?", false),
            ("am I talking to a human or a bot?", false),
            ("I don't want to talk to a person", false),
            ("a person stole my card", false),
            ("the delivery person was rude", false),
            ("your agent promised me a refund", false),
            ("I talked to an agent yesterday", false),
            ("ben je een echt mens?", false),
            ("ik wil geen medewerker spreken", false),
            ("ik heb gisteren een medewerker gesproken", false),
            ("de medewerker was onbeschoft", false),
            ("how many people can use this tent", false),
            ("someone stole my parcel", false),
            ("are you a bot? let me speak with a human", true),
        ],
    );
}

#[test]
fn long_waits() {
    check_kind(
        CueKind::LongWait,
        &[
            ("waiting for three weeks", true),
            ("I've been waiting for my refund for 2 weeks", true),
            ("still haven't received anything", true),
            ("it's been two weeks", true),
            ("this takes forever", true),
            ("nog steeds niet ontvangen", true),
            ("ik wacht al drie weken", true),
            ("al drie weken", true),
            ("het duurt veel te lang", true),
            ("hoe lang nog?", true),
            ("do you still sell these?", false),
            ("how long does delivery take?", false),
            ("hoe lang duurt de levering?", false),
            ("I ordered today", false),
            ("al het geld", false),
        ],
    );
}

#[test]
fn swearing_threats_haste_and_thanks() {
    check_kind(
        CueKind::Swearing,
        &[
            ("what the fuck", true),
            ("f*** this", true),
            ("you idiots", true),
            ("wat een kutservice", true),
            ("godverdomme", true),
            ("stelletje sukkels", true),
            ("sorry for the stupid question", false),
            ("shiitake mushrooms", false),
            ("Scunthorpe", false),
            ("verzekering", false),
            ("scrap paper", false),
        ],
    );
    check_kind(
        CueKind::Threat,
        &[
            ("I'm going to sue you", true),
            ("never ordering from you again", true),
            ("ik schakel een advocaat in", true),
            ("ik ga naar de politie", true),
            ("nooit meer bij jullie", true),
            ("a tennis court shoe", false),
            ("press the button", false),
            ("Sue is my name", false),
        ],
    );
    check_kind(
        CueKind::Urgency,
        &[
            ("this is urgent", true),
            ("I need it today", true),
            ("right now!", true),
            ("het is dringend", true),
            ("zo snel mogelijk graag", true),
            ("not urgent", false),
            ("geen haast hoor", false),
            ("I know", false),
            ("direct debit", false),
        ],
    );
    check_kind(
        CueKind::Thanks,
        &[
            ("thanks!", true),
            ("dank je wel", true),
            ("bedankt voor de hulp", true),
            ("no thanks", false),
            ("thanks for nothing", false),
            ("nee bedankt", false),
        ],
    );
}

#[test]
fn long_messages_take_linear_time() {
    for unit in ["I already called ", "WHY ", "!? ", "waiting for ", "speak to a real "] {
        let long = crate::text::redact(&unit.repeat(5_000), &Default::default()).text;
        let began = std::time::Instant::now();
        cues(&long);
        assert!(began.elapsed().as_secs() < 4, "{unit}: {:?}", began.elapsed());
    }
}
