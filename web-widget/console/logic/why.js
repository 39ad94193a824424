// "Why it is here": a reason's rule and numbers as sentences a person can check.

/** @import {Reason} from './types.js' */
/** @import {Translate} from './i18n.js' */

import { count, humanise, percent, signed, typeset } from './format.js';

/**
 * @typedef {object} Fact
 * @property {string} name       id of the number, such as `mood`
 * @property {string} sentence   readable on its own
 * @property {'crossed'|'given'} kind   whether it crossed a limit that is shown with it
 */

/** @typedef {{title: string, text: string, facts: Fact[], rule: string, version: string}} Explanation */

/** How a number is written: -1..1 with a sign, 0..1 as a share, or a count. @type {Record<string, (n: number, locale: string) => string>} */
const STYLES = {
  mood: signed, valence: signed, slope: signed,
  confidence: percent, similarity: percent, in_scope: percent, intensity: percent, score: percent,
};

/** Where a control stands in a sentence. */
const GAP = '\u0000';

/** Numbers of which less is worse. */
const LOWER_IS_WORSE = new Set(['rating', 'mood', 'valence', 'slope', 'in_scope']);

/** @param {string} name @param {number} thousandths @param {string} region */
function numberText(name, thousandths, region) {
  const style = STYLES[name.replace(/_limit$/, '')] ?? count;
  return style(thousandths / 1000, region);
}

/**
 * @param {Reason|null|undefined} reason
 * @param {Translate} t
 * @param {string} [region] how numbers are written
 * @returns {Explanation|null}
 */
export function explain(reason, t, region = 'en') {
  if (!reason) return null;
  const known = (/** @type {string} */ key) => (t(key) === key ? null : t(key));
  return {
    title: known(`rule.${reason.rule}`) ?? humanise(reason.rule),
    text: because(reason, t, region),
    facts: factsOf(reason.numbers ?? {}, t, region),
    rule: reason.rule,
    version: reason.policy_version ?? '',
  };
}

/** Names of the causes of an escalation score, the strongest first. @param {Record<string, number>} numbers @param {Translate} t */
function causes(numbers, t) {
  const named = Object.keys(numbers).filter((name) => name.startsWith('cause_')).sort((a, b) => numbers[b] - numbers[a]);
  return named.map((name) => t(`because.${name}`)).join(', ');
}

/**
 * One sentence, in the language of the page; the server's own where the console does not know the rule.
 * @param {Reason|null|undefined} reason
 * @param {Translate} t
 * @param {string} [region]
 */
export function because(reason, t, region = 'en') {
  if (!reason) return '';
  const { rule, numbers = {} } = reason;
  if (t(`because.${rule}`) === `because.${rule}`) return typeset(reason.text ?? '');
  const said = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, numberText(name, value, region)]));
  const mostly = causes(numbers, t);
  return t(`because.${rule}`, { ...said, mostly: mostly && t('because.mostly', { causes: mostly }) });
}

/** @typedef {{before: string, message: string, after: string, seq: number}} WhatElse  one sentence, in three pieces around the message it speaks of */

/** What would have kept the chat with the bot. @param {Reason|null|undefined} reason @param {Translate} t @param {string} [region] @returns {WhatElse|null} */
export function whatElse(reason, t, region = 'en') {
  const other = reason?.counterfactual;
  if (!other) return null;
  const { number, side, value, turn, seq } = other;
  const name = label(number, t);
  const values = { name: name.charAt(0).toLowerCase() + name.slice(1), value: numberText(number, value, region), message: GAP };
  const own = `else.${number}_${side}`;
  const [before, after = ''] = t(t(own) === own ? `else.${side}` : own, values).split(GAP);
  return { before, message: t('else.message', { turn: count(turn, region) }), after, seq };
}

/** A short name for a row's chip. @param {Reason|null|undefined} reason @param {Translate} t */
export function reasonChip(reason, t) {
  if (!reason) return '';
  const key = `chip.${reason.rule}`;
  return t(key) === key ? humanise(reason.rule) : t(key);
}

/** @param {Record<string, number>} numbers @param {Translate} t @param {string} [region] @returns {Fact[]} */
export function factsOf(numbers, t, region = 'en') {
  const moodForTurns = 'mood' in numbers && 'turns' in numbers;
  return Object.keys(numbers)
    .filter((name) => !isLimit(name, numbers) && !(moodForTurns && name === 'turns'))
    .map((name) => factOf(name, numbers, t, region, moodForTurns));
}

/** `x_limit` belongs to `x`; alone it stands for itself. @param {string} name @param {Record<string, number>} numbers */
function isLimit(name, numbers) {
  return name.endsWith('_limit') && name.slice(0, -6) in numbers;
}

/** @param {string} name @param {Record<string, number>} numbers @param {Translate} t @param {string} region @param {boolean} forTurns @returns {Fact} */
function factOf(name, numbers, t, region, forTurns) {
  const limit = numbers[`${name}_limit`];
  const words = { name: label(name, t), value: numberText(name, numbers[name], region), limit: limit === undefined ? '' : numberText(name, limit, region) };
  if (name === 'mood' && forTurns) return moodForTurns(words, numbers, t);
  const key = limit === undefined ? 'fact.plain' : comparison(name, numbers[name], limit);
  return { name, sentence: t(key, words), kind: limit === undefined ? 'given' : 'crossed' };
}

/** @param {Record<string, string>} words @param {Record<string, number>} numbers @param {Translate} t @returns {Fact} */
function moodForTurns(words, numbers, t) {
  const n = Math.round(numbers.turns / 1000);
  const key = words.limit ? 'fact.mood_below_for' : 'fact.mood_for';
  const needed = numbers.turns_limit === undefined ? '' : ` ${t('fact.turns_needed', { n: Math.round(numbers.turns_limit / 1000) })}`;
  return { name: 'mood', sentence: t(key, { ...words, n }) + needed, kind: words.limit ? 'crossed' : 'given' };
}

/** @param {string} name @param {number} value @param {number} limit */
function comparison(name, value, limit) {
  if (value === limit) return 'fact.reached';
  if (LOWER_IS_WORSE.has(name)) return value < limit ? 'fact.below' : 'fact.not_below';
  return value > limit ? 'fact.above' : 'fact.under';
}

/** @param {string} name @param {Translate} t */
function label(name, t) {
  const key = `number.${name}`;
  return t(key) === key ? humanise(name) : t(key);
}

/**
 * The limit that a curve of mood and messages can show, -1 to 1: of the mood, or of one message.
 * @param {Reason|null|undefined} reason
 * @returns {{of: 'mood'|'valence', at: number}|null}
 */
export function curveLimit(reason) {
  for (const of of /** @type {const} */ (['mood', 'valence'])) {
    const limit = reason?.numbers?.[`${of}_limit`];
    if (limit !== undefined) return { of, at: limit / 1000 };
  }
  return null;
}
