//! Word lists for names: what is never one, what often is one, what stands inside one, and brands that look like one.

use crate::text::words::{Words, words};
use std::sync::LazyLock;

/// Words in a surname that take no capital.
pub static PARTICLES: Words = LazyLock::new(|| {
    words(
        "
        't al ben bin da de del den der di dos du el het ibn la le op te ten ter van von zu
        ",
    )
});

/// Words that follow "I'm", "my name is" or "Hi" and are no names, in lower case.
pub static NOT_A_NAME: Words = LazyLock::new(|| {
    words(
        "
        changed different gewijzigd incorrect misspelled misspelt onjuist spelled spelt unknown veranderd verkeerd wrong
        a aan aangekomen able about account achter address adidas afraid after again agent al all alleen
        allemaal alles almost alone already als alsjeblieft also alstublieft altijd always alweer am amazed
        amazing amazon american an and anders angry annoyed another any anyone apple april are armchair as
        asking assistant at august augustus aware awful back bad bag bang bank be because bed bedankt been
        beetje before behind beige being belachelijk belg belgian bench benieuwd bent bereikbaar bericht best
        beste besteld bestelling beter bezig bij bitter black blauw blij blouse blue bol bol.com boos boots
        bored bot british broek broke brown bruin bureau busy but by cabinet calling can can't cap card catholic
        certain chair changed chatbot clear close coat colleague collection confused convinced correct could
        curious customer daar dag dan dank dat date de deaf december delivery desk desperate deze dhl did die
        diep different dinsdag disabled dit do doe does doesn't dol don't donderdag done door down dress
        dringend dus dutch e-mail eager early echt edition een eens eerlijk eerst eigenlijk email empty en
        english er erg european even every everybody everyone ex excellent fan fauteuil februari february fed
        final fine first fluweel for fout free french friday from frustrated full furious ga gaan gay gebeld
        geel geen geholpen geld gepensioneerd german gescheiden gespeld gestolen get getrouwd getting gewoon
        gisteren give glad goed goedemiddag goedemorgen goedenavond goedendag going gold gonna good got goud
        graag great green grey grijs groen groet groeten guys haar had happy has hat have haven't he heb hebben
        heeft heel heer hello help hem her here het hey hi hier hij his hoe home homo hoodie hoop how human hun
        hungry i i'd i'll i'm i've ideal ieder iemand iets if ik ill im in incorrect inmiddels interested
        invalid invoice iphone is it it's its ja jacket jammer januari january jas je jeans jewish jij jou jouw
        juli jullie july june juni jurk just kan kast kind klaar klant klantenservice klarna kleur kom komt kun
        kunt kussen kwaad kwijt laatste lamp last late leather leaving leer let like linen livid locked lost
        maandag maar maart mad madam man march married mastercard may me medewerker mee meer mei member meneer
        met mevrouw mij mijn mirror missing misspelled moe moeder moet mogelijk monday more morgen moslim most
        muslim my na naar navy nederlander nederlandse nee net never new next nice niet niets nieuw nike niks no
        nog nooit not nothing nou november now nu number oak october of off ok okay oktober old om on onderweg
        one onjuist only ons ontevreden onze ook open or orange oranje order orders our out outraged over
        package pakket pants parcel pas payment paypal phone pillow pink please poor poster postnl precies
        pregnant print proud purple quite ready really red refund retired retour return right robot rok rood
        roze rug sad said same samsung sandals saturday schandalig second see september serious service she
        shelf shipping shirt shocked shoes should shown sick silver since single sir size sneakers so sober sofa
        some somebody someone soon sorry speaking spelled spelt spiegel spoed starting still stoel stuck student
        such sunday super support sure sweater table tafel team teleurgesteld terrible terug tevreden than thank
        thanks that that's the their them then there there's these they they're third this those thuis thursday
        ticket tired to toch today toe tomorrow too tot track tracking trots trousers true trui trying tuesday
        two u uit uitgesloten unable under unemployed unhappy unknown up upset urgent urgently us uw vader vanaf
        vandaag vase veel vegan vegetarian vegetarisch velvet verbaasd verdrietig vergeten verhuisd verkeerd
        very vest virtual visa vol voor vraag vriend vriendelijke vriendin vrijdag vrouw waar waarom wacht
        wachten wanna wanneer want was wat we we're wednesday weer weg wel welke well were werkloos what what's
        when where which white who whole why wie wij wil will wit with without woedend woensdag wool wordt
        worried worst would wrong yellow yes yesterday yet you you're your zand zaterdag ze zeer zeker zelf ziek
        zij zijn zilver zo zondag zonder zwanger zwart
        ",
    )
});

/// Words that take a letter and are no names: "Vitamin C Serum".
pub static NOT_BEFORE_LETTER: Words = LazyLock::new(|| {
    words(
        "
        class cup energy factor form formula formule grade group hepatitis klasse label level maat model optie
        option part plan plus row section serie series size straat street system tesla type usb versie version
        vitamin vitamine xbox zone
        ",
    )
});

/// Brands and makers named after people, lower case.
pub const BRANDS: &[&str] = &[
    "alexander mcqueen",
    "calvin klein",
    "charles tyrwhitt",
    "charlotte tilbury",
    "chris craft",
    "claudia strater",
    "david beckham",
    "dr. martens",
    "dr martens",
    "elizabeth arden",
    "estee lauder",
    "fred perry",
    "gerard darel",
    "gerry weber",
    "hans anders",
    "harry potter",
    "hugo boss",
    "jack & jones",
    "jack daniel",
    "jack wolfskin",
    "jack wills",
    "jean paul",
    "jimmy choo",
    "john deere",
    "john lewis",
    "karen millen",
    "karl lagerfeld",
    "kate spade",
    "laura ashley",
    "louis vuitton",
    "marc jacobs",
    "marc o",
    "martin garrix",
    "max mara",
    "max factor",
    "michael kors",
    "michael jordan",
    "mr proper",
    "mr. proper",
    "paul smith",
    "peter rabbit",
    "peter kaiser",
    "philip morris",
    "pieter pot",
    "ralph lauren",
    "ray ban",
    "steve madden",
    "scott bike",
    "ted baker",
    "tim hortons",
    "tom ford",
    "tom tailor",
    "tom tom",
    "tommy hilfiger",
    "tony's",
    "tony chocolonely",
    "tony stark",
    "victoria secret",
    "victoria's secret",
    "vincent van gogh",
    "martens",
];
