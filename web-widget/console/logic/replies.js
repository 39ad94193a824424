// Sentences that agents send again and again: found after `/`, filled in with what is known.

/** @import {Ticket, Reply} from './types.js' */

import { plain } from './search.js';

/** @typedef {{name: string, title: string, text: string}} Found */

/** What stands after `/` where a text begins with it, or null. @param {string} text */
export function asked(text) {
  return /^\/(\S*)$/.exec(text)?.[1] ?? null;
}

/**
 * The replies whose name or title begins a word with `query`, in the customer's language where it is written.
 * @param {Record<string, Reply>} replies @param {string} query @param {string} locale @returns {Found[]}
 */
export function findReplies(replies, query, locale) {
  const wanted = plain(query);
  const all = Object.entries(replies).map(([name, reply]) => ({ name, title: inLocale(reply.title, locale), text: inLocale(reply.text, locale) }));
  return all.filter(({ name, title }) => [name, ...title.split(/\s+/)].some((word) => plain(word).startsWith(wanted)));
}

/**
 * With its variables filled in; what is not known stays as it is, to be seen and filled in by hand.
 * @param {string} text @param {{agent: string, brand: string, ticket: Ticket}} known
 */
export function fillReply(text, { agent, brand, ticket }) {
  /** @type {Record<string, string>} */
  const values = { agent, brand };
  for (const { kind, value } of ticket.entities ?? []) values[kind] = value;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** @param {Record<string, string>} texts @param {string} locale */
const inLocale = (texts, locale) => texts[locale] ?? Object.values(texts)[0] ?? '';
