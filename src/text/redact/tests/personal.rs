//! Everything that is sealed: accounts, contact, names, places, numbers of a state.

use super::{check, check_kept};

#[test]
fn bank_accounts_pass_the_check_of_their_country() {
    check(&[
        ("NL91ABNA0417164300", "[iban:1]"),
        ("nl91 abna 0417 1643 00 please", "[iban:1] please"),
        ("IBAN: BE68 5390 0754 7034.", "IBAN: [iban:1]."),
        ("GB29 NWBK 6016 1331 9268 19", "[iban:1]"),
        ("mijn rekening is DE89370400440532013000 ok", "mijn rekening is [iban:1] ok"),
        ("FR14 2004 1010 0505 0001 3M02 606", "[iban:1]"),
        ("NL91-ABNA-0417-1643-00", "[iban:1]"),
        ("MT84MALT011000012345MTLCAST001S", "[iban:1]"),
        ("iban NL91ABNA0417164301", "iban [iban:1]"),
    ]);
    check_kept(&["NL91ABNA0417164301", "NL91ABNA041716430", "XX91ABNA0417164300", "no 12 of 14 boxes came"]);
}

#[test]
fn email_and_ip_addresses() {
    check(&[
        ("anna@example.com", "[email:1]"),
        ("mail me: anna.de-vries+shop@mail.example.co.uk.", "mail me: [email:1]."),
        ("anna @ example.com", "[email:1]"),
        ("anna@example.com and ANNA@example.com", "[email:1] and [email:2]"),
        ("anna@example.com, jan@example.com, anna@example.com", "[email:1], [email:2], [email:1]"),
        ("jürgen@müller.de", "[email:1]"),
        ("anna＠example.com", "[email:1]"),
        ("anna(at)example.com", "[email:1]"),
        ("my ip is 192.168.1.20", "my ip is [ip:1]"),
        ("from 2001:db8::8a2e:370:7334 it fails", "from [ip:1] it fails"),
    ]);
    check_kept(&["I bought it @ shop.nl", "@anna", "version 1.2.3.4", "at 10:30:45", "300.1.1.1", "www.example.com"]);
}

#[test]
fn phone_numbers() {
    check(&[
        ("0612345678", "[phone:1]"),
        ("06-12345678", "[phone:1]"),
        ("06 12 34 56 78", "[phone:1]"),
        ("bel 020-1234567", "bel [phone:1]"),
        ("+31612345678", "[phone:1]"),
        ("+31 (0)6 12345678", "[phone:1]"),
        ("0031 6 12345678", "[phone:1]"),
        ("0470 12 34 56", "[phone:1]"),
        ("02 123 45 67", "[phone:1]"),
        ("+32 470 12 34 56", "[phone:1]"),
        ("07911 123456", "[phone:1]"),
        ("020 7946 0958", "[phone:1]"),
        ("+44 7911 123456", "[phone:1]"),
        ("(555) 234-5678", "[phone:1]"),
        ("555-234-5678", "[phone:1]"),
        ("1-800-555-1234", "[phone:1]"),
        ("+1 555 234 5678", "[phone:1]"),
        ("+49 1512 3456789", "[phone:1]"),
        ("call me on 9472 7916", "call me on [phone:1]"),
        ("06 12345678 of 020 1234567", "[phone:1] of [phone:2]"),
        ("0612345678 40128831", "[phone:1] 40128831"),
    ]);
    check_kept(&[
        "40128831",
        "my order is 40128831",
        "phone number? no, order 40128831",
        "order 0123456789",
        "on 21-11-2026",
        "01-02-2026 10:30",
        "2026-11-21",
        "€ 1.234.567",
        "FH-40128831",
        "FH-0612345678",
        "1500 euro",
        "2 x 129.95",
        "article 123-456-7890123",
    ]);
}

#[test]
fn names_where_the_text_says_so() {
    check(&[
        ("my name is Anna", "my name is [name:1]"),
        ("My name is anna de vries and I want", "My name is [name:1] and I want"),
        ("mijn naam is Jan van den Berg.", "mijn naam is [name:1]."),
        ("Hi, this is Anna de Vries speaking", "Hi, this is [name:1] speaking"),
        ("this is John from Leeds", "this is [name:1] from Leeds"),
        ("I'm Anna", "I'm [name:1]"),
        ("I’m Emily, hello", "I’m [name:1], hello"),
        ("I am Siobhan O'Connor", "I am [name:1]"),
        ("ik ben Jan Jansen", "ik ben [name:1]"),
        ("Ik ben Noortje en ik wil ruilen", "Ik ben [name:1] en ik wil ruilen"),
        ("ik heet sanne", "ik heet [name:1]"),
        ("je spreekt met Daan", "je spreekt met [name:1]"),
        ("Waar is mijn pakket?\nmvg Anna", "Waar is mijn pakket?\nmvg [name:1]"),
        ("Met vriendelijke groet,\nAnna de Vries", "Met vriendelijke groet,\n[name:1]"),
        ("Please help. Regards, John", "Please help. Regards, [name:1]"),
        ("Mr. Rednjak called", "Mr. [name:1] called"),
        ("Name: Emilie Broberg", "Name: [name:1]"),
        ("it was sent to Sophie Jansen", "it was sent to [name:1]"),
        ("my name is José Ñuñez", "my name is [name:1]"),
        ("my name is Jose\u{301}, hi", "my name is [name:1], hi"),
        ("written by Faina D. Yefremova", "written by [name:1]"),
        ("hoi ik ben sanne, mijn pakket", "hoi ik ben [name:1], mijn pakket"),
        ("im jan", "im [name:1]"),
        ("op naam van A. de Vries", "op naam van [name:1]"),
        ("Dear Anna, thanks", "Dear [name:1], thanks"),
    ]);
    check_kept(&[
        "I am Angry",
        "I'm ANGRY",
        "ik ben Boos",
        "I'm Still waiting",
        "I'm Waiting For My Order Since Monday",
        "I am Disappointed",
        "This is Ridiculous",
        "this is URGENT",
        "This is Unacceptable!",
        "I'm Dutch",
        "my name is wrong on the invoice",
        "my name is spelled wrong",
        "mijn naam is verkeerd",
        "I ordered a Tommy Hilfiger shirt",
        "Calvin Klein boxers",
        "Hi there",
        "the Emily Chair in white",
        "Sofa Anna Grey",
        "Anna 3-zits bank",
        "Ik ben Tevreden",
        "I'm Vegan",
        "im waiting",
        "Hallo, ik heb een vraag",
        "ik ben klant",
        "Dr. Martens size 38",
        "met iDEAL betaald",
        "I'm from Amsterdam",
        "regards to the team",
        "Beste Fernhout,",
        "send it to 2 people",
        "groetjes",
    ]);
}

#[test]
fn names_without_a_word_for_them() {
    check(&[
        ("Zeynep Yılmaz paid for it", "[name:1] paid for it"),
        ("the parcel of Krzysztof is gone", "the parcel of [name:1] is gone"),
        ("mijn man Giovanni heeft betaald", "mijn man [name:1] heeft betaald"),
        ("my daughter Wren wants one", "my daughter [name:1] wants one"),
        ("Oksana Shevchenko ordered it", "[name:1] ordered it"),
        ("signed for by Torvald Håkansson", "signed for by [name:1]"),
        ("please change it to Benthe Molenkamp", "please change it to [name:1]"),
        ("zet het op naam van sophie jansen", "zet het op naam van [name:1]"),
        ("sent it to sophie jansen", "sent it to [name:1]"),
        ("Ravi and Priya ordered", "[name:1] and [name:2] ordered"),
        ("Quill Ashdown\n12 Elm Street\nLeeds LS1 4AP", "[name:1]\n[address:1]"),
        ("Ondine Blackwood lives at 12 Elm Street, Leeds", "[name:1] lives at [address:1]"),
    ]);
    check_kept(&[
        "Elke keer gaat het fout",
        "I bought it at Albert Heijn",
        "the Winter Season sale",
        "Google Pay does not work",
        "Royal Mail lost it",
        "Black Friday korting",
        "Charlotte is in North Carolina",
        "an Oscar lamp, Emma matras and a Jasper 3-zits",
        "my friend said no",
        "met elke bestelling",
        "change it to Saturday Morning",
        "San Francisco",
        "WAAR BLIJFT MIJN PAKKET",
    ]);
}

#[test]
fn addresses() {
    check(&[
        ("I live at 12 Elm Street, Leeds LS1 4AP", "I live at [address:1]"),
        ("Billing address:\n1593 Pagari 18 Suite 932\nTallinn", "Billing address:\n[address:1]"),
        ("it's in 0269 Stensås terrasse 38\nSuite 621", "it's in [address:1]"),
        (
            "change the address on my order to Kerkstraat 12, 3511 AB Utrecht",
            "change the address on my order to [address:1]",
        ),
        ("op de hoek van de Kerkstraat en de Lange Viestraat", "op [address:1]"),
        ("at the corner of Elm Street and Park Road", "at [address:1]"),
    ]);
    check_kept(&["send it to 2 people please", "is at 10 or 11?", "address: see my account", "de hoek van de tafel"]);
}

#[test]
fn numbers_of_the_state() {
    check(&[
        ("ssn 521-44-9382", "ssn [ssn:1]"),
        ("my social security number is 521 44 9382", "my social security number is [ssn:1]"),
        ("BSN: 123456782", "BSN: [bsn:1]"),
        ("my driver's license number is D1234567", "my driver's license number is [driver_license:1]"),
        ("paspoort NW1234567", "paspoort [passport:1]"),
        ("date of birth: 12-03-1985", "date of birth: [birth_date:1]"),
        ("geboren op 3 maart 1985", "geboren op [birth_date:1]"),
    ]);
    check_kept(&["my passport is ready", "rijbewijs kwijt", "driver's license expired"]);
}
