// What an agent should know before reading a word: the facts of a ticket as sentences, in the language of the console.
// Without any there is none: the reason alone stands above it already.

/** @import {State, Ticket} from './types.js' */
/** @import {Translate} from './i18n.js' */

import { nameOfIntent } from './colleagues.js';
import { signed } from './format.js';
import { because } from './why.js';

/**
 * @param {Ticket} ticket
 * @param {Pick<State, 'intents'>} state
 * @param {{t: Translate, locale: string, region: string}} page
 * @returns {string}
 */
export function summaryOf(ticket, state, { t, locale, region }) {
  const asked = (ticket.intents ?? []).map((intent) => nameOfIntent(state, ticket.bot, intent.intent, locale, intent.title));
  const mentioned = (ticket.entities ?? []).map((entity) => entity.value);
  const shown = (ticket.articles ?? []).map((article) => article.title);
  const facts = [
    listed('summary.asked', asked, t), listed('summary.mentioned', mentioned, t), listed('summary.shown', shown, t),
    moved(ticket.mood ?? [], t, region),
  ].filter(Boolean);
  return facts.length === 0 ? '' : [...facts, because(ticket.reason, t, region)].join(' ');
}

/** @param {string} key @param {string[]} things @param {Translate} t */
function listed(key, things, t) {
  return things.length === 0 ? '' : t(key, { things: [...new Set(things)].join(', ').replace(/[.?!]+$/, '') });
}

/** @param {{mood: number}[]} mood @param {Translate} t @param {string} region */
function moved(mood, t, region) {
  const [first, last] = [mood[0], mood.at(-1)];
  if (mood.length < 2 || !first || !last) return '';
  return t('summary.mood', { first: signed(first.mood, region), last: signed(last.mood, region), n: mood.length });
}
