//! Small and everyday words by which a short message shows its language, and words that show none.

use crate::text::words::{Words, words};
use std::sync::LazyLock;

/// For each language, words of a chat that belong to no other of the four.
pub static FUNCTION_WORDS: [(&str, &Words); 4] = [("en", &ENGLISH), ("nl", &DUTCH), ("de", &GERMAN), ("fr", &FRENCH)];

static ENGLISH: Words = LazyLock::new(|| {
    words(
        "
        a about actually after again already always and any anyone anything are aren't arrive arrived arrives
        awesome back because before blocked bought broke broken but by bye can't cancel cannot change charged
        complaint cost costs could couldn't crashed customer damaged day days deliver delivered delivery did
        didn't do does doesn't don't each else every fee fees fit fix for forgot from gave get gift give got
        happy has hasn't have haven't he him his how i i'd i'll i'm i've if insurance into invoice it it's its
        just keep know like loan longer lost missing money morning mortgage moved much my near need never new
        next nobody none not nothing now open our out paid parcel password pay payment please possible question
        questions really received refnd refunded return returned returning said save savings send sent she
        shipped shipping shoes should since size some somebody someone something soon speak statement still
        stuck switch talk tell than thank thanks that that's the their them there these they think this those
        through to today told tomorrow too took transfer trouble trying unhappy unlock until update us use very
        wait waiting wanted wasn't we're week weeks were what what's when where where's which who why will with
        without won't work working works would would've wrong yesterday you you're your yours
        ",
    )
});

static DUTCH: Words = LazyLock::new(|| {
    words(
        "
        aan aangekomen aanvragen adres adviseur afleveren afsluiten afspraak alleen alles alsjeblieft
        alstublieft altijd alweer annuleer annuleren automatische bedankt bent beschadigd beschikbaar besteld
        bestellen bestelling betaald betaalpas betalen betaling bezorgd bezorger bezorging bezorgkosten bij
        binnen blijft contactgegevens daar dagen dan dank dankjewel dankuwel dat deze dit doe doei doen doet
        doorverbinden dus echte een eens factuur fijne foutmelding gaat garantie gebeld geblokkeerd gebroken
        gedaan geen gehad geholpen gekocht gekregen geld geldt geleden geleverd gestolen gestuurd gisteren goed
        goedemiddag goedemorgen graag haar hallootjes heb hebben heeft het hoe hoelang hoeveel hun hypotheek
        iemand iets ik inloggen jaar jij jouw jullie kan kapot kast keer klacht klantenservice klopt kom komt
        korting kost kosten krijg krijgen kunnen kunt kwijt laatste lang lening leveren levering maak maar maat
        mag medewerker meer mens mij mijn moet moeten mogelijk morgen naar niemand niet niets nieuwe niks nodig
        nog nooit nu om ons ontbreekt ontvangen onze ook openen openingstijden opnemen opnieuw overmaken
        overzicht pakje pakket past pincode prettig reactie rekening rekeningen rente retourneren retourzending
        rood ruilen schoenen sluiten snel spaarrekening sparen spreken steeds stopzetten stuur stuurt terug
        terugbetaling teruggave terugsturen tof tot uit uw van vanaf vandaag veel veranderen vergeten verkeerd
        verkeerde verzekering verzenden verzending voor voorraad vraag vragen vriendelijke waar waardebon waarom
        wacht wachten wachtwoord wanneer wat weekendje weer weet weg weken wel welke werken werkt wie wij
        wijzigen wil willen worden wordt zal ze zeer zij zijn zonder zou zwaar
        ",
    )
});

static GERMAN: Words = LazyLock::new(|| {
    words(
        "
        aber auch auf aus bei bekommen bestellt bestellung bin bis bitte da danke das dass dem den der dich die
        dir doch ein eine einen einer er es für gibt habe haben hat heute hätte ich ihr ihre immer ist kann
        karte kein keine konto können lange lieferung mein meine meinen meiner mich mir mit möchte nach nicht
        nichts noch nur oder paket rechnung schon sehr sie sind so und uns vom von wann war warte warten warum
        wenn wer wir wo wurde zu zum zur zurück über
        ",
    )
});

static FRENCH: Words = LazyLock::new(|| {
    words(
        "
        argent au aux avec bonjour c'est carte ce cela ces cette colis combien commande comment compte dans
        depuis elle est et il ils j'ai jamais jour l'ai la le les leur livraison ma mais mes moi mon n'ai n'est
        ne nous où par plaît pour pourquoi puis quand que quel quelle qui remboursement remboursé reçu s'il sa
        sans ses son sont suis sur ta toujours très tu un une vos votre voudrais vous à était être
        ",
    )
});

/// Words alike in many languages.
pub static NEUTRAL: Words = LazyLock::new(|| {
    words(
        "
        account accounts adidas air android app apps bank bonus cadeau chat code contact crash dhl e email hallo
        hello help hey hi hoi ideal info ios iphone ja jo klarna link login mail mastercard max nee nike no ok
        okay online order orders paypal pdf perfect pin postnl product producten products refund retour service
        shop sorry status super test thanks thx ticket tickets top trace track update visa web webshop website
        wifi xl xs yes
        ",
    )
});
