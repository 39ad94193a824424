// Says when the connection is away, until when, and that nothing is lost.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { fill, h, setText } from './dom.js';

/** A first connection, or a hiccup this short, is not worth a banner, ms. */
const GRACE_MS = 1200;

export class LinkBanner extends HTMLElement {
  /** @type {any} */ #timer = null;
  /** @type {number|null} */ #since = null;
  /** @type {State|null} */ #state = null;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.words = h('span', { class: 'banner-words' });
    this.spoken = h('span', { class: 'visually-hidden', role: 'status' });
    this.now = h('button', { class: 'link', type: 'button', onclick: () => app.connection.retryNow() }, app.t('link.now'));
  }

  connectedCallback() {
    this.hidden = true;
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', this.app.t('link.label'));
    fill(this, this.words, this.now, this.spoken);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    const away = state.link === 'waiting' || state.link === 'connecting';
    if (!away) return this.#clear();
    this.#since ??= Date.now();
    this.#timer ??= setInterval(() => this.#show(), 500);
    this.#show();
  }

  #show() {
    const state = this.#state;
    if (!state || Date.now() - (this.#since ?? 0) < GRACE_MS) return;
    const { t } = this.app;
    const seconds = Math.max(1, Math.ceil(((state.retryAt ?? 0) - Date.now()) / 1000));
    setText(this.words, state.link === 'waiting' ? t('link.waiting', { s: seconds }) : t('link.connecting'));
    if (this.hidden) setText(this.spoken, t('link.connecting'));
    this.now.hidden = state.link !== 'waiting';
    this.hidden = false;
  }

  #clear() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#since = null;
    this.hidden = true;
    setText(this.spoken, '');
  }
}

customElements.define('baton-link-banner', LinkBanner);
