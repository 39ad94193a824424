//! Words for anger, threats, haste and thanks, English and Dutch, and the capitals that shout nothing.

use super::Row;
use crate::domain::CueKind::{RepeatedPunctuation, Swearing, Thanks, Threat, Urgency};
use crate::text::words::{Words, words};
use std::sync::LazyLock;

pub const ROWS: &[Row] = &[
    (RepeatedPunctuation, r"[!?！？‼⁉]{3,}|\?!|!\?|[‼⁉]", ""),
    // Swears or insults
    (
        Swearing,
        r"\b(?:mother)?f[u*@#]+c?k+(?:ing|in|ed|er|ers|s|you|wit|up)?\b|\bf\*{2,}\w*|\b(?:bull|horse)?sh[i1*]t(?:ty|s|show|head)?\b|\bs\*{2}t\b",
        "",
    ),
    (
        Swearing,
        r"\b(?:god)?dam[nm](?:ed|it|n?)\b|\bass ?holes?\b|\barse(?:holes?)?\b|\bbastards?\b|\bbitch(?:es)?\b|\bcrap(?:py)?\b|\bcunts?\b",
        "",
    ),
    (
        Swearing,
        r"\bidiot(?:s|ic)?\b|\bmorons?\b|\bimbeciles?\b|\bstupid\b|\bdumb(?:ass)?\b|\bpathetic\b|\buseless\b|\bclowns?\b|\bincompetent\b",
        r"\b(?:stupid|dumb) (?:question|of me|mistake on my)|\bsorry.{0,20}stupid|\b(?:feel|i'm|i am) (?:so )?stupid",
    ),
    (
        Swearing,
        r"\bwtf\b|\bffs\b|\bstfu\b|\bpissed(?: off)?\b|\bpiss off\b|\bscum(?:bags?)?\b|\bscrew (?:you|this)\b|\bdickheads?\b|\bwankers?\b|\bbollocks\b|\bgo to hell\b",
        "",
    ),
    (
        Swearing,
        r"\bbloody (?:hell|useless|awful|ridiculous|\w+ing)\b|\byou suck\b|\bthis sucks\b|\byou(?:'re| are) (?:all )?(?:a bunch of )?(?:crooks|thieves|liars|scammers|criminals)\b",
        "",
    ),
    (
        Swearing,
        r"\bkut(?:zooi|bedrijf|service|klantenservice|bot|site|pakket|webshop|bank|winkel|app|ding|systeem|zak|wijf)?\b|\bklote\w*|\bkloot(?:zak|zakken|viool)\b|\b(?:god)?verdom(?:me|d)\w*|\bgvd\b|\bkanker(?:bedrijf|zooi|lijers?|bot|service|winkel)\b|\btering\w*\b|\bt[yi]fus\w*\b",
        "",
    ),
    (
        Swearing,
        r"\beikels?\b|\bsukkels?\b|\bidioot\b|\bidioten\b|\bdebiel(?:en)?\b|\bmongolen\b|\blul(?:len)?\b|\bhufters?\b|\brot (?:toch )?op\b|\bflikker op\b|\bsodemieter op\b",
        "",
    ),
    (
        Swearing,
        r"\bachterlijk(?:e|en)?\b|\bstomme?\b|\bwaardeloos\b|\bwaardeloze\b|\bprutsers?\b|\boplichters\b|\bbedriegers\b|\bdom(?:me)? (?:bot|robot|ding)\b",
        r"\b(?:stomme|domme) (?:vraag|fout van mij)|\bstom van m(?:e|ij)",
    ),
    // Threatens
    (
        Threat,
        r"\b(?:lawyers?|attorneys?|solicitors?|lawsuit|legal action|legal steps|take legal|small claims|press charges|(?:take|see) you (?:to|in) court|go(?:ing)? to court|in court)\b",
        "",
    ),
    (Threat, r"\b(?:sue (?:you|them)|(?:will|going to|gonna|i'll) sue|suing (?:you|them))\b", ""),
    (
        Threat,
        r"\b(?:ombudsman|trading standards|consumer (?:protection|rights|authority|association|council)|better business bureau|bbb|regulator|financial conduct|ftc|fca|data protection authority)\b",
        "",
    ),
    (
        Threat,
        r"\b(?:go(?:ing)? to|call(?:ing)?|contact(?:ing)?|inform(?:ing)?|report (?:you|this) to) the (?:police|press|media|papers?|newspapers?|authorities|tv|consumer\w*)\b|\bchargeback\b|\b(?:will|going to|gonna|i\'ll) report (?:you|this to)\b",
        "",
    ),
    (
        Threat,
        r"\b(?:bad|negative|one[- ]star|1[- ]star) reviews?\b|\btrustpilot\b|\ball over (?:twitter|facebook|social media)\b|\b(?:post|put|share)(?:ing)? (?:\w+ ){1,3}(?:on|to) (?:social media|twitter|facebook|linkedin)\b",
        "",
    ),
    (
        Threat,
        r"\b(?:never|not) (?:order|buy|shop|bank|do business|come back|use you)(?:ing)?(?: (?:from|with|at|here|anything|you|this \w+))* (?:again|anymore|any more)\b|\blast time i (?:order|buy|shop)\b",
        "",
    ),
    (
        Threat,
        r"\b(?:switch(?:ing)? (?:to|banks?)|leav(?:e|ing) (?:you|your (?:bank|company|shop)|for)|mov(?:e|ing) to) (?:a |an |another |the |your )?(?:different |other )?(?:competit(?:or|ion)|bank|provider|company|shop|store)\b|\bswitch(?:ing)? banks?\b|\b(?:my )?business elsewhere\b|\bgo(?:ing)? (?:to a competitor|elsewhere)\b|\byour competitors?\b|\blost (?:me as )?a customer\b",
        "",
    ),
    (
        Threat,
        r"\b(?:advoca(?:at|ten)|rechter|rechtszaak|rechtbank|juridische? (?:stappen|actie)|jurist|rechtsbijstand|geschillencommissie|consumentenbond|consumentenautoriteit|ombudsman|kifid|acm|afm|autoriteit persoonsgegevens|ingebrekestelling|aanklagen|klaag (?:jullie|u|je) aan)\b",
        "",
    ),
    (
        Threat,
        r"\baangifte\b|\bnaar de (?:politie|pers|krant|media|concurrent|rechter)\b|\b(?:naar|bij) (?:kassa|radar)\b|\b(?:slechte|negatieve) (?:review|recensie|beoordeling)s?\b",
        r"\baangifte (?:inkomsten|btw)|\bbelasting",
    ),
    (
        Threat,
        r"\bnooit (?:meer|weer)(?: (?:iets|wat))? (?:bij|hier|van|besteld?|bestel|koop|kopen)\b|\bbestel(?: hier)? nooit meer\b|\b(?:stap|ga) (?:ik )?over naar\b|\boverstappen naar een (?:andere|concurrent)\b|\been andere (?:bank|winkel) zoeken\b|\bklant kwijt\b",
        "",
    ),
    // Haste
    (
        Urgency,
        r"\burgen(?:t|tly|cy)\b|\ba\.?s\.?a\.?p\b\.?|\bas soon as possible\b|\bimmediate(?:ly)?\b|\bright (?:now|away)\b|\bemergency\b|\bstraight away\b|\bin a (?:hurry|rush)\b|\btime[- ]sensitive\b",
        r"\b(?:not|niet) (?:that |very |really |zo |heel )?urgent|\bno (?:rush|hurry|emergency)|\bnot (?:in a|right now)",
    ),
    (
        Urgency,
        r"\b(?:need|want|must|has to|have to|got to|require|fix|solve|answer|help)\b[^.!?\n]{0,40}\b(?:today|tonight|now|by tomorrow|before (?:tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|this (?:morning|afternoon|evening))\b|\bnow!|^\W*now\W*$",
        r"\b(?:by|until|up to|for|from|just) now\b|\bdon't need|\bknow now\b|\bnow (?:i|we|it|that)\b",
    ),
    (
        Urgency,
        r"\b(?:met |grote )?spoed(?:ig|geval|eisend)?\b|\bdringend\b|\bzo (?:snel|spoedig) mogelijk\b|\bz\.?s\.?m\b\.?|\bonmiddellijk\b|\bmeteen\b|\bper direct\b|\bnu direct\b|\bvandaag nog\b|\bhaast\b",
        r"\b(?:geen|niet) (?:\w+ )?(?:haast|spoed|dringend|urgent)|\bhaast (?:niet|geen|nooit|alle|elke)",
    ),
    (
        Urgency,
        r"\b(?:nodig|hebben|weten|geregeld|opgelost|antwoord)\b[^.!?\n]{0,20}\b(?:vandaag|vanavond|morgen|nu)\b|\b(?:vandaag|vanavond|morgen|nu) (?:\w+ ){0,2}?nodig\b|\bnu!",
        "",
    ),
    // Thanks
    (
        Thanks,
        r"\b(?:many thanks|thanks|thank (?:you|u)|thankyou|thx|tnx|ty|tysm|cheers|much appreciated|appreciate (?:it|that|your help))(?: (?:so much|very much|a lot|a million|again))?\b",
        r"\bno,? thank|\bthanks? (?:you )?(?:\w+ ){0,2}for nothing|\bno thanks to",
    ),
    (
        Thanks,
        r"\b(?:alvast |hartelijk |heel erg |super )?(?:bedankt|dank ?(?:je|u)(?: ?wel)?|dankjewel|dankuwel|dank jullie(?: wel)?|thanks|merci|hartelijk dank|dank voor)\b",
        r"\bnee,? (?:bedankt|dank)|\bvoor niets\b|\bvoor niks\b|\bfor nothing\b|\bno,? thank",
    ),
];

/// Words that are written in capitals anyway.
pub static ACRONYMS: Words = LazyLock::new(|| {
    words(
        "
        ABN ACM AFM AMEX AMRO ANWB ASAP ASN ATM AUB BBB BIC BKR BLIK BMW BSN BTW CEO CSV CVC CVV DHL DIY DPD DVD
        EAN EUR FAQ GBP GLS GPS HDMI HEIC HEMA HTML HTTP HTTPS IBAN ICT IDEAL IKEA IMEI ING IOS JPEG JPG KPN KVK
        LED MMS MVG NASA NFC OLED OTP PDF PIN PNG POS PSD PSP QLED RAM ROM SEPA SIM SKU SMS SNS SSD SUV SWIFT
        TAN TNT UPS URL USA USB USD USPS VAT VIP VISA VPN WIFI WWW XML XXL XXXL ZIP ZZP
        ",
    )
});
