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
  /** What was said last, by key. @type {[string, Record<string, string>?]} */ #said = [''];

  /** @param {App} app @param {{problem?: string, lead?: string}} why  what else there is to say, by key */
  constructor(app, why) {
    super();
    this.app = app;
    this.lead = why.lead ?? 'sign_in.lead';
    this.nameField = field('text', 'login-name', { name: 'name', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
    this.passwordField = field('password', 'login-password', { name: 'password', autocomplete: 'current-password' });
    this.codeField = field('text', 'login-code', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric' });
    this.codeAsked = false;
    this.provider = h('a', { class: 'button wide', href: '/api/v1/oidc/login', 'data-test': 'login-provider', hidden: true });
    this.problem = h('p', { class: 'form-problem', role: 'alert', id: 'login-problem', 'data-test': 'login-problem' });
    this.button = h('button', { class: 'button primary wide', type: 'submit', 'data-test': 'login-submit' });
    this.#said = [why.problem ?? ''];
  }

  connectedCallback() {
    this.#draw();
    this.nameField.focus();
    hasProvider().then((has) => { this.provider.hidden = !has; });
  }

  disconnectedCallback() {
    clearInterval(this.#countdown);
  }

  /** The same in another language: what was typed, what was said and where one was stay. @param {App} app */
  speak(app) {
    this.app = app;
    this.#draw();
    this.querySelector('select')?.focus();
  }

  #draw() {
    const { t } = this.app;
    setText(this.button, t('sign_in.submit'));
    setText(this.provider, t('sign_in.provider'));
    this.#say(...this.#said);
    fill(this, h('main', {}, h('form', { class: 'sign-in-card', novalidate: true, onsubmit: (event) => this.#submit(event) },
      h('div', { class: 'brand' }, mark(), h('span', {}, t('app.name'))),
      h('h1', {}, t('sign_in.title')), h('p', { class: 'lead', role: 'status' }, t(this.lead)),
      labelled(t('sign_in.name'), this.nameField), labelled(t('sign_in.password'), this.passwordField), this.codeAsked && labelled(t('sign_in.code'), this.codeField),
      this.problem, this.button, this.provider), languagePicker(this.app)));
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const [name, password] = [this.nameField.value.trim(), this.passwordField.value];
    if (!name) return this.#complain('sign_in.need_name', this.nameField);
    if (!password) return this.#complain('sign_in.need_password', this.passwordField);
    this.#busy(true);
    const result = await login({ name, password, code: this.codeField.value.trim() });
    this.#busy(false);
    if (result.ok) return this.app.signedIn(result.me, result.clockOffset);
    this.#failed(result.failure);
  }

  /** @param {SignInFailure} failure */
  #failed(failure) {
    if (failure.why === 'second_factor' && !this.codeAsked) {
      this.codeAsked = true;
      this.#draw();
    }
    if (failure.why === 'locked' && failure.retryAfterS) return this.#lockedFor(failure.retryAfterS);
    this.#complain(`sign_in.${failure.why}`, failure.why === 'second_factor' ? this.codeField : this.passwordField);
  }

  /** Counts the pause down and gives the button back at its end. @param {number} seconds */
  #lockedFor(seconds) {
    const until = Date.now() + seconds * 1000;
    const time = (/** @type {number} */ left) => ({ time: clock(left, this.app.region) });
    clearInterval(this.#countdown);
    this.#complain('sign_in.locked_for', undefined, time(seconds * 1000));
    this.problem.setAttribute('aria-live', 'off');
    this.button.disabled = true;
    this.#countdown = setInterval(() => {
      const left = until - Date.now();
      if (left > 0) return this.#say('sign_in.locked_for', time(left));
      clearInterval(this.#countdown);
      this.#say('');
      this.button.disabled = false;
    }, 1000);
  }

  /** @param {string} key @param {HTMLElement} [at] @param {Record<string, string>} [values] */
  #complain(key, at, values) {
    this.problem.removeAttribute('aria-live');
    this.#say(key, values);
    for (const input of this.querySelectorAll('input')) input.toggleAttribute('aria-invalid', false);
    at?.setAttribute('aria-invalid', 'true');
    at?.focus();
  }

  /** @param {string} key nothing where it is empty @param {Record<string, string>} [values] */
  #say(key, values) {
    this.#said = [key, values];
    setText(this.problem, key && this.app.t(key, values));
  }

  /** @param {boolean} on */
  #busy(on) {
    this.button.disabled = on;
    setText(this.button, this.app.t(on ? 'sign_in.busy' : 'sign_in.submit'));
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
