// The first column: whose turn it is.

/** @import {App} from './app.js' */
/** @import {State, Tab, Ticket} from '../logic/types.js' */

import { nameOfAgent } from '../logic/colleagues.js';
import { dateAndTime, timeOfDay } from '../logic/format.js';
import { countOn, noFilters } from '../logic/filters.js';
import { callOf } from '../logic/calls.js';
import { askOf } from '../logic/mentions.js';
import { isMine, isWaiting, rowsOf, unreadOf, unreadOfMine } from '../logic/rows.js';
import { reasonChip } from '../logic/why.js';
import { besideRow } from './beside.js';
import { fill, h, reconcile, setText } from './dom.js';
import { EarlierChats } from './earlier.js';
import { icon } from './icons.js';
import { ListFilters } from './list-filters.js';
import { TeamFilter } from './team-filter.js';
import { botBadge, customerLabel, emptyState, goalChip, moodDot, priorityFlag, spark, ticking } from './parts.js';
import { oneLine } from './rich.js';
import { SearchField } from './search-field.js';

/** @type {Tab[]} */
const TABS = ['mine', 'waiting', 'all'];

export class TicketList extends HTMLElement {
  #shown = new WeakMap();

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.tabs = TABS.map((tab) => this.#tab(tab));
    this.search = new SearchField(app, () => this.#rows()[0]?.focus());
    this.team = new TeamFilter(app);
    this.filters = new ListFilters(app);
    this.earlier = new EarlierChats(app);
    this.list = h('ul', { class: 'rows' });
    this.empty = h('div', { class: 'rows-empty' });
    this.panel = h('div', { class: 'rows-panel', role: 'tabpanel', id: 'rows-panel' }, this.list, this.empty, this.earlier);
    this.panel.addEventListener('keydown', (event) => this.#arrows(event));
  }

  connectedCallback() {
    const tablist = h('div', { class: 'tabs', role: 'tablist', 'aria-label': this.app.t('list.label'), onkeydown: (event) => this.#tabArrows(event) }, ...this.tabs.map((tab) => tab.button));
    fill(this, h('div', { class: 'list-head' }, this.search, h('div', { class: 'narrowing' }, this.team, this.filters.button), this.filters.panel, tablist), this.panel);
  }

  /** @param {State} state */
  update(state) {
    for (const { tab, button, count, news } of this.tabs) {
      const on = tab === state.tab;
      button.setAttribute('aria-selected', String(on));
      button.tabIndex = on ? 0 : -1;
      const rows = this.app.rows(state, tab).length;
      setText(count, rows > 0 ? this.app.t('list.count', { n: rows }) : '');
      const unread = tab === 'mine' ? unreadOfMine(state) : 0;
      button.toggleAttribute('data-news', unread > 0);
      setText(news, unread > 0 ? `, ${this.app.t('row.unread', { n: unread })}` : '');
    }
    this.panel.setAttribute('aria-labelledby', `tab-${state.tab}`);
    const rows = this.app.rows(state);
    reconcile(this.list, rows, (t) => t.session, (t) => this.#make(t), (node, t) => this.#update(node, t, state));
    this.search.update(state, rows.length);
    this.team.update(state);
    this.filters.update(state);
    this.earlier.update(state, rows);
    this.#showEmpty(state, rows.length);
  }

  /** @param {Tab} tab */
  #tab(tab) {
    const count = h('span', { class: 'tab-count' });
    const news = h('span', { class: 'visually-hidden' });
    const button = h('button', { class: 'tab', type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': 'rows-panel', 'data-test': `tab-${tab}`, onclick: () => this.app.store.dispatch({ do: 'tab', tab }) }, this.app.t(`list.${tab}`), count, news);
    return { tab, button, count, news };
  }

  /** @param {Ticket} ticket */
  #make(ticket) {
    const button = h('button', { class: 'row', type: 'button', 'data-test': 'row', 'data-session': ticket.session, onclick: () => this.app.select(ticket.session) });
    return h('li', {}, button);
  }

  /** @param {HTMLLIElement} node @param {Ticket} ticket @param {State} state */
  #update(node, ticket, state) {
    const button = /** @type {HTMLButtonElement} */ (node.firstElementChild);
    const selected = ticket.session === state.selected;
    if (selected) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    besideRow(this.app, node, ticket, state);
    const unread = unreadOf(state, ticket);
    const seen = this.#shown.get(node);
    if (seen?.ticket === ticket && seen.unread === unread) return;
    this.#shown.set(node, { ticket, unread });
    button.toggleAttribute('data-unread', unread > 0);
    fill(button, ...this.#content(ticket, unread, state));
  }

  /** @param {Ticket} ticket @param {number} unread @param {State} state */
  #content(ticket, unread, state) {
    const { app } = this;
    const top = h('span', { class: 'row-top' }, botBadge(ticket.bot), h('span', { class: 'row-name' }, customerLabel(app, ticket)), this.#where(ticket, state));
    const middle = h('span', { class: 'row-middle' },
      goalChip(app, ticket) ?? h('span', { class: 'chip' }, reasonChip(ticket.reason, app.t)), priorityFlag(app, ticket),
      h('span', { class: 'row-mood' }, spark(ticket.mood ?? []), moodDot(app, ticket)));
    const bottom = h('span', { class: 'row-bottom' },
      h('span', { class: 'row-last', dir: 'auto' }, this.#last(ticket)),
      unread > 0 && h('span', { class: 'unread', role: 'img', 'aria-label': app.t('row.unread', { n: unread }) }, this.app.t('list.count', { n: unread })));
    return [top, middle, bottom];
  }

  /** @param {Ticket} ticket @param {State} state */
  #where(ticket, state) {
    if (callOf(state, ticket)) return h('span', { class: 'row-offered', 'data-test': 'row-called' }, this.app.t('row.called'));
    const ask = askOf(state, ticket);
    if (ask) return this.#asked(nameOfAgent(state, ask.by));
    if (ticket.state === 'offered' && ticket.offer?.to === state.me?.name) return h('span', { class: 'row-offered' }, this.app.t('row.offered'));
    if (isWaiting(ticket) && ticket.waiting_since) return ticking(this.app, ticket.waiting_since);
    if (isMine(state, ticket) && ticket.snoozed_until) return this.#rests(ticket.snoozed_until);
    if (isMine(state, ticket) || !ticket.agent) return ticket.last ? h('time', { datetime: ticket.last.at }, timeOfDay(ticket.last.at, this.app.region)) : null;
    const told = this.app.t('row.with', { name: nameOfAgent(state, ticket.agent) });
    return h('span', { class: 'row-with', title: told }, told);
  }

  /** @param {string} name of the colleague who asks */
  #asked(name) {
    const { t } = this.app;
    const told = t('row.asked', { name });
    return h('span', { class: 'row-offered', 'data-test': 'asked', title: told }, h('span', { 'aria-hidden': 'true' }, t('row.asked_short')), h('span', { class: 'visually-hidden' }, told));
  }

  /** @param {string} until */
  #rests(until) {
    const { t, region } = this.app;
    return h('span', { class: 'row-rests', 'data-test': 'rests', title: t('row.snoozed', { time: dateAndTime(until, region) }) }, icon('pause'),
      h('span', { class: 'visually-hidden' }, t('row.snoozed', { time: '' })), timeOfDay(until, region));
  }

  /** @param {Ticket} ticket */
  #last(ticket) {
    if (!ticket.last) return this.app.t('row.no_message');
    const state = this.app.store.get();
    const agent = isMine(state, ticket) ? this.app.t('row.you') : ticket.agent ? nameOfAgent(state, ticket.agent) : this.app.t('entry.agent');
    const who = ticket.last.from === 'agent' ? `${agent}: ` : ticket.last.from === 'bot' ? `${this.app.t('row.bot')}: ` : '';
    return who + oneLine(ticket.last.text, this.app.t);
  }

  /** @param {State} state @param {number} rows */
  #showEmpty(state, rows) {
    const hidden = countOn(state.filters) > 0 ? rowsOf(state, state.tab).length : 0;
    const kind = rows > 0 ? '' : !state.welcomed ? (state.link === 'waiting' ? 'offline' : 'loading') : state.query.trim() ? 'search' : hidden > 0 ? 'filtered' : state.tab;
    const print = kind === 'search' ? `search ${state.tab} ${this.app.rows(state, 'all').length} ${this.earlier.on} ${state.query}` : kind === 'filtered' ? `filtered ${hidden}` : kind;
    if (this.empty.dataset.print === print) return;
    this.empty.dataset.print = print;
    if (!kind) return fill(this.empty);
    if (kind === 'loading') return fill(this.empty, ...Array.from({ length: 4 }, () => h('div', { class: 'row-ghost' })));
    if (kind === 'search') return fill(this.empty, this.#nothingFound(state));
    if (kind === 'filtered') return fill(this.empty, this.#allHidden(hidden));
    const action = kind === 'mine' ? h('button', { class: 'button', type: 'button', onclick: () => this.app.store.dispatch({ do: 'tab', tab: 'waiting' }) }, this.app.t('list.to_waiting')) : null;
    fill(this.empty, emptyState(this.app.t(`list.${kind}_empty`), this.app.t(`list.${kind}_empty_more`), action));
  }

  /** Where else it may be. @param {State} state */
  #nothingFound(state) {
    const { t, store } = this.app;
    const elsewhere = state.tab === 'all' ? 0 : this.app.rows(state, 'all').length;
    const way = elsewhere > 0
      ? h('button', { class: 'button', type: 'button', onclick: () => store.dispatch({ do: 'tab', tab: 'all' }) }, t('list.found_elsewhere', { n: elsewhere }))
      : h('button', { class: 'button', type: 'button', onclick: () => this.search.clear() }, t('list.search_clear'));
    if (this.earlier.on) return h('div', { class: 'none-open' }, h('p', {}, t('list.none_open')), elsewhere > 0 && way);
    return emptyState(t('list.search_empty', { query: state.query.trim() }), t('list.search_empty_more'), way);
  }

  /** @param {number} n */
  #allHidden(n) {
    const { t, store } = this.app;
    return emptyState(t('list.filtered_empty'), t('list.filtered_empty_more', { n }), h('button', { class: 'button', type: 'button', 'data-test': 'filters-off', onclick: () => store.dispatch({ do: 'filter', filters: noFilters() }) }, t('filter.clear')));
  }

  /** @returns {HTMLButtonElement[]} those of the list, then those found by the server */
  #rows() {
    return [...this.panel.querySelectorAll('button.row')].map((row) => /** @type {HTMLButtonElement} */ (row));
  }

  /** @param {KeyboardEvent} event */
  #arrows(event) {
    if (event.altKey) return;
    if (event.key === 'Escape' && this.search.input.value) {
      event.preventDefault();
      return this.search.clear();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const rows = this.#rows();
    const at = rows.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (at === 0 && event.key === 'ArrowUp') return this.search.focus();
    rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  }

  /** @param {KeyboardEvent} event */
  #tabArrows(event) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = this.tabs.findIndex(({ button }) => button === document.activeElement);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    this.app.store.dispatch({ do: 'tab', tab: next.tab });
    next.button.focus();
  }
}

customElements.define('baton-ticket-list', TicketList);
