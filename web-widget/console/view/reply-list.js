// The list that opens after `/`: chosen with the arrows and Enter, closed with Escape, changed before it goes.

/** @import {App} from './app.js' */
/** @import {Found} from '../logic/replies.js' */

import { asked, fillReply, findReplies } from '../logic/replies.js';
import { fill, h } from './dom.js';

export class ReplyList extends HTMLElement {
  /** @type {Found[]} */ #found = [];
  #at = 0;

  /** @param {App} app @param {HTMLTextAreaElement} area @param {() => void} chosen */
  constructor(app, area, chosen) {
    super();
    this.app = app;
    this.area = area;
    this.chosen = chosen;
    this.list = h('ul', { role: 'listbox', id: 'replies', tabindex: 0, 'aria-label': app.t('replies.title') });
  }

  connectedCallback() {
    this.hidden = true;
    this.area.setAttribute('aria-controls', 'replies');
    this.area.setAttribute('aria-autocomplete', 'list');
    this.replaceChildren(this.list);
  }

  /** After each letter. @param {boolean} toCustomer */
  follow(toCustomer) {
    const ticket = this.app.ticketOf(this.app.store.get());
    const query = toCustomer ? asked(this.area.value) : null;
    const replies = ticket ? this.app.store.get().replies[ticket.bot]?.replies ?? {} : {};
    this.#found = query === null || !ticket ? [] : findReplies(replies, query, ticket.locale);
    this.#at = 0;
    this.#show();
  }

  /** Whether the key was meant for the list. @param {KeyboardEvent} event */
  key(event) {
    if (this.hidden) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) this.#at = (this.#at + step + this.#found.length) % this.#found.length;
    else if (event.key === 'Enter' || event.key === 'Tab') return this.#choose(this.#found[this.#at]), event.preventDefault(), true;
    else if (event.key === 'Escape') this.#found = [];
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.#show();
    return true;
  }

  #show() {
    this.hidden = this.#found.length === 0;
    fill(this.list, ...this.#found.map((reply, i) => h('li', { role: 'option', id: `reply-${i}`, 'aria-selected': String(i === this.#at), 'data-test': 'reply', onmousedown: (event) => { event.preventDefault(); this.#choose(reply); } },
      h('strong', {}, `/${reply.name}`), h('span', { class: 'reply-title' }, reply.title), h('span', { class: 'reply-text' }, reply.text))));
    if (this.hidden) this.area.removeAttribute('aria-activedescendant');
    else this.area.setAttribute('aria-activedescendant', `reply-${this.#at}`);
    this.list.children[this.#at]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Found} reply */
  #choose(reply) {
    const state = this.app.store.get();
    const ticket = this.app.ticketOf(state);
    if (!ticket) return;
    this.area.value = fillReply(reply.text, { agent: state.me?.display_name ?? '', brand: state.replies[ticket.bot]?.brand ?? '', ticket });
    this.#found = [];
    this.#show();
    this.chosen();
  }
}

customElements.define('baton-reply-list', ReplyList);
