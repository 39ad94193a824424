// Under the composer: which words may hurt, and what to write instead. Never in the way of sending.

/** @import {App} from './app.js' */

import { toneOf } from '../logic/tone.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';

/** A pause in typing this long is read as "done for now", so that a screen reader is not interrupted at each letter, ms. */
const PAUSE_MS = 400;

export class ToneHints extends HTMLElement {
  #print = '';
  /** @type {any} */ #timer = null;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.list = h('ul', { class: 'tone-list' });
  }

  connectedCallback() {
    this.setAttribute('role', 'status');
    this.dataset.test = 'tone';
    fill(this, this.list);
  }

  /** Reads along with the typing. @param {string} text */
  follow(text) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(text), PAUSE_MS);
  }

  /** @param {string} text */
  check(text) {
    clearTimeout(this.#timer);
    const hints = toneOf(text);
    const print = JSON.stringify(hints);
    if (print === this.#print) return;
    this.#print = print;
    fill(this.list, ...hints.map(({ kind, words }) => h('li', {}, icon('alert'), h('span', {}, h('q', { dir: 'auto' }, words), ` ${this.app.t(`tone.${kind}`)}`))));
  }
}

customElements.define('baton-tone-hints', ToneHints);
