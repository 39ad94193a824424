// Conversations side by side: which are open, which of them are on the screen, and which gives way to another.

/** @import {Column, State, Ticket} from './types.js' */

import { isMine, rowsOf, unreadOf } from './rows.js';

/** So many are open next to each other at most. */
export const MOST = 3;

/** What the layout reckons with, rem: the narrowest column one can work in, its neighbours, and from where on two are of use. */
const LEAST = 22;
const LIST = 21;
const TICKET = 22.5;
const TWO_FROM = 80;

/** @typedef {Pick<State, 'columns'|'selected'|'width'>} Desk */

/** What is open, from the first column to the last. @param {Pick<State, 'columns'>} desk */
export const openIn = ({ columns }) => columns.map(({ session }) => session);

/** Where a chat is shown that was chosen: where it is open already, else in the place of the one with the focus. @param {Column[]} columns @param {string|null} focused @param {string} session */
export function place(columns, focused, session) {
  if (columns.some((column) => column.session === session)) return used(columns, session);
  if (!columns.some((column) => column.session === focused)) return used([...columns.slice(0, MOST - 1), fresh(session)], session);
  return used(columns.map((column) => (column.session === focused ? fresh(session) : column)), session);
}

/**
 * A chat next to what is open. A fourth takes the place of the one unused for longest, of those without a draft if there
 * is one; never of the one with the focus.
 * @param {Column[]} columns @param {string|null} focused @param {string} session @param {string[]} drafted  chats with unsent words
 */
export function beside(columns, focused, session, drafted = []) {
  if (columns.some((column) => column.session === session)) return used(columns, session);
  if (columns.length < MOST) return used([...columns, fresh(session)], session);
  const others = columns.filter((column) => column.session !== focused).sort((a, b) => a.used - b.used);
  const gives = others.find((column) => !drafted.includes(column.session)) ?? others[0];
  return used(columns.map((column) => (column === gives ? fresh(session) : column)), session);
}

/** Without one of them, and who has the focus then: who had it, else the neighbour. @param {Column[]} columns @param {string|null} focused @param {string} session @returns {{columns: Column[], focused: string|null}} */
export function close(columns, focused, session) {
  const at = columns.findIndex((column) => column.session === session);
  if (at < 0) return { columns, focused: focused === session ? null : focused };
  const left = columns.filter((column) => column.session !== session);
  if (focused !== session) return { columns: left, focused };
  const next = left[Math.min(at, left.length - 1)];
  return next ? { columns: used(left, next.session), focused: next.session } : { columns: [], focused: null };
}

/** The one `step` columns further on; after the last comes the first. @param {Column[]} columns @param {string|null} focused @param {1|-1} step @returns {string|null} */
export function neighbourOf(columns, focused, step) {
  const at = columns.findIndex((column) => column.session === focused);
  return columns.length < 2 || at < 0 ? null : columns[(at + step + columns.length) % columns.length].session;
}

/**
 * What is on the screen: all, where all have room, else the one with the focus and who was used last, and the others as
 * tabs. The ticket makes room for a column, and lies over them when it is wanted.
 * @param {Desk} desk
 * @returns {{shown: string[], tabs: boolean, ticket: 'beside'|'over'}}
 */
export function layoutOf({ columns, selected, width }) {
  const open = columns.length;
  if (open < 2) return { shown: selected === null ? [] : [selected], tabs: false, ticket: 'beside' };
  if (fitting(width - LIST - TICKET) >= open) return { shown: openIn({ columns }), tabs: false, ticket: 'beside' };
  const room = width < TWO_FROM ? 1 : Math.max(1, Math.min(open, fitting(width - LIST)));
  const last = columns.toSorted((a, b) => Number(b.session === selected) - Number(a.session === selected) || b.used - a.used).slice(0, room);
  return { shown: openIn({ columns: columns.filter((column) => last.includes(column)) }), tabs: room < open, ticket: room > 1 ? 'over' : 'beside' };
}

/** The conversations that the agent has before their eyes. @param {Desk} desk */
export const shownIn = (desk) => layoutOf(desk).shown;

/** One's chats that are not open yet, those with words not read first. @param {State} state @returns {Ticket[]} */
export function besideChoices(state) {
  const open = openIn(state);
  const mine = Object.values(state.tickets).filter((ticket) => isMine(state, ticket) && !open.includes(ticket.session));
  const order = rowsOf({ ...state, team: '' }, 'mine').map((ticket) => ticket.session);
  return mine.sort((a, b) => Number(unreadOf(state, b) > 0) - Number(unreadOf(state, a) > 0) || order.indexOf(a.session) - order.indexOf(b.session));
}

/** @param {number} width rem */
const fitting = (width) => Math.floor(width / LEAST);

/** @param {string} session @returns {Column} */
const fresh = (session) => ({ session, used: 0 });

/** The order of use is kept as numbers that grow. @param {Column[]} columns @param {string} session */
function used(columns, session) {
  const latest = Math.max(...columns.map((column) => column.used)) + 1;
  return columns.map((column) => (column.session === session ? { session, used: latest } : column));
}
