// The search above the list: narrows it while one types, and says how much is left.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';

/** How long typing pauses before the number found is read out, ms. */
const PAUSE_MS = 600;

export class SearchField extends HTMLElement {
  /** @type {any} */ #timer = null;

  /** @param {App} app @param {() => void} toRows  moves the focus to what was found */
  constructor(app, toRows) {
    super();
    this.app = app;
    this.toRows = toRows;
    this.input = h('input', {
      class: 'search-input', type: 'search', 'data-test': 'search', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
      placeholder: app.t('list.search'), 'aria-label': app.t('list.search_label'), title: '/', oninput: () => this.#search(), onkeydown: (event) => this.#key(event),
    });
    this.spoken = h('span', { class: 'visually-hidden', role: 'status' });
  }

  connectedCallback() {
    this.setAttribute('role', 'search');
    fill(this, icon('search'), this.input, this.spoken);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  clear() {
    this.input.value = '';
    this.#search();
    this.input.focus();
  }

  /** @param {State} state @param {number} found */
  update(state, found) {
    if (this.input.value !== state.query) this.input.value = state.query;
    clearTimeout(this.#timer);
    if (!state.query.trim()) return setText(this.spoken, '');
    this.#timer = setTimeout(() => setText(this.spoken, this.app.t('list.found', { n: found })), PAUSE_MS);
  }

  #search() {
    this.app.store.dispatch({ do: 'search', query: this.input.value });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.altKey) return;
    if (event.key === 'Escape' && this.input.value) this.clear();
    else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') this.toRows();
    else return;
    event.preventDefault();
  }
}

customElements.define('baton-search-field', SearchField);
