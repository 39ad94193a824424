// Seconds that count down to a moment. Silent for a screen reader: the words beside it say what will happen.

import { secondsLeft } from '../logic/held.js';
import { setText } from './dom.js';

const TICK_MS = 200;

export class Countdown extends HTMLElement {
  /** @type {any} */ #timer = null;

  /** @param {number} due ms */
  constructor(due) {
    super();
    this.due = due;
  }

  connectedCallback() {
    this.setAttribute('aria-hidden', 'true');
    this.#show();
    this.#timer = setInterval(() => this.#show(), TICK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    setText(this, String(secondsLeft(this.due, Date.now())));
  }
}

customElements.define('baton-countdown', Countdown);
