// How a ticket stands with the promises made to customers: what is due next, or what was missed.

/** @import {Ticket, GoalNow} from './types.js' */

/** @typedef {'ok'|'warn'|'missed'} Tone */

/** What was promised; with the end of a chat nothing runs any more. @param {Ticket} ticket */
const goals = (ticket) => (ticket.sla ?? []).filter((goal) => ticket.state !== 'closed' || goal.state !== 'pending');

/** How urgent a goal is now; one that was met is no matter any more. @param {GoalNow} goal @param {number} now ms @returns {Tone|null} */
export function toneOf(goal, now) {
  if (goal.state === 'hit') return null;
  if (goal.state === 'missed' || now >= Date.parse(goal.due_at)) return 'missed';
  return now >= Date.parse(goal.warn_at) ? 'warn' : 'ok';
}

/**
 * The one goal worth showing: an answer that is owed, before what was missed, before an end that comes near.
 * @param {Ticket} ticket @param {number} now ms @returns {GoalNow|null}
 */
export function goalOf(ticket, now) {
  const open = goals(ticket).filter((goal) => toneOf(goal, now) !== null);
  const owed = open.find((goal) => goal.goal !== 'resolution' && goal.state === 'pending');
  const missed = open.find((goal) => toneOf(goal, now) === 'missed');
  const near = open.find((goal) => toneOf(goal, now) === 'warn');
  return owed ?? missed ?? near ?? null;
}

/** @typedef {'pending'|'warn'|'missed'|'hit'} Standing */

/** Every promise and how it stands, in the order of the server. @param {Ticket} ticket @param {number} now ms @returns {{goal: GoalNow, standing: Standing}[]} */
export function promisesOf(ticket, now) {
  const standings = /** @type {const} */ ({ ok: 'pending', warn: 'warn', missed: 'missed' });
  return goals(ticket).map((goal) => {
    const tone = toneOf(goal, now);
    return { goal, standing: tone === null ? 'hit' : standings[tone] };
  });
}

/** Whether time runs out on a promise that can still be kept. @param {Ticket} ticket @param {number} now ms */
export function isAtRisk(ticket, now) {
  return goals(ticket).some((goal) => toneOf(goal, now) === 'warn');
}

/** Whether any promise of the ticket is missed. @param {Ticket} ticket @param {number} now ms */
export function isMissed(ticket, now) {
  return goals(ticket).some((goal) => toneOf(goal, now) === 'missed');
}
