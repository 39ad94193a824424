// A session's log, folded into what the transcript shows: every message once, with what was understood
// and decided about it attached to it.

/** @import {Attachment, Entry, Pending} from './types.js' */

import { dayKey } from './format.js';

/**
 * @typedef {object} Message
 * @property {'message'} show
 * @property {string} key
 * @property {'customer'|'bot'|'agent'|'note'} from
 * @property {string} text
 * @property {string} at
 * @property {number|null} seq
 * @property {string|null} name          the agent's name
 * @property {{id: string, label: string}[]} choices
 * @property {{id: string, title: string}[]} sources
 * @property {boolean} tapped            the customer tapped a choice instead of typing
 * @property {string[]} sealed          placeholders in it whose value is kept (customer only)
 * @property {string[]} [mentions]      colleagues who are asked in it (notes only)
 * @property {Attachment} [file]          that came in place of words
 * @property {any} heard                 what was understood of it (customer only)
 * @property {any} decided               what was decided about it (customer only)
 * @property {any} [corrected]            what an agent said it should have been (customer only)
 * @property {number|null} cause
 * @property {Pending|null} pending      not in the log yet
 */

/** @typedef {{show: 'day', key: string, at: string}} Day */
/** @typedef {{show: 'event', key: string, at: string, event: any, agent: string|null}} Happening */
/** @typedef {Message|Day|Happening} Item */

/** Events that stand as a line of their own between messages. */
const HAPPENINGS = new Set([
  'session_started', 'queued', 'agent_accepted', 'requeued', 'returned_to_bot', 'queue_left', 'wrapped_up',
  'resolved', 'survey_offered', 'customer_rated', 'customer_ended', 'reopened', 'noticed', 'offered', 'offer_ended', 'goal_missed', 'address_given', 'mail_ended', 'snoozed', 'woke',
  'contact_revealed', 'idle_warned', 'idle_closed', 'supervisor_called', 'supervisor_came', 'address_asked',
]);
/** Happenings that customers are told of by a notice that follows. */
const TOLD = new Set(['agent_accepted', 'requeued', 'returned_to_bot', 'queue_left', 'customer_ended', 'idle_closed']);

/**
 * @param {Entry[]} entries
 * @param {Pending[]} [outbox]
 * @returns {Item[]}
 */
export function transcriptOf(entries, outbox = []) {
  const { heard, decided, corrected } = annotations(entries);
  /** @type {Item[]} */
  const items = [];
  let day = '';
  for (const [i, entry] of entries.entries()) {
    const item = saidAlready(entry, entries[i - 1]) ? null : itemOf(entry);
    if (!item) continue;
    if (dayKey(entry.at) !== day) {
      day = dayKey(entry.at);
      items.push({ show: 'day', key: `day-${day}`, at: entry.at });
    }
    items.push(item.show === 'message' && item.from === 'customer' ? annotate(item, heard, decided, corrected) : item);
  }
  return items.concat(outbox.map(pendingItem));
}

/** What customers are told about a change of hands stands in the line before. @param {Entry} entry @param {Entry} [before] */
function saidAlready(entry, before) {
  return entry.event.type === 'noticed' && before !== undefined && TOLD.has(before.event.type);
}

/** @param {Entry[]} entries */
function annotations(entries) {
  /** @type {Map<number, any>} */
  const heard = new Map();
  /** @type {Map<number, any>} */
  const decided = new Map();
  /** @type {Map<number, any>} */
  const corrected = new Map();
  for (const { event } of entries) {
    if (event.type === 'understood') heard.set(event.of, event.heard);
    if (event.type === 'decided') decided.set(event.of, event);
    if (event.type === 'corrected') corrected.set(event.of, event.correction);
  }
  return { heard, decided, corrected };
}

/** @param {Message} message @param {Map<number, any>} heard @param {Map<number, any>} decided @param {Map<number, any>} corrected @returns {Message} */
function annotate(message, heard, decided, corrected) {
  if (message.seq === null) return message;
  return { ...message, heard: heard.get(message.seq) ?? null, decided: decided.get(message.seq) ?? null, ...(corrected.has(message.seq) ? { corrected: corrected.get(message.seq) } : {}) };
}

/** @param {Entry} entry @returns {Message|Happening|null} */
function itemOf(entry) {
  const { event } = entry;
  // Of nobody yet: who it is follows, or the ticket tells that none is there.
  if (event.type === 'supervisor_called' && !event.to) return null;
  switch (event.type) {
    case 'customer_said': return { ...message(entry, 'customer', event.text), sealed: event.sealed ?? [] };
    case 'customer_chose': return { ...message(entry, 'customer', event.label), tapped: true };
    case 'customer_sent_file': return { ...message(entry, 'customer', event.file.name), file: event.file };
    case 'agent_sent_file': return { ...message(entry, 'agent', event.file.name), file: event.file };
    case 'greeted': return { ...message(entry, 'bot', event.text), choices: event.choices ?? [] };
    case 'bot_replied': return {
      ...message(entry, 'bot', event.text),
      choices: event.choices ?? [], sources: event.sources ?? [], cause: event.cause_seq ?? null,
    };
    case 'agent_said': return message(entry, 'agent', event.text);
    case 'note_added': return { ...message(entry, 'note', event.text), ...(event.mentions ? { mentions: event.mentions } : {}) };
    default: return HAPPENINGS.has(event.type) ? { show: 'event', key: `n${entry.n}`, at: entry.at, event, agent: entry.agent ?? null } : null;
  }
}

/** @param {Entry} entry @param {Message['from']} from @param {string} text @returns {Message} */
function message(entry, from, text) {
  return {
    show: 'message', key: entry.event.cid ? `c${entry.event.cid}` : `n${entry.n}`,
    from, text, at: entry.at, seq: entry.seq ?? null, name: entry.agent ?? null,
    choices: [], sources: [], tapped: false, sealed: [], heard: null, decided: null, cause: null, pending: null,
  };
}

/** @param {Pending} pending @returns {Message} */
function pendingItem(pending) {
  return {
    show: 'message', key: `c${pending.cid}`, from: pending.kind === 'note' ? 'note' : 'agent',
    text: pending.text, at: pending.at, seq: null, name: null,
    choices: [], sources: [], tapped: false, sealed: [], heard: null, decided: null, cause: null, pending,
    ...(pending.file ? { file: pending.file } : {}),
  };
}

/** What the customer said at `seq`, as far as the log is here. @param {Entry[]} entries @param {number} seq @returns {string} */
export function customerWords(entries, seq) {
  const event = entries.find((entry) => entry.seq === seq)?.event;
  return event?.type === 'customer_said' ? event.text : event?.type === 'customer_chose' ? event.label : '';
}

/** The last agent message the customer has read, by `seq`. @param {Item[]} items @param {number} read */
export function lastRead(items, read) {
  let key = null;
  for (const item of items) {
    if (item.show === 'message' && item.from === 'agent' && item.seq !== null && item.seq <= read) key = item.key;
  }
  return key;
}

/**
 * Why a session is no longer in the list, from the last change of hands in its log.
 * @param {Entry[]} entries
 * @returns {{how: 'taken'|'resolved'|'returned'|'left'|'ended'|'silent'|'requeued'|'gone', who: string}}
 */
export function departure(entries) {
  /** @type {Record<string, 'taken'|'resolved'|'returned'|'left'|'ended'|'silent'|'requeued'>} */
  const ways = {
    agent_accepted: 'taken', resolved: 'resolved', returned_to_bot: 'returned',
    queue_left: 'left', customer_ended: 'ended', idle_closed: 'silent', requeued: 'requeued',
  };
  const last = entries.findLast((entry) => entry.event.type in ways || entry.event.type === 'queued');
  const how = last ? ways[last.event.type] : undefined;
  if (!last || !how) return { how: 'gone', who: '' };
  return { how, who: last.event.name ?? last.agent ?? '' };
}
