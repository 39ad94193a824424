// Which tickets stand in which list, and in what order.

/** @import {State, Ticket, Tab} from './types.js' */

import { wantsMe } from './calls.js';

const URGENCY = { urgent: 0, high: 1, normal: 2, low: 3 };

/** @param {Ticket} ticket */
export const isWaiting = (ticket) => ticket.state === 'queued' || ticket.state === 'offered';

/** @param {Ticket} ticket */
export const isOver = (ticket) => ticket.state === 'closed' || ticket.state === 'bot';

/** @param {State} state @param {Ticket} ticket */
export const isMine = (state, ticket) => !isWaiting(ticket) && !isOver(ticket) && ticket.agent != null && ticket.agent === state.me?.name;

/** Chats that this agent is asked to take, the one that expires first on top. @param {State} state */
export function offersTo(state) {
  const mine = Object.values(state.tickets).filter((ticket) => ticket.state === 'offered' && ticket.offer?.to === state.me?.name);
  return mine.sort((a, b) => (a.offer?.expires_at ?? '').localeCompare(b.offer?.expires_at ?? ''));
}

/**
 * The rows of a tab: mine by age, the queue by priority and then longest wait.
 * @param {State} state
 * @param {Tab} tab
 * @returns {Ticket[]}
 */
export function rowsOf(state, tab) {
  const all = Object.values(state.tickets).filter((ticket) => state.team === '' || `${ticket.bot}/${ticket.team ?? ''}` === state.team);
  if (tab === 'mine') return all.filter((t) => isMine(state, t) || wantsMe(state, t)).concat(unsent(state)).sort((a, b) => Number(wantsMe(state, b)) - Number(wantsMe(state, a)) || byRestThenAge(a, b));
  if (tab === 'waiting') return all.filter(isWaiting).sort(byUrgency);
  return all.sort((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || byUrgency(a, b));
}

/** Conversations that left while words of the agent were still under way: kept in sight until closed. @param {State} state */
function unsent(state) {
  return Object.values(state.departed).filter((ticket) => state.outbox[ticket.session]);
}

/** @param {State} state @returns {Record<Tab, number>} */
export function countsOf(state) {
  const all = Object.values(state.tickets);
  return {
    mine: all.filter((t) => isMine(state, t) || wantsMe(state, t)).length,
    waiting: all.filter(isWaiting).length,
    all: all.length,
  };
}

/** Messages the agent has not looked at yet. @param {State} state @param {Ticket} ticket */
export function unreadOf(state, ticket) {
  return Math.max(0, (ticket.unread ?? 0) - (state.looked[ticket.session] ?? 0));
}

/** Customers' words not read yet, colleagues' questions not answered, and calls. @param {State} state */
export function unreadOfMine(state) {
  const asked = Object.values(state.tickets).filter((ticket) => wantsMe(state, ticket)).length;
  return asked + rowsOf(state, 'mine').filter((ticket) => isMine(state, ticket)).reduce((sum, ticket) => sum + unreadOf(state, ticket), 0);
}

/** How much asks for this agent: customers who wait, and words not read yet. @param {State} state */
export function attentionOf(state) {
  return countsOf(state).waiting + unreadOfMine(state);
}

/**
 * The session `step` rows further down the list, from the selected one; the ends hold.
 * @param {Ticket[]} rows
 * @param {string|null} selected
 * @param {1|-1} step
 */
export function neighbour(rows, selected, step) {
  if (rows.length === 0) return null;
  const at = rows.findIndex((row) => row.session === selected);
  if (at < 0) return rows[step > 0 ? 0 : rows.length - 1].session;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))].session;
}

/** The newest mood of a ticket, or null before anything was understood. @param {Ticket} ticket */
export function moodOf(ticket) {
  return ticket.mood?.at(-1)?.mood ?? null;
}

/** As the server says whose turn it is. @param {Ticket} a @param {Ticket} b */
function byUrgency(a, b) {
  if (a.turn && b.turn) return a.turn.localeCompare(b.turn) || a.session.localeCompare(b.session);
  return URGENCY[a.priority] - URGENCY[b.priority] || byWait(a, b);
}

/** Longest wait first; nobody is overtaken by a later customer of the same priority. @param {Ticket} a @param {Ticket} b */
function byWait(a, b) {
  return since(a).localeCompare(since(b)) || a.session.localeCompare(b.session);
}

/** Session ids sort by creation time, so rows do not jump while one works. @param {Ticket} a @param {Ticket} b */
function byAge(a, b) {
  return a.session.localeCompare(b.session);
}

/** @param {Ticket} ticket */
const since = (ticket) => ticket.waiting_since ?? '9';

/** What rests stands below. @param {Ticket} a @param {Ticket} b */
function byRestThenAge(a, b) {
  return Number(!!a.snoozed_until) - Number(!!b.snoozed_until) || byAge(a, b);
}
