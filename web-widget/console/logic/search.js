// Finds conversations among those that are loaded: what was said last, what was asked, mentioned and shown, the reason, the bot, the language.

/** @import {Ticket} from './types.js' */
/** @import {Translate} from './i18n.js' */

import { humanise, languageName, shortId } from './format.js';
import { because, reasonChip } from './why.js';

/** Without case and accents, so that `cafe` finds `Café`. @param {string} text */
export function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Everything a ticket can be found by. @param {Ticket} ticket @param {Translate} t @param {string} locale */
export function wordsOf(ticket, t, locale) {
  return plain([
    ticket.last?.text, reasonChip(ticket.reason, t), because(ticket.reason, t, locale), ticket.bot,
    ticket.locale, languageName(ticket.locale, locale), languageName(ticket.locale, ticket.locale),
    shortId(ticket.session), ticket.agent, ticket.team && humanise(ticket.team), t(`priority.${ticket.priority}`),
    ...(ticket.intents ?? []).map((intent) => intent.title), ...(ticket.entities ?? []).map((entity) => entity.value), ...(ticket.articles ?? []).map((article) => article.title),
  ].filter(Boolean).join('\n'));
}

/**
 * A search in one language of the page; what was read of a ticket is remembered as long as the ticket.
 * @param {Translate} t
 * @param {string} locale
 */
export function createSearch(t, locale) {
  /** @type {WeakMap<Ticket, string>} */
  const read = new WeakMap();
  /** @param {Ticket} ticket */
  const words = (ticket) => {
    const known = read.get(ticket) ?? wordsOf(ticket, t, locale);
    read.set(ticket, known);
    return known;
  };
  /** The rows that hold every word of the query. @param {Ticket[]} rows @param {string} query @returns {Ticket[]} */
  return (rows, query) => {
    const terms = plain(query).split(/\s+/).filter(Boolean);
    return terms.length === 0 ? rows : rows.filter((ticket) => terms.every((term) => words(ticket).includes(term)));
  };
}
