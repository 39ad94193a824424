// Above the field: articles that may answer what the customer waits for. One becomes a draft; nothing goes by itself.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */
/** @import {Suggestion} from '../logic/suggestions.js' */

import { translator } from '../logic/i18n.js';
import { glance, unanswered } from '../logic/suggestions.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';

export class Suggestions extends HTMLElement {
  /** What was asked last: the chat and the message. */ #asked = '';
  /** @type {Suggestion[]} */ #found = [];

  /** @param {App} app @param {(article: Suggestion, source: string) => void} take */
  constructor(app, take) {
    super();
    this.app = app;
    this.take = take;
    this.told = h('p', { class: 'visually-hidden', role: 'status' });
    this.list = h('ul', { 'aria-label': app.t('suggest.title') });
  }

  connectedCallback() {
    fill(this, this.told, this.list);
    this.#show([]);
  }

  /** @param {State} state @param {Ticket} ticket @param {boolean} mine */
  update(state, ticket, mine) {
    const answering = state.outbox[ticket.session]?.some(({ kind }) => kind === 'say');
    const of = mine && !answering ? unanswered(state.logs[ticket.session]?.entries ?? []) : null;
    const asked = of === null ? '' : `${ticket.session} ${of}`;
    if (asked === this.#asked || (asked && state.link !== 'open')) return;
    this.#asked = asked;
    this.#show([]);
    if (asked) void this.#ask(ticket.session, asked);
  }

  /** The draft of the article in that place, 1 first. @param {number} place */
  choose(place) {
    const article = !this.checkVisibility() ? undefined : this.#found[place - 1];
    const ticket = this.app.ticketOf(this.app.store.get());
    if (!article || !ticket) return;
    this.#show([]);
    this.take(article, translator(ticket.locale.startsWith('nl') ? 'nl' : 'en')('suggest.source', { title: article.title }));
  }

  /** Without an answer the agent writes as ever. @param {string} session @param {string} asked */
  async #ask(session, asked) {
    const found = await this.app.desk.suggest(session).catch(() => null);
    if (found === null && this.#asked === asked) this.#asked = '';
    if (found !== null && this.#asked === asked) this.#show(found);
  }

  /** @param {Suggestion[]} found */
  #show(found) {
    this.#found = found;
    this.hidden = found.length === 0;
    fill(this.list, ...found.map((article, i) => h('li', {}, h('button', { type: 'button', class: 'suggestion', 'data-test': 'suggestion', title: glance(article.body), onclick: () => this.choose(i + 1) },
      icon('article'), h('span', { class: 'suggestion-words' }, h('strong', { dir: 'auto' }, article.title), h('span', { dir: 'auto' }, glance(article.body))), h('kbd', {}, `Alt+${i + 1}`)))));
    setText(this.told, found.length > 0 ? this.app.t('suggest.told', { n: found.length }) : '');
  }
}

customElements.define('baton-suggestions', Suggestions);
