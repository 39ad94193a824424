//! Word lists for addresses and postcodes.

use crate::text::words::{Words, words};
use std::sync::LazyLock;

pub const LABELS: &str = r"(?i)\b(?:address(?: of [\p{L} ]{1,30})?(?: is|:| to| with|'s:)(?: now| at| the same:)?|address\? (?:user: )?it(?:'s| is)|adres(?: is|:)(?: nu)?|i live (?:at|in|on)|lives? (?:at|in|on)|living (?:at|in)|moved to|(?:ik |we |wij )?wo(?:on|nen) (?:nu )?(?:op|in|aan)(?: de| het)?|verhuisd naar(?: de| het)?|meet me at|(?:is|are) located (?:at|in)|ship (?:it )?to|deliver (?:it )?to|bezorgen op|sturen naar|sent to|send (?:it )?to|(?:change|update|set|wijzig|verander) [^.?!\n]{0,40}\b(?:address|adres)\b[^.?!\n]{0,40}? (?:to|in|naar)|address:|adres:)[ :\n]";

pub const DUTCH_STREETS: &str = "straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef|plantsoen|hof|pad|ring|baan|markt|wal|burgwal|boulevard|park|haven|steiger|vej|gatan|strasse|straße|gasse|vegen";

pub const ENGLISH_STREETS: &str = "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Way|Close|Crescent|Gardens|Grove|Hill|Boulevard|Blvd|Highway|Hwy|Parkway|Pkwy|Row|Mews|Quay|Wharf|Circle|Trail";

/// Street words that are safe without capitals.
pub const PLAIN_STREETS: &str = "street|road|avenue|lane|boulevard|crescent";

pub const STREET_ENDS: &[&str] = &[
    "straat", "laan", "weg", "plein", "gracht", "kade", "singel", "dijk", "steeg", "dreef", "street", "road", "avenue",
    "lane", "drive", "court",
];

pub static STREET_ARTICLES: Words = LazyLock::new(|| {
    words(
        "
        't aan and corner da de den der des di do du el het la le les of the van
        ",
    )
});

pub const UNITS: &[&str] = &["Apt", "apt", "Suite", "suite", "Unit", "unit", "Flat", "flat", "Ste", "#"];

/// Words that end like a Dutch street and are none.
pub static NOT_A_STREET: Words = LazyLock::new(|| {
    words(
        "
        aanval baan banking bestelling betaling bring covering during earring gamepad geval halverwege haring
        herinnering hof interval inval ipad keypad koophof korting kring laptopad launchpad levering levering,
        leveringsweg market markt monitoring mousepad muispad notepad offering omweg onderweg oorring opval
        ordering pad park parking poging rekening rijksweg ring snelweg something spotify spring string
        supermarkt telefoonring toeval touchpad trackpad uitbaan vanweg verandering verval vrijbaan wedding weg
        zending
        ",
    )
});

/// SA, SD and SS are not given out; the others are sizes, units and words.
pub static NOT_IN_POSTCODE: Words = LazyLock::new(|| {
    words(
        "
        AM AN AT BE CM DE EN ER EU GB HZ IK IN IS IT JE KG KM MAH MB MG ML MM MP ND NL OF ON OP OR PM PX RD SA
        SD SS ST TB TE TH TO UK US XL
        ",
    )
});

/// Dutch (with a space only in capitals) and British.
pub const POSTCODES: &str =
    "[1-9][0-9]{3} ?[A-Z]{2}|[1-9][0-9]{3}[a-z]{2}|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}|GIR 0AA";

/// Words before what may be an address or a time.
pub const WEAK_LABELS: &str = r"(?i)\b(?:and|return (?:it |them )?to|arrived at|taxi to|is at|it's in|it is in|addresses, here they are:|user:)[ :]";

/// A house number with its letter or addition.
pub const HOUSE: &str = r"[0-9]{1,4}(?:-?[a-zA-Z]\b|-[0-9]{1,4}\b| ?(?:bis|hs|[A-H])\b)?";

/// Boxes, of the post and of an army.
pub const BOX: &str = r"(?i)\b(?:[0-9]{1,5} )?(?:P\.? ?O\.? ?Box|postbus|post box) [0-9]{1,6}\b|\b(?:PSC|Unit|CMR) [0-9]{1,5},? Box [0-9]{1,5}\b|\b[AFD]PO A[AEP] [0-9]{5}\b";

/// A number and a name with a flat.
pub const FLAT: &str = r"(?i)\b[0-9]{1,5} (?:[0-9]{1,5} )?(?:[\p{L}'.-]+ ){1,5}(?:[0-9]{1,4}[a-z]?\.?[ ,\n]+)?(?:[\p{L}'.-]+ ){0,2}(?:apt|suite|unit|flat|ste)\.? [0-9a-z]{1,5}\b";
/// Where two streets meet.
pub const CORNER: &str = r"(?i)\b(?:the corner of [^\n.?!]{2,40}?\.? and|de hoek van (?:de |het )?[^\n.?!]{2,40}? (?:en|met)(?: de| het)?)(?: [0-9]{1,5}\b)?(?: \p{L}[\p{L}'-]+\.?){1,2}";
