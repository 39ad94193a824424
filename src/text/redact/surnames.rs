//! What a surname looks like, and given names that are also the names of things.

use crate::text::words::{Words, words};
use std::sync::LazyLock;

/// Whether a word with a capital is a common surname or ends as surnames do.
pub fn looks_like_surname(word: &str) -> bool {
    let small = word.to_lowercase();
    let ends = small.chars().count() > 5 && ENDINGS.iter().any(|ending| small.ends_with(ending));
    SURNAMES.contains(small.as_str()) || ends && !NOT_A_SURNAME.contains(small.as_str())
}

/// Letters that neither English nor Dutch uses, nor the French words they borrowed.
pub fn looks_foreign(word: &str) -> bool {
    let native = |c: char| c.is_ascii() || "éèêëïçôûîñàâäöüóáíú'’-".contains(c.to_lowercase().next().unwrap_or(c));
    word.chars().any(|c| c.is_alphabetic() && !native(c))
}

const ENDINGS: &[&str] = &[
    "son", "sen", "ssen", "dottir", "dóttir", "ov", "ova", "ová", "ev", "eva", "ski", "sky", "ska", "ský", "ská",
    "czyk", "wicz", "vić", "ić", "vich", "enko", "inen", "ström", "strom", "gren", "berg", "mann", "stein", "oğlu",
    "oglu", "escu", "akis", "idis", "opoulos", "shvili", "yev", "yeva", "quist", "dahl", "gaard", "gård", "sma",
    "stra", "inga", "elli", "nández", "ández", "ínez", "nandez", "rez", "guez", "ques", "ian",
];

static NOT_A_SURNAME: Words = LazyLock::new(|| {
    words(
        "
        amazon australian belgian bison brazilian canadian christian cinema comparison civilian guardian hudson
        iceberg indian iranian italian jason lesson librarian magazine norwegian orchestra person plasma poison
        prison prisma reason russian salesperson samson season spokesperson syrian technician ukrainian
        ",
    )
});

/// Common surnames in the Netherlands, Flanders, Britain and the United States, and of their larger minorities; those
/// that are also words are left out.
static SURNAMES: Words = LazyLock::new(|| {
    words(
        "
        abdi adams ahmed alexander ali allen anderson aydin bailey bakker beek begum bennett berg boer bosman
        brouwer bryant campbell carter çelik chen clark claes clarke coleman collins cooper davies davis demir
        dekker dijk dijkstra diaz doğan edwards ellis evans fernandez fischer flores foster garcia goossens
        gomez gonzales gonzalez graham griffin groot gutierrez haan hall hamilton harris hassan hendriks
        hermans hernandez hoekstra hoffman hoffmann hopkins howard huang hughes huisman hussain ibrahim jackson
        jacobs jansen janssen janssens johnson johnston jones jong kaya kelly kennedy khan kim kok kowalski
        kuiper kumar leeuwen lewis lin liu lopez maes marshall martin martinez matthews mcdonald meijer meyer
        mertens miller mitchell mohamed molenaar moore moreno morgan morris mueller mulder müller murphy murray
        myers nelson nguyen novak öztürk owens parker patel patterson peeters perez peters peterson phillips
        popescu postma powell prins ramirez ramos reynolds richardson rivera roberts robertson robinson rodriguez
        rogers rossi russell russo ryan şahin sanchez sanders schmidt schmitt schneider scott segers shah sharma
        silva simmons simpson singh smeets smit smith smits snyder stevens stewart sullivan taylor thomas
        thompson timmermans torres tran turner veenstra verbeek vermeer vermeulen visser vries wagner walker
        wallace wang ward watson weber wijk wiersma willems williams willemsen wilson wouters wright yıldız
        yilmaz yılmaz zhang
        ",
    )
});

/// Given names that alone are more often a word, a place, a brand, a product or a month.
pub static ALSO_A_THING: Words = LazyLock::new(|| {
    words(
        "
        adelaide alba albert alexa alma alexandria amber an andrea angel april art asia august aurora austin barbie bart bas
        basil ben bill billy blanca bob brooke bruno carmen cash celeste chance charlotte chase chelsea chris
        christian christina coral crystal daisy dale dallas dawn dell denver diamond dirk drew duke earl eden elite ella
        elsa emma eva faith fleur flora florence floor france frank gene georgia ginger gloria grace grant guy
        hans harley harry holly hope houston hunter india iris ivory ivy jack jade jan jasmine jasper jean jesus
        jordan joy judge june kees ken kenya king lance lea leo leon lily lima lincoln lisa london lotte louis
        lourdes lucia luna madison magnolia mara marco maria marina mark marvel mason max may melody mercedes merel mia mike milan
        miles milo mina miranda misty moon mona montana nick noor norman nova odessa olive olivia olympia opal oscar otto
        paris pat pearl penny phoenix piet pim queen rain ray reed rich rita rob robin rod rocky roger roman rosa rose
        rosemary ross ruby sage salem sandy savannah sherry sierra siri skip sky sofia sol stan star stella stef sterling
        summer sunny sydney terry tess tim tina tony trinity troy ursula vera verona victor victoria vienna
        viola violet virginia wade will willow wim winter wolf
        ",
    )
});
