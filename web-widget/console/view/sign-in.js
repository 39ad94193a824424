// The sign-in page.

/** @import {App} from './app.js' */
/** @import {SignInFailure} from '../net/api.js' */

import { hasProvider, login } from '../net/api.js';
import { clock } from '../logic/format.js';
import { fill, h, setText } from './dom.js';
import { mark } from './icons.js';
import { languagePicker } from './topbar.js';

export class SignIn extends HTMLElement {
  /** @type {any} */ #countdown = null;

  /** @param {App} app @param {{problem?: string, lead?: string}} why  what else there is to say, by key */
  constructor(app, why) {
    super();
    this.app = app;
    this.why = why;
  }

  connectedCallback() {
    const { t } = this.app;
    this.nameField = field('text', 'login-name', { name: 'name', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
    this.passwordField = field('password', 'login-password', { name: 'password', autocomplete: 'current-password' });
    this.codeField = field('text', 'login-code', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric' });
    this.codeRow = labelled(t('sign_in.code'), this.codeField);
    this.codeRow.hidden = true;
    this.problem = h('p', { class: 'form-problem', role: 'alert', id: 'login-problem', 'data-test': 'login-problem' }, this.why.problem && t(this.why.problem));
    this.button = h('button', { class: 'button primary wide', type: 'submit', 'data-test': 'login-submit' }, t('sign_in.submit'));
    const form = h('form', { class: 'sign-in-card', novalidate: true, onsubmit: (event) => this.#submit(event) },
      h('div', { class: 'brand' }, mark(), h('span', {}, t('app.name'))),
      h('h1', {}, t('sign_in.title')), h('p', { class: 'lead', role: 'status' }, t(this.why.lead ?? 'sign_in.lead')),
      labelled(t('sign_in.name'), this.nameField), labelled(t('sign_in.password'), this.passwordField), this.codeRow,
      this.problem, this.button);
    fill(this, h('main', {}, form, languagePicker(this.app)));
    hasProvider().then((has) => has && form.append(h('a', { class: 'button wide', href: '/api/v1/oidc/login', 'data-test': 'login-provider' }, t('sign_in.provider'))));
    this.nameField.focus();
  }

  disconnectedCallback() {
    clearInterval(this.#countdown);
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const [name, password] = [this.nameField?.value.trim() ?? '', this.passwordField?.value ?? ''];
    if (!name) return this.#complain('sign_in.need_name', this.nameField);
    if (!password) return this.#complain('sign_in.need_password', this.passwordField);
    this.#busy(true);
    const result = await login({ name, password, code: this.codeField?.value.trim() });
    this.#busy(false);
    if (result.ok) return this.app.signedIn(result.me, result.clockOffset);
    this.#failed(result.failure);
  }

  /** @param {SignInFailure} failure */
  #failed(failure) {
    if (failure.why === 'second_factor' && this.codeRow) this.codeRow.hidden = false;
    if (failure.why === 'locked' && failure.retryAfterS) return this.#lockedFor(failure.retryAfterS);
    this.#complain(`sign_in.${failure.why}`, failure.why === 'second_factor' ? this.codeField : this.passwordField);
  }

  /** Counts the pause down and gives the button back at its end. @param {number} seconds */
  #lockedFor(seconds) {
    const until = Date.now() + seconds * 1000;
    const problem = /** @type {HTMLElement} */ (this.problem);
    const button = /** @type {HTMLButtonElement} */ (this.button);
    clearInterval(this.#countdown);
    this.#complain('sign_in.locked_for', undefined, { time: clock(seconds * 1000, this.app.region) });
    problem.setAttribute('aria-live', 'off');
    button.disabled = true;
    this.#countdown = setInterval(() => {
      const left = until - Date.now();
      if (left > 0) return setText(problem, this.app.t('sign_in.locked_for', { time: clock(left, this.app.region) }));
      clearInterval(this.#countdown);
      setText(problem, '');
      button.disabled = false;
    }, 1000);
  }

  /** @param {string} key @param {HTMLElement} [at] @param {Record<string, string>} [values] */
  #complain(key, at, values) {
    const problem = /** @type {HTMLElement} */ (this.problem);
    problem.removeAttribute('aria-live');
    setText(problem, this.app.t(key, values));
    for (const input of this.querySelectorAll('input')) input.toggleAttribute('aria-invalid', false);
    at?.setAttribute('aria-invalid', 'true');
    at?.focus();
  }

  /** @param {boolean} on */
  #busy(on) {
    const button = /** @type {HTMLButtonElement} */ (this.button);
    button.disabled = on;
    setText(button, this.app.t(on ? 'sign_in.busy' : 'sign_in.submit'));
  }
}

/** @param {string} type @param {string} test @param {Record<string, string>} attributes */
export function field(type, test, attributes) {
  return h('input', { class: 'input', type, 'data-test': test, 'aria-describedby': 'login-problem', ...attributes });
}

/** @param {string} label @param {HTMLInputElement} input */
export function labelled(label, input) {
  return h('label', { class: 'labelled' }, h('span', {}, label), input);
}

customElements.define('baton-sign-in', SignIn);
