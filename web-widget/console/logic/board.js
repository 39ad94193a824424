// The supervisor's live board: what the tickets and the people at the desk come to, in numbers.

/** @import {Colleague, State, Ticket} from './types.js' */

import { goalOf, isMissed, toneOf } from './goals.js';
import { isMine, isWaiting, moodOf } from './rows.js';

/**
 * @typedef {{waiting: number, longest: string|null, talking: number, missed: number, mood: number|null}} Sum
 * @typedef {Sum & {bot: string, team: string}} TeamRow
 * @typedef {{colleague: Colleague, held: Ticket[]}} AgentRow
 */

/** @param {Ticket[]} tickets @param {number} now ms @returns {Sum} */
export function sumOf(tickets, now) {
  const waiting = tickets.filter(isWaiting);
  const moods = tickets.map(moodOf).filter((mood) => mood !== null);
  return {
    waiting: waiting.length,
    longest: waiting.map((t) => t.waiting_since ?? '').filter(Boolean).sort()[0] ?? null,
    talking: tickets.length - waiting.length,
    missed: tickets.filter((t) => isMissed(t, now)).length,
    mood: moods.length > 0 ? moods.reduce((sum, mood) => sum + mood, 0) / moods.length : null,
  };
}

/** A row for each team that has chats, the longest wait on top. @param {State} state @param {number} now ms @returns {TeamRow[]} */
export function teamRows(state, now) {
  /** @type {Map<string, Ticket[]>} */
  const teams = new Map();
  for (const ticket of Object.values(state.tickets)) {
    const key = JSON.stringify([ticket.bot, ticket.team ?? '']);
    teams.set(key, [...(teams.get(key) ?? []), ticket]);
  }
  const rows = [...teams].map(([key, tickets]) => {
    const [bot, team] = JSON.parse(key);
    return { bot, team, ...sumOf(tickets, now) };
  });
  return rows.sort((a, b) => (a.longest ?? '9').localeCompare(b.longest ?? '9') || a.bot.localeCompare(b.bot) || a.team.localeCompare(b.team));
}

/** Everybody who is there or holds a chat, by name. @param {State} state @returns {AgentRow[]} */
export function agentRows(state) {
  const held = (/** @type {string} */ agent) => Object.values(state.tickets).filter((t) => t.agent === agent && !isWaiting(t));
  const rows = Object.values(state.colleagues).map((colleague) => ({ colleague, held: held(colleague.agent) }));
  return rows.filter(({ colleague, held }) => colleague.connected || held.length > 0).sort((a, b) => a.colleague.name.localeCompare(b.colleague.name));
}

/** Chats whose promises are missed or about to be, the most overdue on top. @param {State} state @param {number} now ms @returns {Ticket[]} */
export function atRisk(state, now) {
  const due = (/** @type {Ticket} */ t) => goalOf(t, now)?.due_at ?? '9';
  const risky = (/** @type {Ticket} */ t) => { const goal = goalOf(t, now); return goal !== null && toneOf(goal, now) !== 'ok'; };
  return Object.values(state.tickets).filter(risky).sort((a, b) => due(a).localeCompare(due(b)));
}

/** Whether the signed-in role leads others. @param {State} state */
export const leads = (state) => state.me?.role === 'supervisor' || state.me?.role === 'admin';

/** Whether a chat is a colleague's that this supervisor may take. @param {State} state @param {Ticket} ticket */
export const mayTakeOver = (state, ticket) => leads(state) && state.tickets[ticket.session] === ticket && !isWaiting(ticket) && !isMine(state, ticket);
