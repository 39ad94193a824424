// A message waits a moment before it goes, so that it can be taken back. Which ones wait, and until when.

/** @import {Pending, State} from './types.js' */

/** How long a message waits for second thoughts, ms: long enough to see a mistake, too short to keep a customer waiting. */
export const HOLD_MS = 5000;

/** The messages of a session that still wait, oldest first. @param {State['outbox']} outbox @param {string} session @returns {Pending[]} */
export function heldOf(outbox, session) {
  return (outbox[session] ?? []).filter((pending) => pending.state === 'held');
}

/** Whole seconds until a message goes, for a countdown that never shows 0. @param {number} due ms @param {number} now ms */
export function secondsLeft(due, now) {
  return Math.max(1, Math.ceil((due - now) / 1000));
}

/**
 * What a reload goes on with: acknowledged messages are in the log, and one that waited is due now,
 * because the page that would have taken it back is gone. A file was only in that page.
 * @param {State['outbox']} outbox
 * @returns {State['outbox']}
 */
export function afterReload(outbox) {
  const kept = Object.entries(outbox).map(([session, list]) => /** @type {const} */ ([session, list.filter((p) => p.state !== 'sent' && p.kind !== 'file').map(dueNow)]));
  return Object.fromEntries(kept.filter(([, list]) => list.length > 0));
}

/** @param {Pending} pending @returns {Pending} */
function dueNow({ due: _, ...pending }) {
  return pending.state === 'held' ? { ...pending, state: 'sending' } : pending;
}
