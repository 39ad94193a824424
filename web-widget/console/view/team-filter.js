// Narrows the lists to one team, where there is more than one.

/** @import {App} from './app.js' */
/** @import {State} from '../logic/types.js' */

import { nameOfTeam } from '../logic/colleagues.js';
import { fill, h } from './dom.js';

export class TeamFilter extends HTMLElement {
  /** @type {unknown} */ #teams = null;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.select = h('select', { class: 'team-filter', 'aria-label': app.t('list.team'), 'data-test': 'team-filter', onchange: () => app.store.dispatch({ do: 'team', team: this.select.value }) });
  }

  connectedCallback() {
    fill(this, this.select);
  }

  /** @param {State} state */
  update(state) {
    if (state.teams === this.#teams) {
      if (this.select.value !== state.team) this.select.value = state.team;
      return;
    }
    this.#teams = state.teams;
    const bots = Object.keys(state.teams).sort();
    const options = (/** @type {string} */ bot) => state.teams[bot].map(({ id }) => h('option', { value: `${bot}/${id}` }, nameOfTeam(state, bot, id, this.app.locale)));
    fill(this.select, h('option', { value: '' }, this.app.t('list.every_team')),
      ...(bots.length > 1 ? bots.map((bot) => h('optgroup', { label: bot }, ...options(bot))) : bots.flatMap(options)));
    this.select.value = state.team;
    this.hidden = bots.reduce((sum, bot) => sum + state.teams[bot].length, 0) < 2;
  }
}

customElements.define('baton-team-filter', TeamFilter);
