// Colleagues asked in private notes: found after `@`, and who is asked in which chat.

/** @import {State, Ticket} from './types.js' */

import { plain } from './search.js';

/** What stands between `@` and the cursor, or null. @param {string} text @param {number} caret */
export function askedFor(text, caret) {
  return /(?:^|[^\p{L}\p{N}._|@-])@([\w.|@-]*)$/u.exec(text.slice(0, caret))?.[1] ?? null;
}

/** @typedef {{agent: string, name: string, bots: string[], connected: boolean}} Asked */

/** Who may be asked: those who serve the bot and whose name or sign-in name begins with it; who is there, first, and who was never here too. @param {State} state @param {string} bot @param {string} query @returns {Asked[]} */
export function findColleagues(state, bot, query) {
  const wanted = plain(query);
  const away = Object.fromEntries(state.staff.map((person) => [person.agent, { ...person, connected: false }]));
  const serves = (/** @type {Asked} */ c) => c.agent !== state.me?.name && (c.bots.length === 0 || c.bots.includes(bot));
  const named = (/** @type {Asked} */ c) => [c.agent, ...c.name.split(/\s+/)].some((word) => plain(word).startsWith(wanted));
  return Object.values(/** @type {Record<string, Asked>} */ ({ ...away, ...state.colleagues })).filter((c) => serves(c) && named(c)).sort((a, b) => Number(b.connected) - Number(a.connected) || a.name.localeCompare(b.name));
}

/** The text with the name in the place of what was typed of it, and where the cursor goes. @param {string} text @param {number} caret @param {string} agent */
export function withMention(text, caret, agent) {
  const before = text.slice(0, caret).replace(/@[\w.|-][\w.|@-]*$|@$/, `@${agent} `);
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** @param {State} state @param {Ticket} ticket */
const ownPart = (state, ticket) => (ticket.asked ?? []).find(({ agent }) => agent === state.me?.name);

/** What this agent is asked in a chat and has not answered. @param {State} state @param {Ticket} ticket */
export function askOf(state, ticket) {
  const part = ownPart(state, ticket);
  return part && !part.answered ? part : null;
}

/** Whether this agent was asked, and so may write notes there. @param {State} state @param {Ticket} ticket */
export const takesPart = (state, ticket) => ownPart(state, ticket) !== undefined;
