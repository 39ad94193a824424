// What is new since the last look and worth a sound: customers who started to wait, words in a conversation out of view.

/** @import {State, Ticket} from './types.js' */

import { leads } from './board.js';
import { callOf } from './calls.js';
import { askOf } from './mentions.js';
import { isMine, isWaiting, unreadOf } from './rows.js';

/** @typedef {{waiting: Set<string>, mine: Set<string>, unread: Map<string, number>, missed: Set<string>, resting: Set<string>, asked: Set<string>, called: Set<string>, calling: Set<string>}} Seen */
/** @typedef {{waiting: string[], messages: string[], missed: string[], woke: string[], asked: string[], called: string[]}} News  by session; what a colleague asks, as session and moment; what was missed, for those who lead others */

/** Every promise the server says is missed. @param {Ticket} ticket */
const missedGoals = (ticket) => (ticket.sla ?? []).filter((goal) => goal.state === 'missed').map((goal) => `${ticket.session} ${goal.goal} ${goal.due_at}`);

/** @param {State} state @returns {Seen} */
export function seenIn(state) {
  const tickets = Object.values(state.tickets);
  return {
    waiting: new Set(tickets.filter(isWaiting).map((ticket) => ticket.session)),
    mine: new Set(tickets.filter((ticket) => isMine(state, ticket)).map((ticket) => ticket.session)),
    resting: new Set(tickets.filter((ticket) => ticket.snoozed_until).map((ticket) => ticket.session)),
    asked: new Set(tickets.filter((ticket) => askOf(state, ticket)).map((ticket) => `${ticket.session} ${askOf(state, ticket)?.at}`)),
    called: new Set(tickets.filter((ticket) => callOf(state, ticket)).map((ticket) => `${ticket.session} ${callOf(state, ticket)?.since}`)),
    calling: new Set(tickets.filter((ticket) => ticket.call).map((ticket) => ticket.session)),
    missed: new Set(leads(state) ? tickets.flatMap(missedGoals) : []),
    unread: new Map(tickets.map((ticket) => [ticket.session, unreadOf(state, ticket)])),
  };
}

/**
 * @param {Seen|null} before  null at the first look, at which everything is old
 * @param {Seen} now
 * @param {string[]} inView  the conversations on the screen of a visible page
 * @returns {News}
 */
export function newsOf(before, now, inView) {
  if (!before) return { waiting: [], messages: [], missed: [], woke: [], asked: [], called: [] };
  const handedOn = (/** @type {string} */ session) => before.mine.has(session);
  return {
    woke: [...before.resting].filter((session) => now.mine.has(session) && !now.resting.has(session)),
    asked: [...now.asked].filter((ask) => !before.asked.has(ask)),
    called: [...now.called].filter((call) => !before.called.has(call)),
    // Where somebody is called to it, the call tells of it.
    missed: [...now.missed].filter((goal) => !before.missed.has(goal) && !now.calling.has(goal.split(' ')[0])),
    waiting: [...now.waiting].filter((session) => !before.waiting.has(session) && !handedOn(session)),
    messages: [...now.mine].filter((session) => !inView.includes(session) && (now.unread.get(session) ?? 0) > (before.unread.get(session) ?? Infinity)),
  };
}
