// What is new since the last look and worth a sound: customers who started to wait, words in a conversation out of view.

/** @import {State} from './types.js' */

import { isMine, isWaiting, unreadOf } from './rows.js';

/** @typedef {{waiting: Set<string>, mine: Set<string>, unread: Map<string, number>}} Seen */
/** @typedef {{waiting: string[], messages: string[]}} News  by session */

/** @param {State} state @returns {Seen} */
export function seenIn(state) {
  const tickets = Object.values(state.tickets);
  return {
    waiting: new Set(tickets.filter(isWaiting).map((ticket) => ticket.session)),
    mine: new Set(tickets.filter((ticket) => isMine(state, ticket)).map((ticket) => ticket.session)),
    unread: new Map(tickets.map((ticket) => [ticket.session, unreadOf(state, ticket)])),
  };
}

/**
 * @param {Seen|null} before  null at the first look, at which everything is old
 * @param {Seen} now
 * @param {string|null} inView  the conversation on the screen of a visible page
 * @returns {News}
 */
export function newsOf(before, now, inView) {
  if (!before) return { waiting: [], messages: [] };
  const handedOn = (/** @type {string} */ session) => before.mine.has(session);
  return {
    waiting: [...now.waiting].filter((session) => !before.waiting.has(session) && !handedOn(session)),
    messages: [...now.mine].filter((session) => session !== inView && (now.unread.get(session) ?? 0) > (before.unread.get(session) ?? Infinity)),
  };
}
