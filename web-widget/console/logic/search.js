// Finds conversations among those that are loaded: the customer, what was said last, what was asked, mentioned and shown, the
// page, the reason, the agent, the team, the bot, the language.

/** @import {State, Ticket} from './types.js' */
/** @import {Translate} from './i18n.js' */

import { nameOfAgent, nameOfTeam } from './colleagues.js';
import { humanise, languageName, shortId } from './format.js';
import { because, reasonChip } from './why.js';

/** Without case and accents, so that `cafe` finds `Café`. @param {string} text */
export function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whoever and whatever has a name. @typedef {Pick<State, 'colleagues'|'staff'|'teams'>} Named */

/** Everything a ticket can be found by. @param {Ticket} ticket @param {Translate} t @param {string} locale @param {Named} named */
export function wordsOf(ticket, t, locale, named) {
  return plain([
    ticket.identity?.name, ticket.last?.text, reasonChip(ticket.reason, t), because(ticket.reason, t, locale), ticket.bot, ticket.page?.title,
    ticket.locale, languageName(ticket.locale, locale), languageName(ticket.locale, ticket.locale),
    shortId(ticket.session), ticket.agent, ticket.agent && nameOfAgent(named, ticket.agent),
    ticket.team && humanise(ticket.team), ticket.team && nameOfTeam(named, ticket.bot, ticket.team, locale), t(`priority.${ticket.priority}`),
    ...(ticket.intents ?? []).map((intent) => intent.title), ...(ticket.entities ?? []).map((entity) => entity.value), ...(ticket.articles ?? []).map((article) => article.title),
  ].filter(Boolean).join('\n'));
}

/** @type {Named} */
const NAMELESS = { colleagues: {}, staff: [], teams: {} };

/**
 * A search in one language of the page; what was read of a ticket is remembered as long as the ticket and the names.
 * @param {Translate} t
 * @param {string} locale
 */
export function createSearch(t, locale) {
  /** @type {WeakMap<Ticket, string>} */
  let read = new WeakMap();
  /** @type {Named} */
  let names = NAMELESS;
  /** @param {Ticket} ticket */
  const words = (ticket) => {
    const known = read.get(ticket) ?? wordsOf(ticket, t, locale, names);
    read.set(ticket, known);
    return known;
  };
  /** The rows that hold every word of the query. @param {Ticket[]} rows @param {string} query @param {Named} [named] @returns {Ticket[]} */
  return (rows, query, named = NAMELESS) => {
    const terms = plain(query).split(/\s+/).filter(Boolean);
    if (terms.length === 0) return rows;
    if (named.colleagues !== names.colleagues || named.staff !== names.staff || named.teams !== names.teams) read = new WeakMap();
    names = named;
    return rows.filter((ticket) => terms.every((term) => words(ticket).includes(term)));
  };
}
