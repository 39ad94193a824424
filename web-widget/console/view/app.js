// The signed-in console: three columns, one store, and what an agent can do there.

/** @import {Agent, Pending, State, Tab, Ticket} from '../logic/types.js' */
/** @import {UiLocale, Translate} from '../logic/i18n.js' */
/** @import {Drafts} from '../logic/drafts.js' */
/** @import {Prefs} from '../logic/prefs.js' */
/** @import {Desk} from '../net/desk.js' */
/** @import {Connection} from '../net/connection.js' */

import { humanise } from '../logic/format.js';
import { layoutOf } from '../logic/beside.js';
import { leads, mayTakeOver } from '../logic/board.js';
import { narrowed } from '../logic/filters.js';
import { isMine, isWaiting, rowsOf } from '../logic/rows.js';
import { createSearch } from '../logic/search.js';
import { keyOf, lastTyped, translates } from '../logic/translation.js';
import { Board } from './board.js';
import { Columns } from './columns.js';
import { askResolve, askReturn, askSnooze, askTransfer, showArticle } from './dialogs.js';
import { fill, h } from './dom.js';
import { showHelp } from './help.js';
import { LinkBanner } from './link-banner.js';
import { OfferBar } from './offer-bar.js';
import { Talks } from './talks.js';
import { TicketList } from './ticket-list.js';
import { TicketPanel } from './ticket-panel.js';
import { toast } from './toast.js';
import { TopBar } from './topbar.js';

/**
 * What the regions may ask of the console around them.
 * @typedef {object} Surroundings
 * @property {ReturnType<typeof import('../logic/store.js').createStore>} store
 * @property {Desk} desk
 * @property {Connection} connection
 * @property {Drafts} drafts
 * @property {Prefs} prefs
 * @property {Translate} t
 * @property {UiLocale} locale
 * @property {string} region                  how dates and times are written, such as `en-GB`
 * @property {() => number} now                 the server's time, ms
 * @property {(me: Agent, clockOffset: number) => void} signedIn
 * @property {() => void} signOut
 * @property {() => void} enrol                 sets up a second factor
 * @property {() => void} passwordChanged       every sign-in has ended
 * @property {(locale: UiLocale) => void} setLocale
 */

export class Console extends HTMLElement {
  justFinished = false;
  /** @type {string|null} */ #greeting = null;
  /** From which chat on the desk another was opened to be read. @type {string|null} */ #cameFrom = null;

  /** @param {Surroundings} around */
  constructor(around) {
    super();
    Object.assign(this, around);
    const app = /** @type {App} */ (/** @type {unknown} */ (this));
    this.bar = new TopBar(app);
    this.banner = new LinkBanner(app);
    this.offers = new OfferBar(app);
    this.list = new TicketList(app);
    this.talks = new Talks(app);
    this.panel = new TicketPanel(app);
    this.board = new Board(app);
    this.board.hidden = true;
    this.columns = new Columns(this, [this.list, this.talks]);
    this.find = createSearch(around.t, around.locale);
    this.sizes = new ResizeObserver(() => this.#measure());
  }

  disconnectedCallback() { this.sizes.disconnect(); }

  /** How wide the page is, in the unit in which the styles reckon. */
  #measure() {
    this.#app.store.dispatch({ do: 'width', width: this.clientWidth / parseFloat(getComputedStyle(document.documentElement).fontSize) });
  }

  /** This element with what surrounds it, as the regions see it. */
  get #app() { return /** @type {App} */ (/** @type {unknown} */ (this)); }

  connectedCallback() {
    this.main = h('main', { class: 'columns' }, this.list, this.talks, h('button', { class: 'shade', type: 'button', tabindex: -1, 'aria-hidden': 'true', onclick: () => this.toggleTicket(false) }), this.panel);
    const strips = h('div', { class: 'strips' }, this.banner, this.offers);
    // The list makes room for what comes by itself.
    new ResizeObserver(() => this.style.setProperty('--strips', `${strips.offsetHeight}px`)).observe(strips);
    fill(this, this.bar, strips,
      this.main, this.board);
    this.sizes.observe(this);
    this.update(this.#app.store.get());
  }

  /** @param {State} state */
  update(state) {
    this.columns.follow(layoutOf(state).ticket);
    this.#app.desk.lookAround();
    for (const region of [this.bar, this.banner, this.offers, this.list, this.talks, this.panel, this.board]) region.update(state);
    this.#greet(state);
  }

  /** The selected ticket, also when it has just left the list. @param {State} state @returns {Ticket|null} */
  ticketOf(state) {
    return state.selected === null ? null : this.ticketAt(state, state.selected);
  }

  /** @param {State} state @param {string} session @returns {Ticket|null} */
  ticketAt(state, session) {
    return state.tickets[session] ?? state.departed[session] ?? state.found[session] ?? null;
  }

  /** The conversation that the keys and the ticket are about. */
  get talk() { return this.talks.focused; }

  /** Opens a chat that may not be on the desk, to be read; at the message with `seq`, if there is one. @param {Ticket} ticket what is known of it @param {number|null} [seq] */
  async openFound(ticket, seq = null) {
    const { store } = this.#app;
    const { selected, tickets } = store.get();
    if (selected && tickets[selected]) this.#cameFrom = selected;
    if (!store.get().found[ticket.session]) store.dispatch({ do: 'found', ticket });
    this.columns.toggleTicket(false);
    await this.select(ticket.session);
    if (seq !== null && store.get().selected === ticket.session) this.jump(seq);
  }

  /** @param {string} session */
  select(session) {
    this.justFinished = false;
    this.#app.store.dispatch({ do: 'select', session });
    this.columns.show('talk');
    if (this.columns.narrow.matches) requestAnimationFrame(() => this.talk.head.querySelector('button')?.focus());
    const fetched = this.fetch(session);
    this.looking(false);
    return fetched;
  }

  /** Tells colleagues which chat is on the screen, and whether something is written there. @param {boolean} typing */
  looking(typing) {
    this.#app.desk.look(this.board.hidden ? this.#app.store.get().selected : null, typing);
  }

  /** The supervisor's board in the place of the columns, or the columns again. @param {boolean} [show] */
  showBoard(show = this.board.hidden === true) {
    if (show && !leads(this.#app.store.get())) return;
    this.board.hidden = !show;
    if (this.main) this.main.hidden = show;
    this.looking(false);
    this.board.update(this.#app.store.get());
    this.bar.update(this.#app.store.get());
    if (show) /** @type {HTMLElement|null} */ (this.board.querySelector('h2'))?.focus();
    else this.bar.boardButton.focus();
  }

  /** @param {string} session */
  readAlong(session) {
    this.showBoard(false);
    this.#app.store.dispatch({ do: 'tab', tab: 'all' });
    this.select(session);
  }

  async takeOver() {
    const { store, desk } = this.#app;
    const ticket = this.ticketOf(store.get());
    if (!ticket || !mayTakeOver(store.get(), ticket) || !await this.attempt(desk.takeOver(ticket.session))) return;
    this.#greeting = ticket.session;
    this.#greet(store.get());
  }

  /** One of the three lists, and the focus on its name. @param {Tab} tab */
  showTab(tab) {
    if (!this.board.hidden) this.showBoard(false);
    this.#app.store.dispatch({ do: 'tab', tab });
    this.columns.toggleTicket(false);
    this.columns.show('list');
    this.list.tabs.find((one) => one.tab === tab)?.button.focus();
  }

  /** Asks for the log; without a connection the next one does. @param {string} session */
  fetch(session) {
    return this.#app.desk.open(session).catch((error) => { if (error.code !== 'offline') this.#app.store.dispatch({ do: 'not_opened', session, why: error.code }); });
  }

  /** What was only read gives way to the chat it was opened from, if that is still on the desk. */
  close() {
    const { found, selected, tickets } = this.#app.store.get();
    const back = selected && found[selected] ? this.#cameFrom : null;
    this.#cameFrom = null;
    if (back && tickets[back]) return void this.select(back);
    if (selected) this.#app.store.dispatch({ do: 'close', session: selected });
    this.looking(false);
    if (this.columns.narrow.matches || this.#app.store.get().selected === null) this.columns.show('list');
  }

  /** The rows of a tab that filters and search leave. @param {State} state @param {Tab} [tab] */
  rows(state, tab = state.tab) {
    return this.find(narrowed(rowsOf(state, tab), state.filters, this.#app.now()), state.query, state);
  }

  /** Takes the customer whose turn it is, whatever the list shows. */
  async acceptNext() {
    const [next] = rowsOf(this.#app.store.get(), 'waiting');
    if (!next) return toast(this.#app.t('list.waiting_empty'), 'good');
    await this.acceptOffer(next.session);
  }

  /** Who works side by side takes it beside the others, else it takes the place of what is open. @param {string} session */
  async acceptOffer(session) {
    if (this.#app.store.get().columns.length > 1) this.talks.openBeside(session);
    else void this.select(session);
    await this.accept();
  }

  async accept() {
    const { store, desk } = this.#app;
    const ticket = this.ticketOf(store.get());
    if (!ticket || !isWaiting(ticket)) return;
    const done = await this.attempt(desk.accept(ticket.session));
    if (!done || store.get().selected !== ticket.session) return;
    store.dispatch({ do: 'search', query: '' });
    store.dispatch({ do: 'tab', tab: 'mine' });
    this.#greeting = ticket.session;
    this.#greet(store.get());
  }

  /** The composer has the focus as soon as the accepted conversation is mine. @param {State} state */
  #greet(state) {
    const ticket = this.#greeting === null ? null : state.tickets[this.#greeting];
    if (!ticket || this.talk.session !== ticket.session || this.talk.composer.hidden || state.selected !== ticket.session || !isMine(state, ticket)) return;
    this.#greeting = null;
    this.talk.composer.write('say');
  }

  askResolve() { this.#finish('resolve.done', (ticket) => askResolve(this.#app, ticket)); }

  /** It stays mine. */
  async askSnooze() {
    const { store, t } = this.#app;
    const ticket = this.ticketOf(store.get());
    if (!ticket || !isMine(store.get(), ticket) || document.querySelector('dialog[open]')) return;
    if (await askSnooze(this.#app, ticket)) toast(t('snooze.done'), 'good');
  }

  askReturn() { this.#finish('return.done', (ticket) => askReturn(this.#app, ticket)); }

  /** A supervisor has seen to a missed promise; the focus goes on to where one writes. */
  async answerCall() {
    const { store, desk, t } = this.#app;
    const ticket = this.ticketOf(store.get());
    if (!ticket?.call || !leads(store.get()) || !await this.attempt(desk.answerCall(ticket.session))) return;
    toast(t('call.done'), 'good');
    this.talk.enter();
  }

  /** Asks the customer where the answer may go by e-mail. */
  async askAddress() {
    const { store, desk, t } = this.#app;
    const ticket = this.ticketOf(store.get());
    if (ticket && store.get().mail && isMine(store.get(), ticket) && await this.attempt(desk.askAddress(ticket.session))) toast(t('address.done'), 'good');
  }

  askTransfer() {
    this.#finish('transfer.done', (ticket) => askTransfer(this.#app, ticket));
  }

  /** Hands a conversation of mine on, and clears the desk for the next. @param {string} words @param {(ticket: Ticket) => Promise<boolean>} question */
  async #finish(words, question) {
    const { store, t } = this.#app;
    const ticket = this.ticketOf(store.get());
    const may = ticket && (isMine(store.get(), ticket) || (words === 'transfer.done' && leads(store.get())));
    if (!ticket || !may || document.querySelector('dialog[open]')) return;
    if (!await question(ticket)) return;
    if (words === 'resolve.done') this.#app.drafts.forget(ticket.session);
    toast(t(words), 'good');
    if (store.get().selected !== ticket.session) return;
    this.justFinished = store.get().columns.length < 2;
    this.close();
    const next = () => (this.columns.narrow.matches ? (this.list.list.querySelector('button') ?? this.list.querySelector('button'))?.focus() : this.talk.enter());
    const found = () => { next(); if (document.activeElement === document.body) this.list.search.focus(); };
    requestAnimationFrame(() => requestAnimationFrame(found));
  }

  openNextWaiting() {
    const next = rowsOf(this.#app.store.get(), 'waiting')[0];
    if (!next) return;
    this.#app.store.dispatch({ do: 'tab', tab: 'waiting' });
    this.select(next.session);
  }

  /** Runs a request and tells kindly when it was refused. @param {Promise<unknown>} request @returns {Promise<boolean>} */
  async attempt(request) {
    try {
      await request;
      return true;
    } catch (error) {
      toast(this.errorText(/** @type {any} */ (error).code), 'problem');
      return false;
    }
  }

  /** @param {string} code @param {Record<string, string>} [values] */
  errorText(code, values) {
    const { t } = this.#app;
    return t(`error.${code}`) === `error.${code}` ? t('error.trouble') : t(`error.${code}`, values);
  }

  /** @param {string} rule */
  ruleTitle(rule) {
    const { t } = this.#app;
    return t(`chip.${rule}`) === `chip.${rule}` ? humanise(rule) : t(`chip.${rule}`);
  }

  /** @param {number} seq */
  jump(seq) {
    this.columns.show('talk');
    this.columns.toggleTicket(false);
    this.talk.transcript.jump(seq);
  }

  /** What the customer typed, in the language of the console. @param {Ticket} ticket @param {number} seq */
  async showTranslation(ticket, seq) {
    const { store, desk, locale } = this.#app;
    const key = keyOf(ticket.session, seq);
    store.dispatch({ do: 'translation', key, translation: { state: 'asked' } });
    const found = await desk.translate(ticket.session, seq, locale).catch(() => null);
    store.dispatch({ do: 'translation', key, translation: found ? { state: 'done', text: found.text, from: found.from } : { state: 'failed' } });
  }

  translateLast() {
    const state = this.#app.store.get();
    const ticket = this.ticketOf(state);
    const seq = ticket && translates(state, ticket) ? lastTyped(state.logs[ticket.session]?.entries ?? []) : null;
    if (ticket && seq !== null) void this.showTranslation(ticket, seq);
  }

  /** Takes back what has not gone yet. @param {string|null} session */
  undo(session) {
    const pending = session && this.#app.desk.holding.takeBack(session);
    if (!pending) return toast(this.#app.t('undo.late'), 'problem');
    if (pending.kind === 'file') return this.#app.desk.files.cancel(pending.cid);
    this.talks.of(session)?.composer.putBack(pending.kind, pending.text);
  }

  /** @param {string} session @param {Pending} pending */
  editAgain(session, pending) {
    this.#app.store.dispatch({ do: 'drop_message', session, cid: pending.cid });
    if (pending.kind !== 'file') this.talks.of(session)?.composer.putBack(pending.kind, pending.text);
  }

  /** @param {Ticket} ticket @param {string} slug @param {string} title */
  showArticle(ticket, slug, title) { void showArticle(this.#app, ticket, slug, title); }

  showHelp() { if (!document.querySelector('dialog[open]')) showHelp(this.#app); }

  /** The focus goes with it: into the ticket, and back to where it was opened. @param {boolean} [open] */
  toggleTicket(open) {
    const inside = this.panel.contains(document.activeElement);
    const shown = this.columns.toggleTicket(open);
    if (shown) requestAnimationFrame(() => this.panel.focus());
    else if (inside) requestAnimationFrame(() => /** @type {HTMLElement|null} */ (this.talk.head.querySelector('[data-test="details"]'))?.focus());
  }

  back() { this.columns.back(); }

  /** @param {string} value */
  async copy(value) {
    const copied = await navigator.clipboard?.writeText(value).then(() => true, () => false);
    toast(this.#app.t(copied ? 'ticket.copied' : 'ticket.not_copied', { value }), copied ? 'good' : 'problem');
    return copied;
  }

  focusSearch() {
    this.columns.toggleTicket(false);
    this.columns.show('list');
    this.list.search.focus();
  }

  /** Brings the ticket into view, and the focus with it. */
  focusTicket() {
    if (!this.ticketOf(this.#app.store.get())) return;
    this.toggleTicket(true);
  }
}

/** @typedef {Console & Surroundings} App */

customElements.define('baton-console', Console);
