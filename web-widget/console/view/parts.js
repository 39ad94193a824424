// Small pieces that several regions share: badges, mood dots, curves in a row, ticking times.

/** @import {Ticket, MoodPoint} from '../logic/types.js' */
/** @import {App} from './app.js' */

import { SPARK, sparkPath, yOf } from '../logic/curve.js';
import { nameOfIntent } from '../logic/colleagues.js';
import { clock, moodWord, shortId, signed } from '../logic/format.js';
import { goalOf } from '../logic/goals.js';
import { moodOf } from '../logic/rows.js';
import { h, setText, svg } from './dom.js';

/** @param {string} bot */
export function botBadge(bot) {
  const hue = [...bot].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const badge = h('span', { class: 'bot-badge' }, bot);
  badge.style.setProperty('--hue', String(hue));
  return badge;
}

/** As the host page's server calls them, or by the end of the chat's id. @param {{t: App['t']}} app @param {{session: string, identity?: Ticket['identity']}} ticket */
export function customerLabel({ t }, ticket) {
  return ticket.identity?.name || t('row.customer', { id: shortId(ticket.session) });
}

/** @param {App} app @param {Ticket} ticket */
export function moodDot(app, ticket) {
  const mood = moodOf(ticket);
  const word = mood === null ? 'unknown' : moodWord(mood);
  const label = mood === null ? app.t('row.no_mood') : app.t('row.mood', { word: app.t(`mood.${word}`), value: signed(mood, app.region) });
  return h('span', { class: 'mood-dot', 'data-mood': word, role: 'img', 'aria-label': label, title: label });
}

/** The last turns' mood as a line no taller than the text beside it. @param {MoodPoint[]} points */
export function spark(points) {
  const zero = yOf(0, SPARK);
  return svg('svg', { class: 'spark', viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, 'aria-hidden': 'true' },
    svg('path', { class: 'spark-zero', d: `M0 ${zero}H${SPARK.width}` }),
    points.length > 1 && svg('path', { class: 'spark-line', d: sparkPath(points) }));
}

/** A time that counts up from `since`; `tickTimes` keeps it moving. @param {App} app @param {string} since */
export function ticking(app, since) {
  return h('time', { class: 'ticking', 'data-since': since, datetime: since }, clock(app.now() - Date.parse(since), app.region));
}

/** What is promised next and how much time is left; `tickTimes` keeps it true. @param {App} app @param {Ticket} ticket */
export function goalChip(app, ticket) {
  const goal = goalOf(ticket, app.now());
  if (!goal) return null;
  const left = h('span', { 'data-due': goal.due_at, 'data-warn': goal.warn_at, 'data-stands': goal.state, 'data-ended': goal.ended_at });
  const chip = h('span', { class: 'goal', title: app.t(`goal.${goal.goal}`) }, h('span', {}, app.t(`goal.${goal.goal}`)), left);
  tickGoal(left, app.now(), app.region);
  return chip;
}

/** Whether the customer is there; nothing while that is not known. @param {App} app @param {boolean|undefined} here */
export function presenceChip(app, here) {
  if (here === undefined) return null;
  return h('span', { class: 'customer-presence', 'data-test': 'customer-presence', 'data-here': String(here), title: app.t(here ? 'presence.here_more' : 'presence.away_more') }, app.t(here ? 'presence.here' : 'presence.away'));
}

/** That this agent should answer now, and until when; unseen before the policy warns. @param {App} app @param {Ticket} ticket */
export function silenceChip(app, ticket) {
  if (!ticket.silence) return null;
  const left = h('span', { 'data-due': ticket.silence.due_at, 'data-warn': ticket.silence.warn_at });
  const chip = h('span', { class: 'goal silence', 'data-test': 'silence', title: app.t('silence.more') }, h('span', {}, app.t('silence.answer')), left);
  tickGoal(left, app.now(), app.region);
  return chip;
}

/** The time that is left for a goal, alone; `tickTimes` keeps it true. @param {App} app @param {import('../logic/types.js').GoalNow} goal */
export function countdown(app, goal) {
  const left = h('span', { 'data-due': goal.due_at, 'data-warn': goal.warn_at, 'data-stands': goal.state, 'data-ended': goal.ended_at });
  tickGoal(left, app.now(), app.region);
  return left;
}

/** Counts down, and up again once it is missed, until it ends. @param {HTMLElement} left @param {number} clockNow @param {string} region */
function tickGoal(left, clockNow, region) {
  const { due = '', warn = '', stands, ended } = left.dataset;
  const now = ended ? Date.parse(ended) : clockNow;
  const tone = stands === 'missed' || now >= Date.parse(due) ? 'missed' : now >= Date.parse(warn) ? 'warn' : 'ok';
  const ms = Date.parse(due) - now;
  setText(left, ms >= 0 ? clock(ms, region) : `+${clock(-ms, region)}`);
  if (left.parentElement) left.parentElement.dataset.tone = tone;
}

/** @param {ParentNode} root @param {number} now @param {string} region */
export function tickTimes(root, now, region) {
  for (const node of root.querySelectorAll('[data-due]')) tickGoal(/** @type {HTMLElement} */ (node), now, region);
  for (const node of root.querySelectorAll('[data-since]')) {
    const since = Date.parse(/** @type {HTMLElement} */ (node).dataset.since ?? '');
    setText(node, clock(now - since, region));
  }
}

/** @param {App} app @param {Ticket} ticket */
export function priorityFlag(app, ticket) {
  if (ticket.priority === 'normal' || ticket.priority === 'low') return null;
  return h('span', { class: 'priority', 'data-priority': ticket.priority }, app.t(`priority.${ticket.priority}`));
}

/** @param {App} app @param {Ticket} ticket @param {string} intent */
export function intentTitle(app, ticket, intent) {
  const known = ticket.intents?.find((one) => one.intent === intent)?.title;
  return nameOfIntent(app.store.get(), ticket.bot, intent, app.locale, known);
}

/** A friendly emptiness with, where it helps, one way on. @param {string} title @param {string} more @param {Node|null} [action] */
export function emptyState(title, more, action = null) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), h('p', {}, more), action);
}
