// The bar on top: who is signed in, whether they take conversations and how many, help and settings.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { strings } from '../../texts/console.js';
import { leads } from '../logic/board.js';
import { countsOf } from '../logic/rows.js';
import { count, languageName } from '../logic/format.js';
import { askPassword } from './dialogs.js';
import { fill, h, setText } from './dom.js';
import { icon, mark } from './icons.js';
import { NotifySetting } from './notify-setting.js';
import { showSignIns } from './sign-ins.js';
import { toast } from './toast.js';

const MOST = 20;

export class TopBar extends HTMLElement {
  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.waiting = h('span', { class: 'bar-waiting' });
    this.word = h('span', { class: 'presence-word' });
    this.toggle = h('button', { class: 'presence', type: 'button', role: 'switch', 'data-test': 'available', onclick: () => this.switchAvailable() }, h('span', { class: 'switch', 'aria-hidden': 'true' }), this.word);
    this.count = h('output', { class: 'capacity-count', 'data-test': 'capacity' });
    this.less = this.#step(-1, '\u2212', 'bar.less');
    this.more = this.#step(1, '+', 'bar.more');
    this.boardButton = h('button', { class: 'button board-button', type: 'button', 'data-test': 'board', 'aria-pressed': 'false', onclick: () => app.showBoard() }, icon('board'), h('span', {}, app.t('board.title')));
    this.notify = new NotifySetting(app);
    this.menu = menu(app);
  }

  connectedCallback() {
    const { t } = this.app;
    this.setAttribute('role', 'banner');
    fill(this,
      h('h1', { class: 'brand' }, mark(), h('span', {}, t('app.name'))), this.waiting, h('span', { class: 'grow' }), this.boardButton, this.notify,
      h('div', { class: 'capacity', role: 'group', 'aria-label': t('bar.capacity'), title: t('bar.capacity') }, this.less, this.count, this.more), this.toggle,
      h('button', { class: 'icon-button help-button', type: 'button', 'aria-label': t('bar.help'), title: `${t('bar.help')} (?)`, onclick: () => this.app.showHelp() }, icon('help')), this.menu);
  }

  /** @param {State} state */
  update(state) {
    const { t } = this.app;
    const { on, capacity } = state.available;
    const waiting = countsOf(state).waiting;
    setText(this.waiting, state.welcomed ? t('bar.waiting', { n: waiting }) : '');
    this.waiting.toggleAttribute('data-some', waiting > 0);
    setText(this.word, t(on ? 'bar.available' : 'bar.away'));
    setText(this.count, count(capacity, this.app.region));
    this.toggle.setAttribute('aria-checked', String(on));
    this.boardButton.hidden = !leads(state);
    this.boardButton.setAttribute('aria-pressed', String(this.app.board?.hidden === false));
    const offline = state.link !== 'open';
    this.toggle.disabled = offline;
    this.less.disabled = offline || capacity <= 1;
    this.more.disabled = offline || capacity >= MOST;
  }

  /** Takes chats, or no more. Said where the switch does not say it itself. */
  async switchAvailable() {
    if (this.toggle.disabled) return;
    const { on, capacity } = this.app.store.get().available;
    const done = await this.app.attempt(this.app.desk.available(!on, capacity));
    if (done && document.activeElement !== this.toggle) toast(this.app.t(on ? 'bar.away' : 'bar.available'), 'good');
  }

  /** @param {number} by @param {string} sign @param {string} key */
  #step(by, sign, key) {
    return h('button', { type: 'button', class: 'step', 'aria-label': this.app.t(key), onclick: () => {
      const { on, capacity } = this.app.store.get().available;
      this.app.attempt(this.app.desk.available(on, Math.max(1, Math.min(MOST, capacity + by))));
    } }, sign);
  }
}

/** @param {App} app */
function menu(app) {
  const me = app.store.get().me;
  const name = me?.display_name ?? '';
  const panel = h('div', { class: 'menu-panel' },
    h('p', { class: 'menu-name' }, name, h('small', {}, roleName(app.t, me?.role ?? ''))),
    h('div', { class: 'menu-notify' }, h('span', { 'aria-hidden': 'true' }, app.t('notify.title')), new NotifySetting(app)), languagePicker(app),
    h('button', { class: 'menu-item menu-help', type: 'button', onclick: () => app.showHelp() }, app.t('bar.help')),
    !me?.second_factor && h('button', { class: 'menu-item', type: 'button', 'data-test': 'enrol', onclick: () => app.enrol() }, app.t('enrol.title')),
    !me?.name.includes('@') && h('button', { class: 'menu-item', type: 'button', 'data-test': 'password', onclick: () => askPassword(app) }, app.t('password.title')),
    h('button', { class: 'menu-item', type: 'button', 'data-test': 'sign-ins', onclick: () => showSignIns(app) }, app.t('sign_ins.title')),
    h('button', { class: 'menu-item', type: 'button', 'data-test': 'sign-out', onclick: () => app.signOut() }, app.t('bar.sign_out')));
  const details = h('details', { class: 'menu' }, h('summary', { 'aria-label': app.t('bar.menu', { name, initials: initials(name) }), title: name, 'data-test': 'menu' }, initials(name)), panel);
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    details.open = false;
    details.querySelector('summary')?.focus();
  });
  details.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
  });
  return details;
}

/** @param {App} app */
export function languagePicker(app) {
  const options = Object.keys(strings).map((tag) => h('option', { value: tag, selected: tag === app.locale, lang: tag }, languageName(tag, tag)));
  return h('label', { class: 'language' }, h('span', {}, app.t('app.language')),
    h('select', { onchange: (event) => app.setLocale(event.target.value) }, ...options));
}

/** @param {App['t']} t @param {string} role */
function roleName(t, role) {
  const key = `role.${role}`;
  return t(key) === key ? role : t(key);
}

/** @param {string} name */
function initials(name) {
  return name.split(/\s+/).map((word) => word.charAt(0)).filter(Boolean).slice(0, 2).join('').toUpperCase();
}

customElements.define('baton-top-bar', TopBar);
