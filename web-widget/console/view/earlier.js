// Below the rows while one searches: chats that the server finds, also closed ones. Each opens to be read, at the line that matches.

/** @import {App} from './app.js' */
/** @import {Found, State, Ticket} from '../logic/types.js' */

import { nameOfAgent } from '../logic/colleagues.js';
import { askable, besides, marked, ticketOf, together } from '../logic/earlier.js';
import { fullTime, shortWhen } from '../logic/format.js';
import { fill, h, setText } from './dom.js';
import { botBadge, customerLabel } from './parts.js';

/** How long typing pauses before the server is asked, ms. */
const PAUSE_MS = 300;

/** @typedef {'idle'|'searching'|'done'|'failed'} Stage */

export class EarlierChats extends HTMLElement {
  /** @type {any} */ #timer = null;
  /** What is searched for. */ #query = '';
  /** @type {Stage} */ #stage = 'idle';
  /** @type {Found[]} */ #found = [];
  /** Where the last page ended, while there is more to read. @type {string|null} */ #from = null;
  /** How often was asked: only the last answer counts. */ #turn = 0;
  #print = '';

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    const { t } = app;
    this.told = h('span', {});
    this.list = h('ul', {});
    this.again = h('button', { class: 'button small', type: 'button', 'data-test': 'earlier-again', onclick: () => this.#ask() }, t('earlier.again'));
    this.further = h('button', { class: 'button small', type: 'button', 'data-test': 'earlier-more', onclick: () => this.#ask(this.#from) }, t('earlier.more'));
  }

  connectedCallback() {
    this.setAttribute('role', 'group');
    this.setAttribute('aria-label', this.app.t('earlier.title'));
    fill(this, h('header', {}, h('h3', {}, this.app.t('earlier.title')), h('p', { class: 'earlier-told', role: 'status', 'data-test': 'earlier-told' }, h('span', { class: 'visually-hidden' }, `${this.app.t('earlier.title')}: `), this.told)), this.list, h('div', { class: 'earlier-ways' }, this.again, this.further));
  }

  /** Whether it has anything to say. */
  get on() {
    return this.#stage !== 'idle';
  }

  /** @param {State} state @param {Ticket[]} rows what the list above shows */
  update(state, rows) {
    const query = askable(state.query);
    if (query !== this.#query) this.#begin(query);
    const found = besides(this.#found, rows);
    const print = JSON.stringify([this.#stage, this.#query, this.#from, state.selected, found.map(({ session }) => session)]);
    this.hidden = !this.on;
    if (print === this.#print) return;
    this.#print = print;
    this.#show(found, state);
  }

  /** @param {string} query */
  #begin(query) {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#query = query;
    this.#found = [];
    this.#from = null;
    this.#stage = query ? 'searching' : 'idle';
    if (query) this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  /** @param {string|null} [before] where the page before ended */
  async #ask(before) {
    this.#turn += 1;
    const turn = this.#turn;
    this.#stage = 'searching';
    this.#again();
    try {
      const { found, before: from } = await this.app.desk.search(this.#query, before ?? null);
      if (turn !== this.#turn) return;
      const first = found[0]?.session;
      this.#found = together(before ? this.#found : [], found);
      this.#from = from;
      this.#stage = 'done';
      this.#again();
      if (before && first) /** @type {HTMLElement|null} */ (this.list.querySelector(`[data-session="${CSS.escape(first)}"]`))?.focus();
    } catch (error) {
      if (turn !== this.#turn) return;
      // An older server does not search: then only what is loaded is.
      this.#stage = /** @type {any} */ (error).code === 'bad_frame' ? 'idle' : 'failed';
      this.#again();
    }
  }

  /** Draws what has changed besides the store. */
  #again() {
    this.app.list.update(this.app.store.get());
  }

  /** @param {Found[]} found @param {State} state */
  #show(found, state) {
    const { t } = this.app;
    const none = this.#stage === 'done' && found.length === 0;
    setText(this.told, this.#stage === 'searching' ? t('earlier.searching') : this.#stage === 'failed' ? t('earlier.failed') : none ? t('earlier.none') : t(this.#from ? 'earlier.found_first' : 'earlier.found', { n: found.length }));
    fill(this.list, ...found.map((one) => h('li', {}, this.#row(one, state))));
    this.again.hidden = this.#stage !== 'failed';
    this.further.hidden = !(this.#stage === 'done' && this.#from);
  }

  /** @param {Found} found @param {State} state */
  #row(found, state) {
    const { app } = this;
    const { t, region } = app;
    const name = found.agent ? nameOfAgent(state, found.agent) : '';
    const who = found.from === 'bot' ? t('row.bot') : found.from === 'agent' ? name || t('entry.agent') : found.from === 'note' ? t('entry.note') : '';
    const ticket = ticketOf(found);
    return h('button', { class: 'row', type: 'button', 'data-test': 'found', 'data-session': found.session, 'aria-current': found.session === state.selected && 'true', onclick: () => app.openFound(ticket, found.seq) },
      h('span', { class: 'row-top' }, botBadge(found.bot), h('span', { class: 'row-name' }, customerLabel(app, ticket)), h('time', { datetime: found.at, title: fullTime(found.at, region) }, shortWhen(found.at, app.now(), region))),
      h('span', { class: 'found-line', dir: 'auto' }, who && `${who}: `, ...marked(found.text, this.#query).map(({ text, hit }) => (hit ? h('mark', {}, text) : text))),
      h('span', { class: 'row-middle' }, h('span', { class: 'chip' }, t(`talk.state.${found.state}`, { name: name || t('gone.colleague') })), name && found.state !== 'agent' && h('span', { class: 'row-with' }, t('contacts.with', { name }))));
  }
}

customElements.define('baton-earlier-chats', EarlierChats);
