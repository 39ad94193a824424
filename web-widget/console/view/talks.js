// The middle of the page: the conversations that are open, next to each other, and tabs where not all have room.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { besideChoices, layoutOf, neighbourOf, openIn } from '../logic/beside.js';
import { unreadOf } from '../logic/rows.js';
import { askBeside } from './beside.js';
import { Conversation } from './conversation.js';
import { dress, fill, h, reconcile } from './dom.js';
import { botBadge, customerLabel } from './parts.js';
import { toast } from './toast.js';

export class Talks extends HTMLElement {
  /** @type {Conversation[]} from the first column to the last, one without a chat if none is open */ #columns = [];

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.#columns = [new Conversation(app)];
    this.list = h('ul', {});
    this.tabs = h('nav', { class: 'talk-tabs', 'aria-label': app.t('beside.open'), hidden: true }, this.list);
    this.row = h('div', { class: 'talk-columns' }, ...this.#columns);
  }

  connectedCallback() {
    fill(this, this.tabs, this.row);
  }

  /** The one that the keys are about. */
  get focused() {
    return this.of(this.app.store.get().selected) ?? this.#columns[0];
  }

  /** @param {string|null} session */
  of(session) {
    return this.#columns.find((column) => column.session === session) ?? null;
  }

  /** @param {State} state */
  update(state) {
    const open = openIn(state);
    const { shown, tabs } = layoutOf(state);
    this.#arrange(open.length > 0 ? open : [null]);
    this.toggleAttribute('data-several', open.length > 1);
    for (const column of this.#columns) {
      column.toggleAttribute('data-away', column.session !== null && !shown.includes(column.session));
      column.toggleAttribute('data-focused', column.session === state.selected);
      column.update(state);
    }
    this.tabs.hidden = !tabs;
    if (tabs) this.#showTabs(state, open);
  }

  /** One's chat next to those that are open: the one that is asked for, else a choice. @param {string} [session] */
  openBeside(session) {
    const { store, drafts, t } = this.app;
    const choices = besideChoices(store.get());
    const chosen = session ?? (choices.length === 1 ? choices[0].session : null);
    if (chosen === null) return choices.length > 0 ? askBeside(this.app, choices) : toast(t('beside.none'), 'good');
    const drafted = openIn(store.get()).filter((open) => drafts.read(open, 'say') || drafts.read(open, 'note'));
    this.app.justFinished = false;
    store.dispatch({ do: 'beside', session: chosen, drafted });
    void this.app.fetch(chosen);
    this.#enter();
  }

  /** What is touched has the focus. @param {string|null} session */
  focusOn(session) {
    const state = this.app.store.get();
    if (session === null || session === state.selected || !openIn(state).includes(session)) return;
    this.app.store.dispatch({ do: 'select', session });
    this.app.looking(false);
  }

  /** The focus goes to a chat that is open, and the cursor with it. @param {string|null} session */
  goTo(session) {
    if (session === null) return;
    this.focusOn(session);
    this.#enter();
  }

  /** @param {1|-1} step */
  step(step) {
    const { columns, selected } = this.app.store.get();
    this.goTo(neighbourOf(columns, selected, step));
  }

  /** @param {string|null} session */
  close(session) {
    if (session === null || this.app.store.get().columns.length < 2) return;
    this.app.store.dispatch({ do: 'close', session });
    this.#enter();
  }

  /** The cursor stands in the chat that has the focus, once it is drawn. */
  #enter() {
    this.app.columns.show('talk');
    this.app.looking(false);
    requestAnimationFrame(() => requestAnimationFrame(() => this.focused.enter()));
  }

  /** Who stays open stays as it is; who is new takes the place of who has gone. @param {(string|null)[]} sessions */
  #arrange(sessions) {
    const gone = this.#columns.filter((column) => !sessions.includes(column.session));
    const next = sessions.map((session) => this.of(session) ?? gone.shift() ?? new Conversation(this.app));
    sessions.forEach((session, i) => { next[i].session = session; });
    if (next.length === this.#columns.length && next.every((column, i) => column === this.#columns[i])) return;
    for (const column of this.#columns) if (!next.includes(column)) column.remove();
    // Moving a node would take the focus and the place in the transcript from it.
    next.forEach((column, i) => { if (this.row.children[i] !== column) this.row.insertBefore(column, this.row.children[i] ?? null); });
    this.#columns = next;
  }

  /** @param {State} state @param {string[]} open */
  #showTabs(state, open) {
    const make = (/** @type {string} */ session) => h('li', {}, h('button', { class: 'talk-tab', type: 'button', 'data-test': 'talk-tab', 'data-session': session, onclick: () => this.goTo(session) }));
    reconcile(this.list, open, (session) => session, make, (item, session) => {
      const button = /** @type {HTMLButtonElement} */ (item.firstElementChild);
      const ticket = this.app.ticketAt(state, session);
      const unread = ticket ? unreadOf(state, ticket) : 0;
      const current = session === state.selected;
      const print = `${ticket ? customerLabel(this.app, ticket) : session}|${unread}|${current}`;
      if (button.dataset.print === print) return;
      button.dataset.print = print;
      dress(button, { 'aria-current': current && 'true' });
      if (current) requestAnimationFrame(() => button.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
      fill(button, ticket && botBadge(ticket.bot), h('span', { class: 'talk-tab-name' }, ticket ? customerLabel(this.app, ticket) : ''),
        unread > 0 && h('span', { class: 'unread', role: 'img', 'aria-label': this.app.t('row.unread', { n: unread }) }, this.app.t('list.count', { n: unread })));
    });
  }
}

customElements.define('baton-talks', Talks);
