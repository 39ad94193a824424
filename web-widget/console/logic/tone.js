// Words that read badly when one is upset: feelings nobody can have for a stranger, and blame. A hint, never a verdict.

/** @typedef {'feigned'|'blame'} ToneKind */
/** @typedef {{kind: ToneKind, words: string}} ToneHint */

/** "You should have received an e-mail" says what happens, not whose fault it is. */
const EXPECTED = '(?! (?:a|an|the|your|my|our|no|some|any|one|two|access|received|gotten|got|had|been|now|already|just)\\b)';
const VERY = '(?:(?:completely|fully|totally|truly|really|absolutely|very well|well|so|just|do|can(?: completely| fully| totally| well)?|certainly|perfectly|exactly) )*';
const HEEL = '(?:(?:heel|zeer|erg|echt|volledig|helemaal|zo|maar al te|goed|precies|best) )*';
const JOU = '(?:u|je|jij|jullie)';

/** Phrases by kind; a space stands for any white space. @type {Record<ToneKind, string[]>} */
const PHRASES = {
  feigned: [
    `i ${VERY}(?:know|understand|feel) (?:exactly |just |precisely )?(?:how|what) (?:you(?:'re| are)?|this|that|it)(?: must)?(?: feels?| feeling| are feeling| makes you feel| going through)`,
    `i ${VERY}(?:understand|feel|share|hear) your (?:pain|frustrations?|anger|disappointment|feelings|upset|irritation|worry|worries)`,
    `i ${VERY}understand (?:that )?(?:how )?(?:you(?:'re| are)) (?:${VERY})?(?:frustrated|angry|upset|disappointed)`,
    `i ${VERY}understand how (?:frustrating|annoying|upsetting|disappointing) (?:this|that|it)(?: must)?`,
    'i feel (?:for|with) you', 'i(?: would|\'d) feel (?:exactly )?the same(?: way)?', '(?:my heart goes out to|i feel so bad for) you',
    `ik (?:weet|begrijp|snap|voel) ${HEEL}(?:wel )?(?:hoe|wat) ${JOU} (?:zich |je |u )?(?:nu )?(?:voelt?|doormaakt?|meemaakt?)`,
    `(?:ik )?(?:begrijp|snap|voel|deel)(?: ik)? ${HEEL}(?:uw|je|jouw|jullie) (?:frustraties?|boosheid|woede|teleurstelling|pijn|ergernis|gevoel(?:ens)?|zorgen)`,
    `ik (?:begrijp|snap) ${HEEL}dat ${JOU} (?:${HEEL})(?:boos|gefrustreerd|teleurgesteld|kwaad) (?:bent|ben|zijn)`,
    `ik (?:begrijp|snap) ${HEEL}hoe (?:vervelend|frustrerend|naar|lastig) (?:dit|dat|het)`,
    `ik (?:leef|voel) (?:${HEEL})?met ${JOU} mee`, `ik zou me ${HEEL}(?:precies |net )?(?:zo|hetzelfde) voelen`,
  ],
  blame: [
    `you (?:really )?should(?:n't| not)?(?: have|'ve)${EXPECTED}(?: [a-z']+)?`,
    'you (?:really )?ought to have', `you could have${EXPECTED}(?: [a-z']+)?`, 'you (?:clearly |obviously |simply |just )?(?:failed|forgot|neglected) to',
    '(?<!if )you (?:clearly |obviously |simply |just )?didn\'t (?:read|listen|check|follow|pay attention|bother)', '(?:that|this|it)(?:\'s| is| was) (?:your (?:own )?(?:fault|mistake|responsibility)|on you)',
    'your own (?:fault|mistake)', 'if you had (?:only |just |actually )?(?:read|listened|checked|followed|told|called|paid)', 'as i (?:already |just )?(?:said|told you|explained|mentioned)', 'like i (?:already |just )?(?:said|told you|explained)',
    `had ${JOU} (?:dat |dit |het )?(?:nou |nu )?maar\\b`, `had ${JOU} (?:dat |dit |het )?(?:moeten|kunnen|beter|eerder)(?: [a-z]+)?`, `${JOU} had(?:den)? (?:dat |dit |het |ons |zelf |eerst |beter |toch |gewoon |eerder )*(?:moeten|kunnen)(?: [a-z]+)?`,
    `(?:u|je|jij) (?:bent|hebt|heeft) (?:dat |dit |het )?(?:zelf |gewoon |duidelijk |kennelijk )*(?:vergeten|verzuimd|niet (?:goed )?(?:gelezen|opgelet|geluisterd|gecontroleerd))`,
    '(?:dat|dit|het) is (?:uw|je|jouw) (?:eigen )?(?:schuld|fout|verantwoordelijkheid)', '(?:uw|je|jouw) eigen (?:schuld|fout)', '(?:zoals|wat) ik (?:al|net|eerder|u al|je al) (?:zei|zeg|heb gezegd|heb uitgelegd|schreef|uitlegde)',
  ],
};

const PATTERNS = Object.entries(PHRASES).flatMap(([kind, phrases]) => phrases.map((phrase) => ({
  kind: /** @type {ToneKind} */ (kind),
  pattern: new RegExp(`(?<![\\p{L}'])${phrase.replaceAll(' ', '\\s+')}(?![\\p{L}])`, 'giu'),
})));

/** What in a reply could hurt, in the order it is written; each stretch of words once. @param {string} text @returns {ToneHint[]} */
export function toneOf(text) {
  const plain = text.replace(/[\u2018\u2019\u02bc]/g, "'");
  const found = PATTERNS.flatMap(({ kind, pattern }) => [...plain.matchAll(pattern)].map((match) => ({ kind, start: match.index, end: match.index + match[0].length })));
  /** @type {ToneHint[]} */
  const hints = [];
  let past = 0;
  for (const { kind, start, end } of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < past) continue;
    past = end;
    hints.push({ kind, words: text.slice(start, end).trim().replace(/\s+/g, ' ') });
  }
  return hints;
}
