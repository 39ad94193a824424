// Which messages can be translated, and how a translation stands.

/** @import {Entry, State, Ticket} from './types.js' */

/** @param {string} session @param {number} seq */
export const keyOf = (session, seq) => `${session}/${seq}`;

/** Whether the bot of a chat has translation. @param {Pick<State, 'translates'>} state @param {Ticket} ticket */
export const translates = (state, ticket) => state.translates.includes(ticket.bot);

/** `seq` of what the customer typed last. @param {Entry[]} entries @returns {number|null} */
export function lastTyped(entries) {
  return entries.findLast(({ event }) => event.type === 'customer_said')?.seq ?? null;
}
