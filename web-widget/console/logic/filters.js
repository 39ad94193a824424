// What the lists are narrowed to besides a team: bot, priority, language, promise and mood. A filter that is empty lets all through.

/** @import {Filters, Ticket} from './types.js' */

import { moodWord } from './format.js';
import { isAtRisk, isMissed } from './goals.js';
import { moodOf } from './rows.js';

/** @type {readonly ['urgent', 'high', 'normal', 'low']} */
const PRIORITIES = ['urgent', 'high', 'normal', 'low'];

/** @returns {Filters} */
export const noFilters = () => ({ bot: '', priority: '', language: '', promise: '', mood: '' });

/** How many are on. @param {Filters} filters */
export const countOn = (filters) => Object.values(filters).filter(Boolean).length;

/** @type {{[K in keyof Filters]: (ticket: Ticket, wished: string, now: number) => boolean}} */
const PASSES = {
  bot: (ticket, wished) => ticket.bot === wished,
  priority: (ticket, wished) => ticket.priority === wished,
  language: (ticket, wished) => languageOf(ticket) === wished,
  promise: (ticket, wished, now) => (wished === 'missed' ? isMissed : isAtRisk)(ticket, now),
  mood: (ticket) => { const mood = moodOf(ticket); return mood !== null && moodWord(mood) === 'upset'; },
};

/** The rows that every filter lets through. @param {Ticket[]} rows @param {Filters} filters @param {number} now ms */
export function narrowed(rows, filters, now) {
  const on = Object.entries(filters).filter(([, wished]) => wished);
  if (on.length === 0) return rows;
  return rows.filter((ticket) => on.every(([name, wished]) => PASSES[/** @type {keyof Filters} */ (name)](ticket, wished, now)));
}

/**
 * What may be chosen: what there is now, and what is chosen already. Bots are worth a choice where there is more than one.
 * @param {Ticket[]} tickets
 * @param {string[]} bots that the agent serves
 * @param {Filters} filters
 * @returns {Record<keyof Filters, string[]>}
 */
export function choicesOf(tickets, bots, filters) {
  const served = once([...bots, ...tickets.map(({ bot }) => bot), filters.bot]);
  return {
    bot: served.length > 1 ? served : [],
    priority: [...PRIORITIES],
    language: once([...tickets.map(languageOf), filters.language]),
    promise: ['at_risk', 'missed'],
    mood: ['upset'],
  };
}

/** What was kept in the browser, as far as it can be used. @param {any} kept @returns {Filters} */
export function filtersFrom(kept) {
  const { bot, priority, language, promise, mood } = kept ?? {};
  /** @param {unknown} value @param {readonly string[]} [known] */
  const text = (value, known) => (typeof value === 'string' && (!known || known.includes(value)) ? value : '');
  return /** @type {Filters} */ ({ bot: text(bot), priority: text(priority, PRIORITIES), language: text(language), promise: text(promise, ['at_risk', 'missed']), mood: text(mood, ['upset']) });
}

/** `nl-BE` counts as `nl`. @param {Ticket} ticket */
const languageOf = (ticket) => ticket.locale.split('-')[0].toLowerCase();

/** @param {string[]} names */
const once = (names) => [...new Set(names.filter(Boolean))].sort();
