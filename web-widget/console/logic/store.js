// The console's memory: one state, one reducer, every change through it.

/** @import {State, Ticket, Entry, Filters, Pending, Link, Tab, Availability, Agent} from './types.js' */

import { beside, close, openIn, place } from './beside.js';
import { noFilters } from './filters.js';

/** How long a customer counts as typing after one `typing` frame, ms: a lost "off" never leaves the bubble stuck. */
export const TYPING_MS = 8000;

/** @returns {State} */
export function emptyState() {
  return {
    me: null, link: 'off', retryAt: null, welcomed: false, rev: 0,
    available: { on: false, capacity: 3 },
    tickets: {}, departed: {}, found: {}, filters: noFilters(), logs: {}, outbox: {}, typing: {}, read: {}, looked: {}, teams: {}, colleagues: {}, replies: {}, intents: {}, articles: {}, codes: {}, mail: false, waits: {}, lookers: {}, present: {}, faults: {},
    selected: null, columns: [], width: 0, tab: 'waiting', query: '', team: '', fileBytes: 0, staff: [], translates: [], translations: {},
  };
}

/**
 * @typedef {{do: 'frame', frame: any, now: number}
 *   | {do: 'signed_in', me: Agent} | {do: 'signed_out'}
 *   | {do: 'link', link: Link, retryAt?: number|null}
 *   | {do: 'available', available: Availability}
 *   | {do: 'select', session: string|null} | {do: 'beside', session: string, drafted: string[]} | {do: 'close', session: string} | {do: 'width', width: number}
 *   | {do: 'tab', tab: Tab} | {do: 'search', query: string} | {do: 'team', team: string} | {do: 'filter', filters: Partial<Filters>} | {do: 'found', ticket: Ticket} | {do: 'look', session: string}
 *   | {do: 'follow', session: string} | {do: 'not_opened', session: string, why: string}
 *   | {do: 'queue_message', session: string, pending: Pending}
 *   | {do: 'message_state', session: string, cid: string, state: Pending['state'], error?: string, progress?: number}
 *   | {do: 'drop_message', session: string, cid: string}
 *   | {do: 'restore_outbox', outbox: State['outbox']}
 *   | {do: 'translation', key: string, translation: import('./types.js').Translation|null}
 *   | {do: 'tick', now: number}} Action
 */

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  switch (action.do) {
    case 'frame': return onFrame(state, action.frame, action.now);
    case 'signed_in': return { ...state, me: action.me };
    case 'signed_out': return emptyState();
    case 'link': return link(state, action.link, action.retryAt ?? null);
    case 'available': return { ...state, available: action.available };
    case 'select': return select(state, action.session);
    case 'beside': return arrange(state, beside(state.columns, state.selected, action.session, action.drafted), action.session);
    case 'close': return closeColumn(state, action.session);
    case 'width': return action.width === state.width ? state : { ...state, width: action.width };
    case 'tab': return { ...state, tab: action.tab };
    case 'search': return { ...state, query: action.query };
    case 'team': return { ...state, team: action.team };
    case 'filter': return { ...state, filters: { ...state.filters, ...action.filters } };
    case 'found': return state.tickets[action.ticket.session] ? state : { ...state, found: { ...state.found, [action.ticket.session]: action.ticket } };
    case 'look': return look(state, action.session);
    case 'follow': return follow(state, action.session);
    case 'not_opened': return { ...state, faults: { ...state.faults, [action.session]: action.why } };
    case 'queue_message': return queueMessage(state, action.session, action.pending);
    case 'message_state': return messageState(state, action);
    case 'drop_message': return dropMessage(state, action.session, action.cid);
    case 'restore_outbox': return { ...state, outbox: action.outbox };
    case 'translation': return { ...state, translations: action.translation ? { ...state.translations, [action.key]: action.translation } : without(state.translations, action.key) };
    case 'tick': return expireTyping(state, action.now);
  }
}

/** Who is there and who types is known only while it is being told. @param {State} state @param {Link} link @param {number|null} retryAt @returns {State} */
function link(state, link, retryAt) {
  const next = { ...state, link, retryAt };
  return link === 'open' ? next : { ...next, typing: {}, present: {}, lookers: {} };
}

/** @param {State} state @param {any} frame @param {number} now @returns {State} */
function onFrame(state, frame, now) {
  switch (frame.type) {
    case 'welcome': return welcome(state, frame);
    case 'ticket': return frame.rev < state.rev ? state : putTicket({ ...state, rev: frame.rev ?? state.rev }, frame.ticket);
    case 'gone': return frame.rev < state.rev ? state : dropTicket({ ...state, rev: frame.rev ?? state.rev }, frame.session);
    case 'offer': return putTicket(state, frame.ticket);
    case 'waits': return { ...state, waits: { ...state.waits, [frame.bot]: frame.waits } };
    case 'presence': return { ...state, present: { ...state.present, [frame.session]: frame.customer } };
    case 'lookers': return { ...state, lookers: { ...state.lookers, [frame.session]: frame.agents } };
    case 'available': return { ...state, available: { on: frame.on, capacity: frame.capacity } };
    case 'colleague': return { ...state, colleagues: { ...state.colleagues, [frame.agent.agent]: frame.agent } };
    case 'entry': return addEntry(state, frame.session, frame);
    case 'typing': return customerTyping(state, frame, now);
    case 'read': return { ...state, read: { ...state.read, [frame.session]: Math.max(frame.seq, state.read[frame.session] ?? 0) } };
    default: return state;
  }
}

/** The server's word on the whole list: what it no longer names has left while we were away. @param {State} state @param {any} frame @returns {State} */
function welcome(state, frame) {
  const before = state.tickets;
  /** @type {State} */
  let next = { ...state, welcomed: true, rev: frame.rev, tickets: {}, available: frame.available ?? state.available, teams: frame.teams ?? {}, replies: frame.replies ?? {}, intents: frame.intents ?? {}, articles: frame.articles ?? {}, codes: frame.wrap_up ?? {}, mail: frame.mail === true, waits: frame.waits ?? {}, fileBytes: frame.files?.bytes ?? 0, staff: frame.staff ?? [], translates: frame.translates ?? [], lookers: {}, present: {}, colleagues: Object.fromEntries((frame.agents ?? []).map((/** @type {any} */ c) => [c.agent, c])) };
  if (frame.agent) next.me = frame.agent;
  for (const ticket of [...(frame.mine ?? []), ...(frame.queue ?? [])]) next = putTicket(next, ticket);
  next = Object.values(before).filter((ticket) => !next.tickets[ticket.session]).reduce(leave, next);
  const lost = Object.keys(next.outbox).filter((session) => !next.tickets[session] && !next.departed[session]);
  return { ...next, departed: { ...next.departed, ...Object.fromEntries(lost.map((session) => [session, ghost(session)])) } };
}

/** A conversation of which only unsent words are left, after a reload. @param {string} session @returns {Ticket} */
function ghost(session) {
  return { session, bot: '', state: 'closed', locale: 'en', priority: 'normal' };
}

/** @param {State} state @param {Ticket} ticket @returns {State} */
function putTicket(state, ticket) {
  const over = ticket.state === 'closed' || ticket.state === 'bot';
  if (over && state.found[ticket.session]) return { ...state, found: { ...state.found, [ticket.session]: ticket } };
  if (over) return dropTicket(state, ticket.session, ticket);
  const next = {
    ...state,
    tickets: { ...state.tickets, [ticket.session]: ticket },
    departed: without(state.departed, ticket.session), found: without(state.found, ticket.session),
  };
  const seen = Math.min(state.looked[ticket.session] ?? 0, ticket.unread ?? 0);
  return { ...next, looked: { ...state.looked, [ticket.session]: seen } };
}

/** @param {State} state @param {string} session @param {Ticket} [last] its last words, where the server sent them @returns {State} */
function dropTicket(state, session, last) {
  const ticket = last ?? state.tickets[session];
  return ticket ? leave({ ...state, tickets: without(state.tickets, session) }, ticket) : state;
}

/** What the agent looks at, or has unsent words in, stays in sight until closed; the rest is forgotten. @param {State} state @param {Ticket} ticket @returns {State} */
function leave(state, ticket) {
  const { session } = ticket;
  const next = { ...state, typing: without(state.typing, session), lookers: without(state.lookers, session) };
  const inSight = session === state.selected || openIn(state).includes(session) || state.outbox[session] !== undefined;
  return inSight ? { ...next, departed: { ...next.departed, [session]: { ...ticket, sla: ticket.sla?.filter((goal) => goal.state !== 'pending') } } } : forget(next, session);
}

/** @param {State} state @param {string} session @returns {State} */
function forget(state, session) {
  return {
    ...state, departed: without(state.departed, session), found: without(state.found, session), logs: without(state.logs, session),
    outbox: without(state.outbox, session), read: without(state.read, session), looked: without(state.looked, session), present: without(state.present, session), faults: without(state.faults, session),
  };
}

/** An entry counts when it is the next one of a log we asked for; a gap is left for the caller to fill. @param {State} state @param {string} session @param {any} entry @returns {State} */
function addEntry(state, session, entry) {
  const log = state.logs[session];
  if (!log || entry.n !== log.n + 1) return state;
  const next = { ...state, logs: { ...state.logs, [session]: { n: entry.n, entries: [...log.entries, entry] } } };
  const settled = settleOutbox(next, session, entry);
  const quiet = entry.event.type.startsWith('customer_') ? without(settled.typing, session) : settled.typing;
  return { ...settled, typing: quiet };
}

/** Whether an entry with number `n` shows that earlier ones are missing. @param {State} state @param {string} session @param {number} n */
export function leavesGap(state, session, n) {
  const log = state.logs[session];
  return log !== undefined && n > log.n + 1;
}

/** @param {State} state @param {string} session @param {Entry} entry @returns {State} */
function settleOutbox(state, session, entry) {
  const cid = entry.event.cid;
  return cid && state.outbox[session]?.some((p) => p.cid === cid) ? dropMessage(state, session, cid) : state;
}

/** @param {State} state @param {any} frame @param {number} now @returns {State} */
function customerTyping(state, frame, now) {
  if (frame.from !== 'customer') return state;
  const typing = frame.on ? { ...state.typing, [frame.session]: now + TYPING_MS } : without(state.typing, frame.session);
  return { ...state, typing };
}

/** @param {State} state @param {number} now @returns {State} */
function expireTyping(state, now) {
  const stale = Object.keys(state.typing).filter((session) => state.typing[session] <= now);
  return stale.length === 0 ? state : { ...state, typing: stale.reduce(without, state.typing) };
}

/** @param {State} state @param {string|null} session @returns {State} */
function select(state, session) {
  const next = arrange(state, session === null ? [] : place(state.columns, state.selected, session), session);
  return session === null ? next : look(next, session);
}

/** @param {State} state @param {string} session @returns {State} */
function closeColumn(state, session) {
  const { columns, focused } = close(state.columns, state.selected, session);
  return arrange(state, columns, focused);
}

/** What is no longer open and is not on the desk either is forgotten. @param {State} state @param {State['columns']} columns @param {string|null} selected @returns {State} */
function arrange(state, columns, selected) {
  const left = openIn(state).filter((session) => !columns.some((column) => column.session === session) && (state.departed[session] || state.found[session]));
  return { ...left.reduce(forget, state), columns, selected };
}

/** From now on the log of `session` is kept. @param {State} state @param {string} session @returns {State} */
function follow(state, session) {
  const next = { ...state, faults: without(state.faults, session) };
  return state.logs[session] ? next : { ...next, logs: { ...state.logs, [session]: { n: 0, entries: [] } } };
}

/** @param {State} state @param {string} session @returns {State} */
function look(state, session) {
  const unread = state.tickets[session]?.unread ?? 0;
  return state.looked[session] === unread ? state : { ...state, looked: { ...state.looked, [session]: unread } };
}

/** @param {State} state @param {string} session @param {Pending} pending @returns {State} */
function queueMessage(state, session, pending) {
  return { ...state, outbox: { ...state.outbox, [session]: [...(state.outbox[session] ?? []), pending] } };
}

/** @param {State} state @param {{session: string, cid: string, state: Pending['state'], error?: string, progress?: number}} change @returns {State} */
function messageState(state, change) {
  const list = (state.outbox[change.session] ?? []).map((p) => (p.cid === change.cid ? { ...p, state: change.state, error: change.error, ...(p.kind === 'file' ? { progress: change.progress ?? 0 } : {}) } : p));
  return { ...state, outbox: { ...state.outbox, [change.session]: list } };
}

/** @param {State} state @param {string} session @param {string} cid @returns {State} */
function dropMessage(state, session, cid) {
  const list = (state.outbox[session] ?? []).filter((p) => p.cid !== cid);
  return { ...state, outbox: list.length > 0 ? { ...state.outbox, [session]: list } : without(state.outbox, session) };
}

/** @template T @param {Record<string, T>} record @param {string} key @returns {Record<string, T>} */
function without(record, key) {
  if (!(key in record)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}

/**
 * A store around the reducer. Listeners hear of a change once, on the next microtask.
 * @returns {{get: () => State, dispatch: (action: Action) => void, subscribe: (listener: (state: State) => void) => void}}
 */
export function createStore() {
  let state = emptyState();
  let told = true;
  /** @type {((state: State) => void)[]} */
  const listeners = [];
  const tell = () => { told = true; listeners.forEach((listener) => listener(state)); };
  return {
    get: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      if (told) { told = false; queueMicrotask(tell); }
    },
    subscribe: (listener) => { listeners.push(listener); },
  };
}
