// Beside the team: a button that unfolds the other filters and shows how many are on.

/** @import {App} from './app.js' */
/** @import {Filters, State} from '../logic/types.js' */

import { choicesOf, countOn, noFilters } from '../logic/filters.js';
import { languageName } from '../logic/format.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';

/** @type {(keyof Filters)[]} */
const NAMES = ['bot', 'priority', 'language', 'promise', 'mood'];

export class ListFilters {
  #print = '';

  /** @param {App} app */
  constructor(app) {
    const { t, store } = app;
    this.app = app;
    this.on = h('span', { class: 'filters-on' });
    this.spoken = h('span', { class: 'visually-hidden' });
    this.button = h('button', { class: 'button filters-button', type: 'button', 'data-test': 'filters', 'aria-expanded': 'false', 'aria-controls': 'list-filters', onclick: () => this.#fold(this.panel.hidden === false) }, icon('filter'), h('span', {}, t('filter.title')), this.on, this.spoken);
    this.fields = Object.fromEntries(NAMES.map((name) => [name, h('select', { 'data-test': `filter-${name}`, onchange: (event) => store.dispatch({ do: 'filter', filters: { [name]: event.target.value } }) })]));
    this.clear = h('button', { class: 'link', type: 'button', 'data-test': 'filters-clear', onclick: () => this.#clear() }, t('filter.clear'));
    this.rows = Object.fromEntries(NAMES.map((name) => [name, h('label', {}, h('span', {}, t(`filter.${name}`)), this.fields[name])]));
    this.panel = h('div', { class: 'filters', id: 'list-filters', role: 'group', 'aria-label': t('filter.title'), hidden: true, onkeydown: (event) => this.#key(event) }, ...NAMES.map((name) => this.rows[name]), this.clear);
  }

  /** @param {State} state */
  update(state) {
    const { filters } = state;
    const choices = choicesOf(Object.values(state.tickets), Object.keys(state.teams), filters);
    const print = JSON.stringify([choices, filters]);
    if (print === this.#print) return;
    this.#print = print;
    const n = countOn(filters);
    setText(this.on, n > 0 ? this.app.t('list.count', { n }) : '');
    setText(this.spoken, n > 0 ? `, ${this.app.t('filter.on', { n })}` : '');
    this.button.toggleAttribute('data-some', n > 0);
    this.clear.disabled = n === 0;
    for (const name of NAMES) {
      this.rows[name].hidden = choices[name].length === 0;
      fill(this.fields[name], h('option', { value: '' }, this.app.t('filter.any')), ...choices[name].map((value) => h('option', { value }, this.#word(name, value))));
      this.fields[name].value = filters[name];
    }
  }

  /** @param {keyof Filters} name @param {string} value */
  #word(name, value) {
    const { t, locale } = this.app;
    if (name === 'bot') return value;
    return name === 'language' ? languageName(value, locale) : t(`${name === 'promise' ? 'filter' : name}.${value}`);
  }

  /** @param {boolean} away */
  #fold(away) {
    this.panel.hidden = away;
    this.button.setAttribute('aria-expanded', String(!away));
  }

  /** All through again; the button it was done with has nothing left to do. */
  #clear() {
    this.app.store.dispatch({ do: 'filter', filters: noFilters() });
    this.button.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#fold(true);
    this.button.focus();
  }
}
