// The search over every chat, also closed ones: pages of what the server found, and where in a line the words stand.

/** @import {Found, Ticket} from './types.js' */

import { plain } from './search.js';

/** Shorter words find too much. */
export const LEAST = 3;

/** What the server is asked, or nothing where the query is too short. @param {string} query */
export function askable(query) {
  const wanted = query.trim().replace(/\s+/g, ' ');
  return [...wanted].length >= LEAST ? wanted : '';
}

/** One page after the other, each chat once. @param {Found[]} before @param {Found[]} more @returns {Found[]} */
export function together(before, more) {
  const known = new Set(before.map(({ session }) => session));
  return [...before, ...more.filter(({ session }) => !known.has(session))];
}

/** Those that the list above does not show already. @param {Found[]} found @param {Ticket[]} shown */
export function besides(found, shown) {
  const there = new Set(shown.map(({ session }) => session));
  return found.filter(({ session }) => !there.has(session));
}

/**
 * A line in pieces, those that match marked: case and accents do not matter.
 * @param {string} text
 * @param {string} query
 * @returns {{text: string, hit: boolean}[]}
 */
export function marked(text, query) {
  const letters = [...text];
  const folded = letters.map(plain);
  const hits = new Array(letters.length).fill(false);
  for (const word of plain(query).split(/\s+/).filter(Boolean)) {
    const line = folded.join('');
    for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) mark(folded, hits, at, at + word.length);
  }
  /** @type {{text: string, hit: boolean}[]} */
  const pieces = [];
  letters.forEach((letter, i) => {
    const last = pieces.at(-1);
    if (last && last.hit === hits[i]) last.text += letter;
    else pieces.push({ text: letter, hit: hits[i] });
  });
  return pieces;
}

/** Marks the letters whose folded forms lie between two places of the folded line. @param {string[]} folded @param {boolean[]} hits @param {number} from @param {number} to */
function mark(folded, hits, from, to) {
  let at = 0;
  folded.forEach((piece, i) => {
    const end = at + piece.length;
    if (at < to && end > from) hits[i] = true;
    at = end;
  });
}

/** Enough of a ticket to show its conversation until the server sends the whole. @param {{session: string, bot?: string, state: Ticket['state'], customer?: string, agent?: string}} found @returns {Ticket} */
export function ticketOf({ session, bot = '', state, customer = '', agent = '' }) {
  return { session, bot, state, locale: 'en', priority: 'normal', agent: agent || null, identity: customer ? { sub: '', name: customer } : null };
}
