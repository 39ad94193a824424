// Setting up a second factor: the password again, a picture for the app and a first code, then the recovery codes.

/** @import {App} from './app.js' */

import { beginSecondFactor, confirmSecondFactor } from '../net/api.js';
import { fill, h, setText, svg } from './dom.js';
import { mark } from './icons.js';
import { field, labelled } from './sign-in.js';
import { languagePicker } from './topbar.js';

export class Enrol extends HTMLElement {
  /** @param {App} app @param {() => void} done */
  constructor(app, done) {
    super();
    this.app = app;
    this.done = done;
    this.password = field('password', 'enrol-password', { name: 'password', autocomplete: 'current-password' });
    this.problem = h('p', { class: 'form-problem', role: 'alert', id: 'login-problem', 'data-test': 'enrol-problem' });
  }

  connectedCallback() {
    this.#begin();
    this.password.focus();
  }

  /** The same in another language; what was typed and where one was stay. @param {App} app */
  speak(app) {
    this.app = app;
    this.#begin();
    this.querySelector('select')?.focus();
  }

  /** The one step with a choice of language: the others show what is shown once. */
  #begin() {
    this.#card('enrol.lead', 'enrol.begin', async () => {
      const begun = await beginSecondFactor(this.password.value);
      if (begun.ok) this.#picture(begun.secret, begun.picture);
      else this.#complain(begun.why, this.password);
    }, labelled(this.app.t('sign_in.password'), this.password));
    this.querySelector('main')?.append(languagePicker(this.app));
  }

  /** @param {string} secret @param {{path: string, side: number}} picture */
  #picture(secret, { path, side }) {
    const { t } = this.app;
    const code = field('text', 'enrol-code', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric' });
    const image = svg('svg', { class: 'enrol-picture', viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': t('enrol.picture'), 'shape-rendering': 'crispEdges' }, svg('path', { d: path }));
    this.#card('enrol.scan', 'enrol.confirm', async () => {
      const confirmed = await confirmSecondFactor(code.value.trim());
      if (confirmed.ok) this.#codes(confirmed.codes);
      else this.#complain(confirmed.why, code);
    }, image, h('p', { class: 'quiet' }, t('enrol.by_hand'), ' ', h('code', { 'data-test': 'enrol-secret' }, secret)), labelled(t('sign_in.code'), code));
    code.focus();
  }

  /** @param {string[]} codes shown once */
  #codes(codes) {
    this.#card('enrol.recovery', 'enrol.done', async () => this.done(),
      h('ul', { class: 'plain enrol-codes', 'data-test': 'enrol-codes' }, ...codes.map((code) => h('li', {}, h('code', {}, code)))));
    this.querySelector('button')?.focus();
  }

  /**
   * @param {string} lead @param {string} action texts, by key @param {() => Promise<void>} act
   * @param {...import('./dom.js').Child} parts
   */
  #card(lead, action, act, ...parts) {
    const { t } = this.app;
    const button = h('button', { class: 'button primary wide', type: 'submit', 'data-test': 'enrol-next' }, t(action));
    setText(this.problem, '');
    const form = h('form', { class: 'sign-in-card', novalidate: true, onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      await act();
      button.disabled = false;
    } }, h('div', { class: 'brand' }, mark(), h('span', {}, t('app.name'))), h('h1', {}, t('enrol.title')),
    h('p', { class: 'lead', role: 'status' }, t(lead)), ...parts, this.problem, button);
    fill(this, h('main', {}, form));
  }

  /** @param {string} why @param {HTMLElement} at */
  #complain(why, at) {
    setText(this.problem, this.app.t(`enrol.${why}`));
    at.setAttribute('aria-invalid', 'true');
    at.focus();
  }
}

customElements.define('baton-enrol', Enrol);
