//! Words for having asked before and for having waited, English and Dutch.

use super::Row;
use crate::domain::CueKind::{LongWait, RepeatedContact};

pub const ROWS: &[Row] = &[
    (
        RepeatedContact,
        r"\b(?:i|i've|ive|i'm|we|we've) (?:\w+ ){0,3}?CONTACTED(?: [\w']+){0,4}? (?:twice|thrice|again|before|repeatedly|(?:COUNT|many|several|multiple|countless) (?:times|emails|e-mails|messages)|[0-9]+x)\b",
        r"\bnever\b|\b(?:not|haven.t) CONTACTED|\bfirst time\b|\bbefore (?:i|ordering|buying)\b",
    ),
    (
        RepeatedContact,
        r"\b(?:already|previously) (?:CONTACTED|told you|told someone|explained|sent (?:you )?(?:an?|COUNT|several) (?:e-?mails?|messages?))\b",
        r"\bhave you already\b",
    ),
    (
        RepeatedContact,
        r"\b(?:ORDINAL|last) time (?:that )?(?:i|i'm|i've|i am|we|we're|we've)(?: have| had| now| am| already)*(?: to)? (?:ask|call|contact|e-?mail|mail|writ|wrote|messag|chat|complain|report|try|reach|explain|get in touch|phon|ring|say|tell)\w*",
        r"\blast time i (?:called|e?mailed|wrote|chatted|contacted)",
    ),
    (
        RepeatedContact,
        r"\b(?:already|for|it's|is|was) (?:already |now )?the ORDINAL time\b|\bthird time\b",
        r"\btime (?:that )?(?:i|i'm|i've|we)(?: have| am)? (?:order|buy|bought|shop|use)",
    ),
    (RepeatedContact, r"\b(?:my|the) ORDINAL (?:call|e-?mail|message|chat|attempt|complaint|request)\b", ""),
    (
        RepeatedContact,
        r"\b(?:how many times (?:do|must|should) i (?:have|need|keep)|how many times (?:must|should) i|how often do i have to|how many more times)\b",
        "",
    ),
    (
        RepeatedContact,
        r"\b(?:over and over|again and again|time and (?:time )?again|multiple (?:calls|e-?mails|messages))\b",
        "",
    ),
    (RepeatedContact, r"\bi(?: have to)? keep (?:calling|asking|e-?mailing|contacting|having to|repeating)\b", ""),
    (RepeatedContact, r"\bi've been (?:calling|e-?mailing|asking)\b|\b(?:like|as) i (?:already )?(?:said|told)\b", ""),
    (
        RepeatedContact,
        r"\bal (?:\w+ ){0,2}?(?:AANTAL|meerdere|veel|zoveel|verschillende|een paar|tig) ?(?:keer|keren|maal|x|e?-?mails?|berichten)\b",
        r"besteld|gekocht|gewinkeld",
    ),
    (RepeatedContact, r"\bmeermaals\b|\bkeer op keer\b|\bhoe vaak moet ik\b|\bblijf (?:maar )?(?:bellen|mailen)\b", ""),
    (
        RepeatedContact,
        r"\b(?:tweede|derde|vierde|vijfde|zesde|zoveelste|[2-9]e|[1-9][0-9]e) (?:keer|maal|e?-?mail|bericht|poging|telefoontje|klacht)\b",
        r"bestel|koop|winkel",
    ),
    (RepeatedContact, r"\b(?:AANTAL) (?:keer|maal) (?:\w+ )?(?:gebeld|gemaild|gevraagd|gemeld|gechat|contact)\b", ""),
    (
        RepeatedContact,
        r"\bal (?:eerder|vaker|meermaals|gisteren|vorige week) (?:\w+ ){0,3}?(?:gebeld|gemaild|gevraagd|gemeld|gechat|geschreven|contact|doorgegeven|aangegeven)\b",
        "",
    ),
    (
        RepeatedContact,
        r"\bal (?:gebeld|gemaild|gevraagd|gemeld|doorgegeven|aangegeven|uitgelegd)\b",
        r"\bheb(?:ben)? (?:je|jullie|u)\b",
    ),
    (
        RepeatedContact,
        r"\b(?:weer|opnieuw|nogmaals) (?:bellen|mailen|gebeld|gemaild|contact)\b|\bzoals (?:ik )?(?:al )?(?:eerder )?(?:zei|schreef|gezegd)\b",
        "",
    ),
    // Waited
    (
        LongWait,
        r"\bstill (?:no\b|not\b|haven't|have not|hasn't|has not|waiting|nothing|missing|don't have|do not have|didn't|did not|isn't|never)(?: (?:refund|answer|reply|response|news|parcel|package|order|money|received|arrived|heard|here|come|got|solved|fixed|there|delivered))*",
        r"\bwhy (?:is|are) .{1,40} still missing from the",
    ),
    (
        LongWait,
        r"\b(?:is|are|was) still (?:pending|processing|in transit|on its way|out of stock|open|unresolved|outstanding)\b",
        "",
    ),
    (
        LongWait,
        r"\bwait(?:ing|ed)?(?: (?:for|already|now|here|over|more than|almost|about|at least|another|the (?:past|last)|an?|on|my \w+|for my \w+)){0,5}? (?:(?:COUNT|several|many|few|half an) )?(?:[0-9]{2,} minutes|hours?|days?|weeks?|months?|years?|ages|forever)\b",
        r"\bhow (?:long|many)\b|\bshould i wait\b",
    ),
    (
        LongWait,
        r"\bwaiting (?:so|too|very|far too|way too) long\b|\bwaiting since\b|\b(?:been|still) waiting\b|\b(?:i'm|im|i am) waiting (?:for|on) (?:my|the|a|an)\b|\btak(?:es|ing) (?:forever|ages|(?:so|too|way too|far too) long)\b|\bhow much longer(?:\W*$| (?:do|must|will|does|is|are|should)\b)",
        "",
    ),
    (
        LongWait,
        r"\bit(?:'s| has| is|s) (?:already |now )?(?:been |taken )?(?:already |over |more than |almost |about )?(?:an? |COUNT )?(?:days?|weeks?|months?|years?)\b(?: (?:already|now))?",
        "",
    ),
    (
        LongWait,
        r"\bfor (?:over |more than |almost |the (?:past|last) )?(?:(?:COUNT|several|many) )?(?:days|weeks|months) (?:now|already)\b|\bfor (?:weeks|months|ages)\b",
        "",
    ),
    (
        LongWait,
        r"\b(?:COUNT|several|many) (?:days|weeks|months) (?:late|overdue|later|of waiting|and (?:still|nothing))\b|\b(?:weeks|months) ago\b",
        "",
    ),
    (
        LongWait,
        r"\bnog (?:steeds|altijd|immer)(?: (?:niet|geen|niets|niks|nergens|wachten|aan het wachten)\w*)?(?: (?:\w+ )?(?:ontvangen|binnen|gehad|gekregen|teruggestort|antwoord|reactie|geleverd|opgelost))?",
        r"\bnog (?:steeds|altijd) (?:geldig|te koop|leverbaar|verkrijgbaar|mogelijk|beschikbaar)",
    ),
    (
        LongWait,
        r"\bal (?:\w+ ){0,2}?(?:AANTAL |een |meerdere |enkele |een paar )?(?:uur|uren|dagen|weken|maanden|jaren|week|maand|jaar)\b|\bal (?:weken|maanden|dagen|uren)(?:lang)?\b|\b(?:weken|maanden|dagen|uren)lang\b",
        r"\bal (?:\w+ ){0,2}(?:jaar|jaren) (?:klant|lid|bij)",
    ),
    (
        LongWait,
        r"\b(?:ik )?wacht(?:en)? (?:nu )?(?:al|nog)\b(?: (?:steeds|sinds|weken|dagen))*|\bhoe ?lang (?:nog|moet ik)\b|\bduurt (?:veel |zo |wel |echt |mij |me )*(?:te |erg )?lang\b|\b(?:weken|maanden) geleden\b|\b(?:AANTAL) (?:dagen|weken) te laat\b",
        "",
    ),
];
