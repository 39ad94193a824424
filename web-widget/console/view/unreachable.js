// Before signing in: the server cannot be reached. Tries again by itself, and at once when asked.

/** @import {App} from './app.js' */

import { fill, h, setText } from './dom.js';
import { mark } from './icons.js';
import { emptyState } from './parts.js';

const EVERY_S = 10;

export class Unreachable extends HTMLElement {
  /** @type {any} */ #timer = null;
  #left = EVERY_S;

  /** @param {App} app @param {() => void} retry */
  constructor(app, retry) {
    super();
    this.app = app;
    this.retry = () => { clearInterval(this.#timer); retry(); };
  }

  connectedCallback() {
    const { t } = this.app;
    this.when = h('p', { class: 'quiet', 'aria-hidden': 'true' });
    const again = h('button', { class: 'button primary', type: 'button', 'data-test': 'retry', onclick: this.retry }, t('link.now'));
    fill(this, h('main', { role: 'alert' }, mark(), emptyState(t('boot.unreachable'), t('boot.unreachable_more'), again), this.when));
    this.#tell();
    this.#timer = setInterval(() => this.#tick(), 1000);
    again.focus();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #tick() {
    this.#left -= 1;
    if (this.#left <= 0) return this.retry();
    this.#tell();
  }

  #tell() {
    if (this.when) setText(this.when, this.app.t('boot.again_in', { n: this.#left }));
  }
}

customElements.define('baton-unreachable', Unreachable);
