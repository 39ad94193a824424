//! Card numbers, codes and passwords.

use super::{check, check_kept, check_turns};
use crate::text::without_secrets;

#[test]
fn card_numbers_are_destroyed() {
    check(&[
        ("my card is 4111111111111111", "my card is [card]"),
        ("4111 1111 1111 1111", "[card]"),
        ("4111-1111-1111-1111", "[card]"),
        ("4111.1111.1111.1111", "[card]"),
        ("4111 1111-1111.1111", "[card]"),
        ("41 11 11 11 11 11 11 11", "[card]"),
        ("4111 1111\n1111 1111", "[card]"),
        ("4111\u{a0}1111\u{a0}1111\u{a0}1111", "[card]"),
        ("4111\u{2013}1111\u{2013}1111\u{2013}1111", "[card]"),
        ("4111  1111  1111  1111", "[card]"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card]"),
        ("４１１１１１１１１１１１１１１１", "[card]"),
        ("kaart ٤١١١ ١١١١ ١١١١ ١١١١ ok", "kaart [card] ok"),
        ("4\u{200b}111111111111111", "[card]"),
        ("5500005555555559 please", "[card] please"),
        ("amex 3782 822463 10005", "amex [card]"),
        ("378282246310005", "[card]"),
        ("card 4222222222222", "card [card]"),
        ("mijn kaart is 676222165679", "mijn kaart is [card]"),
        ("6011 0009 9013 9424.", "[card]."),
        ("order 40128831 card 4111 1111 1111 1111", "order 40128831 card [card]"),
        ("40128831 4111 1111 1111 1111", "40128831 [card]"),
        ("4111 1111 1111 1111 12/27 123", "[card] 12/27 [cvv]"),
        ("4111111111111111, exp 12/2027, 123", "[card], exp 12/2027, [cvv]"),
        ("kaart:4111111111111111", "kaart:[card]"),
        ("1234567812345670", "[card]"),
        ("🙂 4111111111111111 🙂", "🙂 [card] 🙂"),
    ]);
}

#[test]
fn what_only_looks_like_a_card_number_is_kept() {
    check_kept(&[
        "my card is 4111111111111112",
        "card ending in 4821",
        "my card ends in 4821, help",
        "de kaart die eindigt op 4821",
        "the last four digits are 4821",
        "order 40128831",
        "40128831 40128849",
        "40128831, 40128849 en 40128856",
        "order 40128831 of 21-11-2026",
        "cancel order 113542617735902",
        "3STEST1234567890128",
        "JVGL0612345678901234",
        "sizes 36 37 38 39 40 41 42",
        "123456789012",
        "total 1.234.567,89 euro",
        "2026-11-21 14:30 40128831",
    ]);
}

#[test]
fn a_card_number_split_over_turns_is_masked_where_it_is_complete() {
    check_turns(&[
        ("my card is 4111 1111", "my card is 4111 1111"),
        ("1111 1111", "[card]"),
        ("1111 1111", "1111 1111"),
    ]);
    check_turns(&[("4111", "4111"), ("1111", "1111"), ("wait", "wait"), ("1111 1111 thanks", "[card] thanks")]);
    check_turns(&[("4111 1111 1111", "4111 1111 1111"), ("1111 exp 12/27", "[card] exp 12/27")]);
    check_turns(&[("5500-0000", "5500-0000"), ("0000-0004", "[card]")]);
    check_turns(&[("550", "550"), ("0000000000", "0000000000"), ("004", "[card]")]);
    check_turns(&[("4721", "4721"), ("0227292415", "[phone:1]"), ("90", "[card]")]);
    check_turns(&[
        ("4111 1111", "4111 1111"),
        ("a", "a"),
        ("b", "b"),
        ("c", "c"),
        ("d", "d"),
        ("1111 1111", "1111 1111"),
    ]);
}

#[test]
fn two_order_numbers_are_not_a_split_card_number() {
    check_turns(&[("order 41111111", "order 41111111"), ("11111111", "11111111")]);
    check_turns(&[("41111111", "41111111"), ("and order 11111111", "and order 11111111")]);
    check_turns(&[("my card 4111 1111 1111", "my card 4111 1111 1111"), ("it ends in 1111", "it ends in 1111")]);
}

#[test]
fn codes_and_passwords_need_their_word() {
    check(&[
        ("my pin is 1234", "my pin is [pin]"),
        ("pincode: 1234", "pincode: [pin]"),
        ("mijn pincode is 1234!", "mijn pincode is [pin]!"),
        ("PIN 1234", "PIN [pin]"),
        ("1234 is my pin", "[pin] is my pin"),
        ("1234 is mijn pincode", "[pin] is mijn pincode"),
        ("the pin for my card ending in 4821 is 1234", "the pin for my card ending in 4821 is [pin]"),
        ("the pin of my debit card is 1234", "the pin of my debit card is [pin]"),
        ("my pin is 1234 or 4321", "my pin is [pin] or [pin]"),
        ("cvv 123", "cvv [cvv]"),
        ("CVC: 123", "CVC: [cvv]"),
        ("security code is 1234", "security code is [cvv]"),
        ("de beveiligingscode is 123", "de beveiligingscode is [cvv]"),
        ("123 is the cvv", "[cvv] is the cvv"),
        ("wachtwoord is Zomer2026!", "wachtwoord is [password]"),
        ("mijn wachtwoord: Zomer2026!", "mijn wachtwoord: [password]"),
        ("password: hunter2", "password: [password]"),
        ("password: hunter", "password: [password]"),
        ("my password is hunter2, please reset it", "my password is [password], please reset it"),
        ("my password is hunter.", "my password is [password]."),
        ("password for my account is Abc123", "password for my account is [password]"),
        ("Zomer2026! is mijn wachtwoord", "[password] is mijn wachtwoord"),
        ("my password is \"correct horse\"", "my password is \"[password]\""),
        ("my password is xgu 67", "my password is [password]"),
        ("order 4111111111111111", "order [card]"),
        ("het wachtwoord dat ik gebruik is Welkom01", "het wachtwoord dat ik gebruik is [password]"),
        ("I changed my password to Welkom01!", "I changed my password to [password]"),
        ("ww = geheim123", "ww = [password]"),
        ("the verification code is 482913", "the verification code is [code]"),
    ]);
    check_kept(&[
        "my pin does not work",
        "1234",
        "my password is not working",
        "my password is wrong!",
        "I forgot my password",
        "wachtwoord vergeten",
        "mijn wachtwoord is verlopen",
        "password reset please",
        "reset my password to login",
        "is my password expired?",
        "the discount code 1234 fails",
        "error code 5021",
        "ik wil 1500 euro pinnen",
    ]);
}

#[test]
fn streets_and_postcodes() {
    check(&[
        ("Kerkstraat 12", "[address:1]"),
        ("ik woon op de Prins Hendrikkade 12a", "ik woon op de [address:1]"),
        ("adres: Van der Helststraat 5, 1072 PC Amsterdam", "adres: [address:1]"),
        ("lever bij kerkstraat 12 graag", "lever bij [address:1] graag"),
        ("I live at 221B Baker Street", "I live at [address:1]"),
        ("send it to 10 Downing Street, London SW1A 2AA please", "send it to [address:1] please"),
        ("my address is 742 Evergreen Terrace, Springfield", "my address is [address:1]"),
        ("my address is 12 baker st london and I wait", "my address is [address:1] and I wait"),
        ("1012 AB", "[postcode:1]"),
        ("postcode 1012AB", "postcode [postcode:1]"),
        ("1012ab Amsterdam", "[postcode:1] Amsterdam"),
        ("SW1A 1AA", "[postcode:1]"),
        ("zip code 90210", "zip code [postcode:1]"),
        ("Beverly Hills, CA 90210", "Beverly Hills, CA [postcode:1]"),
        ("P.O. Box 242", "[address:1]"),
        ("deliver it to Unit 7349 Box 6067\nDPO AE 99081.", "deliver it to [address:1]."),
        ("it was at 5 Sunset Park Suite 12", "it was at [address:1]"),
        ("it arrived at 2407 Tawastintie 6, Oulu", "it arrived at [address:1]"),
    ]);
    check_kept(&[
        "het is onderweg 3 dagen al",
        "my address is wrong",
        "my address is wrong, order 40128831",
        "2000 EU",
        "size 1000 XL",
        "2 pairs",
        "in 2 weeks on the road",
        "3 Nike Air Max 90",
        "de levering 2 dagen te laat",
        "een ring 17 mm",
        "my order arrived at 10 AM",
        "the party is at 15 November 2026",
        "Vitamin C Serum",
    ]);
}

#[test]
fn of_what_agents_type_only_secrets_go() {
    for (typed, kept) in [
        ("your card 4111 1111 1111 1111 is blocked", "your card [card] is blocked"),
        ("the password is: Tr0ub4dor-and-3", "the password is: [password]"),
        ("mail help@shop.example or call 020 123 4567", "mail help@shop.example or call 020 123 4567"),
        ("pay to NL91 ABNA 0417 1643 00", "pay to NL91 ABNA 0417 1643 00"),
        ("your order 40128831 comes to 12 Canal Street", "your order 40128831 comes to 12 Canal Street"),
    ] {
        assert_eq!(without_secrets(typed), kept);
    }
}
