// Above an empty transcript: being fetched, waiting for the connection, or not to be had.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { fill, h } from './dom.js';
import { icon } from './icons.js';

export class LogStatus extends HTMLElement {
  #print = '';

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
  }

  connectedCallback() {
    this.setAttribute('role', 'status');
    this.hidden = this.#print === '';
  }

  /** @param {State} state @param {string} session */
  update(state, session) {
    const empty = (state.logs[session]?.n ?? 0) === 0;
    const fault = state.faults[session] ?? '';
    const print = !empty ? '' : fault ? `fault ${fault} ${session}` : state.link === 'open' ? 'loading' : 'offline';
    if (print === this.#print) return;
    this.#print = print;
    this.hidden = print === '';
    fill(this, ...this.#content(print, fault, session));
  }

  /** @param {string} print @param {string} fault @param {string} session */
  #content(print, fault, session) {
    const { app } = this;
    if (print === '') return [];
    if (print === 'offline') return [h('p', {}, app.t('talk.loading_offline'))];
    if (fault) {
      return [icon('alert'), h('p', {}, app.t('talk.fault'), ' ', app.errorText(fault)),
        h('button', { class: 'button', type: 'button', 'data-test': 'fetch-again', onclick: () => app.fetch(session) }, app.t('talk.fetch_again'))];
    }
    const ghosts = [62, 40, 54].map((width, i) => h('span', { class: 'bubble-ghost', 'data-side': i % 2 ? 'end' : 'start', 'data-width': width }));
    return [h('p', { class: 'visually-hidden' }, app.t('talk.loading')), ...ghosts];
  }
}

customElements.define('baton-log-status', LogStatus);
