// The supervisor's live board: who waits how long, which promises are at risk, who works, and how customers feel.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */
/** @import {AgentRow, TeamRow} from '../logic/board.js' */
/** @import {Child} from './dom.js' */

import { agentRows, atRisk, sumOf, teamRows } from '../logic/board.js';
import { nameOfAgent, nameOfTeam } from '../logic/colleagues.js';
import { clock, count, moodWord, percent, signed } from '../logic/format.js';
import { h, refill } from './dom.js';
import { icon } from './icons.js';
import { botBadge, customerLabel, emptyState, goalChip, ticking } from './parts.js';

const MOST = 20;

export class Board extends HTMLElement {
  /** @type {unknown[]} */ #print = [];

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.body = h('div', { class: 'board-body' });
  }

  connectedCallback() {
    const { t } = this.app;
    this.setAttribute('role', 'main');
    this.setAttribute('aria-label', t('board.title'));
    this.replaceChildren(h('header', { class: 'board-head' }, h('h2', { tabindex: -1 }, t('board.title')),
      h('button', { class: 'button', type: 'button', 'data-test': 'board-close', onclick: () => this.app.showBoard(false) }, icon('back'), t('board.close'))), this.body);
  }

  /** Every second while it is shown: a promise may be missed without anything happening. @param {State} state */
  update(state) {
    if (this.hidden) return;
    const now = this.app.now();
    const risk = atRisk(state, now);
    const print = [state.tickets, state.colleagues, state.waits, risk.length, state.link];
    if (print.every((part, i) => part === this.#print[i])) return;
    this.#print = print;
    refill(this.body, this.#tiles(state, now), this.#risk(state, risk), this.#teams(state, now), this.#agents(state));
  }

  /** @param {State} state @param {number} now */
  #tiles(state, now) {
    const { app } = this;
    const { t, region } = app;
    const sum = sumOf(Object.values(state.tickets), now);
    const waits = Object.entries(state.waits).map(([bot, wait]) => tile(t('board.wait_of', { bot }), t('board.wait', { p50: clock(wait.p50 * 1000, region), p90: clock(wait.p90 * 1000, region) }),
      wait.right === null ? t('board.right_unknown') : t('board.right', { share: percent(wait.right, region) })));
    return h('dl', { class: 'tiles', 'data-test': 'board-tiles' },
      tile(t('board.waiting'), count(sum.waiting, region), sum.longest ? h('span', {}, `${t('board.longest')} `, ticking(app, sum.longest)) : t('board.nobody')),
      tile(t('board.talking'), count(sum.talking, region), t('board.free', { n: free(state) })),
      tile(t('board.missed'), count(sum.missed, region), '', sum.missed > 0 ? 'bad' : ''),
      tile(t('board.mood'), sum.mood === null ? '\u2013' : signed(sum.mood, region), sum.mood === null ? '' : t(`mood.${moodWord(sum.mood)}`)), ...waits);
  }

  /** @param {State} state @param {Ticket[]} tickets */
  #risk(state, tickets) {
    const { app } = this;
    const { t } = app;
    const rows = tickets.map((ticket) => h('tr', {}, h('th', { scope: 'row' }, botBadge(ticket.bot), ' ', customerLabel(app, ticket)), h('td', {}, goalChip(app, ticket)),
      h('td', {}, ticket.agent ? nameOfAgent(state, ticket.agent) : t('talk.state.queued'), this.#called(state, ticket)),
      h('td', { class: 'end' }, h('button', { class: 'button small', type: 'button', 'data-test': `look-${ticket.session}`, onclick: () => app.readAlong(ticket.session) }, icon('eye'), t('board.read')))));
    const body = rows.length > 0 ? table(t('board.risk'), [t('board.customer'), t('board.promise'), t('board.with'), ''], rows) : emptyState(t('board.no_risk'), t('board.no_risk_more'));
    return h('section', { class: 'board-card', 'data-test': 'board-risk' }, h('h3', {}, t('board.risk')), body);
  }

  /** Who is called to it, below who has it. @param {State} state @param {Ticket} ticket */
  #called(state, { call }) {
    if (!call) return null;
    const words = this.app.t(call.to ? 'call.of' : 'call.nobody', { name: nameOfAgent(state, call.to ?? '') });
    return h('span', { class: 'board-called', title: words }, icon('alert'), h('span', { class: 'visually-hidden' }, words), h('span', { 'aria-hidden': 'true' }, call.to ? nameOfAgent(state, call.to) : this.app.t('board.nobody_yet')));
  }

  /** @param {State} state @param {number} now */
  #teams(state, now) {
    const { app } = this;
    const { t, region } = app;
    const rows = teamRows(state, now).map((/** @type {TeamRow} */ row) => h('tr', {},
      h('th', { scope: 'row' }, botBadge(row.bot), ' ', row.team ? nameOfTeam(state, row.bot, row.team, app.locale) : t('board.no_team')),
      h('td', { class: 'number' }, count(row.waiting, region)), h('td', { class: 'number' }, row.longest ? ticking(app, row.longest) : '\u2013'),
      h('td', { class: 'number' }, count(row.talking, region)), h('td', { class: 'number' }, count(row.missed, region)),
      h('td', {}, mood(app, row.mood))));
    const heads = ['board.team', 'board.waiting', 'board.longest', 'board.talking', 'board.missed', 'board.mood'].map((key) => t(key));
    return h('section', { class: 'board-card', 'data-test': 'board-teams' }, h('h3', {}, t('board.teams')), rows.length > 0 ? table(t('board.teams'), heads, rows) : emptyState(t('list.all_empty'), t('list.all_empty_more')));
  }

  /** @param {State} state */
  #agents(state) {
    const { t } = this.app;
    const heads = ['board.agent', 'board.takes', 'board.chats', 'board.idle'].map((key) => t(key));
    const rows = agentRows(state).map((row) => this.#agent(row, state.link === 'open'));
    return h('section', { class: 'board-card', 'data-test': 'board-agents' }, h('h3', {}, t('board.agents')), rows.length > 0 ? table(t('board.agents'), heads, rows) : emptyState(t('board.no_agents'), ''));
  }

  /** @param {AgentRow} row @param {boolean} online */
  #agent({ colleague, held }, online) {
    const { app } = this;
    const { t, region } = app;
    const { agent, name, connected, available: { on, capacity } } = colleague;
    const set = (/** @type {boolean} */ on, /** @type {number} */ capacity) => app.attempt(app.desk.setAvailable(agent, on, capacity));
    const step = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ key) => h('button', { class: 'step', type: 'button', 'data-test': `${key}-${agent}`,
      disabled: !online || !connected || capacity + by < 1 || capacity + by > MOST, 'aria-label': `${t(`bar.${key}`)}: ${name}`, onclick: () => set(on, capacity + by) }, sign);
    const toggle = h('button', { class: 'presence', type: 'button', role: 'switch', 'aria-checked': String(on && connected), 'aria-label': `${t('bar.available')}: ${name}`, disabled: !online || !connected, 'data-test': `on-${agent}`, onclick: () => set(!on, capacity) },
      h('span', { class: 'switch', 'aria-hidden': 'true' }), t(!connected ? 'board.gone' : on ? 'bar.available' : 'bar.away'));
    return h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, toggle),
      h('td', {}, h('div', { class: 'load' }, h('span', {}, t('board.load', { held: held.length, capacity: count(capacity, region) })), h('span', { class: 'capacity' }, step(-1, '\u2212', 'less'), step(1, '+', 'more')))),
      h('td', { class: 'number' }, held.length > 0 ? '\u2013' : ticking(app, colleague.idle_since)));
  }
}

/** Room that is left with those who take chats. @param {State} state */
function free(state) {
  const rows = agentRows(state).filter(({ colleague }) => colleague.connected && colleague.available.on);
  return rows.reduce((sum, { colleague, held }) => sum + Math.max(0, colleague.available.capacity - held.length), 0);
}

/** @param {string} name @param {Child} value @param {Child} more @param {string} [kind] */
function tile(name, value, more, kind = '') {
  return h('div', { class: 'tile', 'data-kind': kind }, h('dt', {}, name), h('dd', { class: 'tile-value' }, value), h('dd', { class: 'tile-more' }, more));
}

/** A table that scrolls by itself where it does not fit. @param {string} name @param {string[]} heads @param {Node[]} rows */
function table(name, heads, rows) {
  const head = heads.map((words) => (words ? h('th', { scope: 'col' }, words) : h('td', {})));
  return h('div', { class: 'table', role: 'group', 'aria-label': name, tabindex: 0 }, h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)));
}

/** @param {App} app @param {number|null} value */
function mood(app, value) {
  if (value === null) return '\u2013';
  return h('span', { class: 'board-mood' }, h('span', { class: 'mood-dot', 'data-mood': moodWord(value), 'aria-hidden': 'true' }), `${app.t(`mood.${moodWord(value)}`)} ${signed(value, app.region)}`);
}

customElements.define('baton-board', Board);
