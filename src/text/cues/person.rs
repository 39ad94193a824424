//! Words for a wish for a person, English and Dutch. "Are you a person?" is a question to the bot and no wish; who wants no
//! bot wants a person.

use super::Row;
use crate::domain::CueKind::AsksForPerson;

/// Names used in the patterns of this room.
pub const LISTS: &[(&str, &str)] = &[
    (
        "PERSON",
        r"(?:hum[ae]ns?(?: being)?|persons?|people|agents?|representatives?|reps?|operators?|advis[eo]u?rs?|employees?|someone(?: (?:real|else|human))?|somebody|managers?|supervisors?|(?:a )?member of staff|staff|colleagues?|customer (?:service|support|care)|support team|specialist|team member|(?:service|help) ?desk)\b",
    ),
    ("AGENT", r"(?:humans?(?: being)?|agents?|representatives?|operators?|advis[eo]r|managers?|supervisors?)\b"),
    (
        "REAL",
        r"(?:real|live|actual|human|proper|competent|physical|senior|different|other|customer|service|support|care|bank)",
    ),
    (
        "MENS",
        r"(?:mens(?:en)?|med?e?r?werk(?:er|ster|ers)|persoon|personeel|iemand|collega|manager|leidinggevende|klantenservice|adviseurs?|agent|helpdesk)\b",
    ),
    (
        "NO_WISH",
        r"\b(?:are|r|aren't) (?:you|u)\b|\bam i (?:now )?(?:speaking|talking|chatting)\b|\b(?:is|isn't) (?:this|that|it) (?:an?|the)\b|\b(?:don't|do not|dont|didn't|did not|no) (?:really |even )?(?:want|need|wanna|wish|like)\b|\brather not\b|\bdo(?:es)? (?:you|it|your)\b.{0,20}\bhave\b|\byou (?:are|sound)\b|\bhad a (?:chat|call|talk)\b|\b(?:act|think|talk) like\b|\bi (?:was|just|already) (?:talk|sp[eo]k|chat|connect)",
    ),
    (
        "GEEN_WENS",
        r"\bben(?:t)? (?:je|jij|u)\b|\b(?:je|jij|u) bent\b|\b(?:praat|spreek|chat) ik\b|\bis dit\b|\b(?:wil|hoef|hoeft) (?:ik )?(?:liever |echt )?(?:geen|niet)\b|\bniet nodig\b|\bliever niet\b|\bheb je\b",
    ),
    ("COUNT", r"(?:a few|a couple of|one|two|three|four|five|six|seven|eight|ten|[0-9]+)"),
    ("AANTAL", r"(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|anderhalve|[0-9]+)"),
    ("ORDINAL", r"(?:second|third|fourth|fifth|sixth|seventh|tenth|2nd|3rd|[4-9]th|[1-9][0-9]th|umpteenth)"),
    (
        "CONTACTED",
        r"(?:called|phoned|e-?mailed|mailed|written|wrote|contacted|messaged|texted|asked|complained|chatted|reported|rung|rang|spoken|spoke|reached out|tried|been in touch)",
    ),
];

pub const ROWS: &[Row] = &[
    (
        AsksForPerson,
        r"\b(?:speak|talk|chat|connect(?:ed)?|transfer(?:red)?|switch|hand|pass|put|escalate|forward|contact|in touch|through)(?: (?:me|us|this|it|now|please|directly|through|over|back|on|in touch))*(?: to| with) (?:an? |the |some |your |any |one of your |another )?(?:REAL )*PERSON",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\b(?:want|need|get me|give me|like|prefer|can i (?:get|have)|could i (?:get|have)|may i have|let me have|require)(?: to (?:have|get))? (?:an? |the |some |your )?(?:REAL )*(?:AGENT|(?:real|live|actual|human) (?:person|someone|help|support|assistance)\b)",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\b(?:can|could|may) (?:i|we) (?:please )?(?:get|have) (?:an? |the |some )?(?:REAL )*PERSON(?:,? please)?\W*$",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\b(?:real|actual|live) (?:human(?: being)?|person|people|agent|operator|representative)\b|\blive chat\b",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\bhuman (?:agent|operator|representative|being|support|help|assistance)\b|\bsomeone (?:real|human)\b",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"^\W*(?:(?:an?|the|hi|hello|hey|please|ok|no|just),? ){0,2}(?:REAL )*(?:AGENT|person|customer service|help ?desk)(?:,? (?:please|pls|plz|now|asap))*\W*$",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\b(?:human|agent|representative|operator|person|someone|manager|supervisor),? (?:please|pls|plz)\b|\bhelp(?: from)? (?:an?|some) (?:human|person|agent)\b",
        "NO_WISH",
    ),
    (
        AsksForPerson,
        r"\b(?:don't|do not|dont|not|no longer|stop|rather not|tired of|sick of|hate) (?:[\w']+ ){0,3}?(?:talk|speak|chat|deal)(?:ing)? (?:to|with) (?:an? |this |the |your |some )?(?:\w+ )?(?:(?:chat)?bots?|robots?|machines?|computers?|ai)\b",
        "",
    ),
    (
        AsksForPerson,
        r"\bno (?:more )?(?:chat)?(?:bots?|robots?)\b|\binstead of (?:an? |this )?(?:chat ?)?bot\b|\bnot (?:an? )?(?:chat ?)?bot\b",
        r"\b(?:are|r) (?:you|u)\b|\byou(?:'re| are)\b|\bi(?:'m| am)\b",
    ),
    (
        AsksForPerson,
        r"\b(?:can|could|will|would|have|let|please have) (?:someone|somebody|an agent|a person|a human|a manager|a colleague) (?:please )?(?:call|ring|phone|contact|e-?mail|get back to|reach out to) (?:me|us)\b|\b(?:call me back|request a call ?back)\b|\btransfer me\b|\bget me someone\b|\b(?:colleague|someone|person|human|agent)(?: of yours)? (?:to )?take over\b|\b(?:anyone|someone|somebody) i can (?:call|talk|speak|chat)\b",
        "",
    ),
    (
        AsksForPerson,
        r"\b(?:mag|kan|kunnen|krijg|geef|wil|willen) (?:ik|we|me|mij|ons)(?: (?:even|gewoon|nu|graag|alsjeblieft|asjeblieft|aub|misschien))* (?:een|de|iemand van) (?:(?:echte?|andere|menselijke) )?(?:med?e?r?werk(?:er|ster)|mens|persoon|collega|manager|leidinggevende|klantenservice|helpdesk)(?: (?:spreken|hebben|krijgen|aan de (?:lijn|telefoon)|alsjeblieft|aub|graag|nu))*\W*$",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\b(?:spreken|spreek|praten|praat|chatten|chat|contact|bellen|overleggen|verbinden|verbonden|verbind|doorverbinden|doorverbonden)(?: (?:me|mij|worden|eens|even|nu|graag|hebben|krijgen|door|liever|direct|opnemen|alsjeblieft))* (?:met|naar) (?:een |de |uw |jullie |jouw |je )?(?:(?:echte?|andere|menselijke) )?MENS",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\b(?:echte? |menselijke )?MENS(?: (?:van (?:je|jou|jullie|de klantenservice|vlees en bloed)|te|kunnen|willen|hier|nu|even|graag|anders|aan de (?:lijn|telefoon)))* (?:spreken|praten|chatten|krijgen|doorverbonden|aan de (?:lijn|telefoon))\b",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\bechte? (?:mens|persoon|medewerk(?:er|ster)|iemand|mensen)\b|\b(?:menselijke|levende) (?:medewerker|hulp|persoon)\b|\bvan vlees en bloed\b",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\bverbind (?:me|mij)(?: \w+){0,3} door\b|\b(?:me|mij|graag) (?:\w+ )?doorverb(?:inden|onden)\b|\bmet iemand (?:\w+ ){0,2}?(?:spreken|praten|chatten|bellen)\b",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\b(?:kan|kunnen|wil|laat)(?: jullie)? iemand (?:van jullie )?(?:mij|me|ons) (?:\w+ ){0,2}?(?:bellen|terugbellen|contacteren|mailen)\b|\bbel (?:me|mij) (?:\w+ )?terug\b|\bjullie (?:mij|me|ons) (?:\w+ )?(?:terug)?bellen\b|\bik iemand (?:\w+ )?bellen\b|\bcollega (?:\w+ ){0,3}?overnemen\b|\b(?:liever|haal er) (?:een )?(?:mens|iemand)\b",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"^\W*(?:(?:een|de|hoi|hallo|nee|gewoon),? ){0,2}(?:echte? )?(?:mens|medewerk(?:er|ster)|persoon|klantenservice|collega|manager)(?:,? (?:please|pls|nu|aub|a\.u\.b\.?|graag|alsjeblieft|alstublieft))*\W*$",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\b(?:medewerk(?:er|ster)|mens|persoon|collega|manager|leidinggevende|iemand van jullie(?: team)?),? (?:graag|aub|alsjeblieft|alstublieft|please)\b|\b(?:wil|graag) (?:een |de )?(?:medewerk(?:er|ster)|manager)\b",
        "GEEN_WENS",
    ),
    (
        AsksForPerson,
        r"\b(?:wil|hoef|ga|kan)(?: ik)? (?:echt |helemaal |gewoon )?(?:niet|geen)(?: meer)? (?:\w+ ){0,2}?(?:(?:chat)?bot|robot|computer|machine)\b|\bgeen (?:chat)?(?:bot|robot)s?\b",
        r"\bben(?:t)? (?:je|jij|u)\b|\bik ben\b",
    ),
];
