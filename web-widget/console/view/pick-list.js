// The list that opens while one types: replies after `/` in an answer, colleagues after `@` in a note. Chosen with the
// arrows and Enter, closed with Escape.

/** @import {App} from './app.js' */
/** @import {MessageKind, Ticket} from '../logic/types.js' */

import { askedFor, findColleagues, withMention } from '../logic/mentions.js';
import { asked, fillReply, findReplies } from '../logic/replies.js';
import { fill, h } from './dom.js';

/** @typedef {{test: string, lead: string, title: string, text: string, take: () => void}} Pick  `take` changes the field */

/** Every list names its own rows. */
let made = 0;

export class PickList extends HTMLElement {
  /** @type {Pick[]} */ #picks = [];
  #at = 0;

  /** @param {App} app @param {HTMLTextAreaElement} area @param {() => string} session  in which chat one writes @param {() => void} chosen */
  constructor(app, area, session, chosen) {
    super();
    this.app = app;
    this.area = area;
    this.session = session;
    this.chosen = chosen;
    made += 1;
    this.list = h('ul', { role: 'listbox', id: `picks-${made}`, tabindex: 0 });
  }

  connectedCallback() {
    this.hidden = true;
    this.area.setAttribute('aria-controls', this.list.id);
    this.area.setAttribute('aria-autocomplete', 'list');
    this.replaceChildren(this.list);
  }

  /** After each letter. @param {MessageKind} kind */
  follow(kind) {
    const ticket = this.app.ticketAt(this.app.store.get(), this.session());
    this.#picks = !ticket ? [] : kind === 'say' ? this.#replies(ticket) : this.#colleagues(ticket);
    this.list.setAttribute('aria-label', this.app.t(kind === 'say' ? 'replies.title' : 'mention.title'));
    this.#at = 0;
    this.#show();
  }

  /** @param {Ticket} ticket @returns {Pick[]} */
  #replies(ticket) {
    const state = this.app.store.get();
    const query = asked(this.area.value);
    const { brand = '', replies = {} } = state.replies[ticket.bot] ?? {};
    const found = query === null ? [] : findReplies(replies, query, ticket.locale);
    return found.map(({ name, title, text }) => ({
      test: 'reply', lead: `/${name}`, title, text,
      take: () => { this.area.value = fillReply(text, { agent: state.me?.display_name ?? '', brand, ticket }); },
    }));
  }

  /** @param {Ticket} ticket @returns {Pick[]} */
  #colleagues(ticket) {
    const caret = this.area.selectionStart;
    const query = askedFor(this.area.value, caret);
    const found = query === null ? [] : findColleagues(this.app.store.get(), ticket.bot, query);
    return found.map(({ agent, name, connected }) => ({
      test: 'mention', lead: `@${agent}`, title: name, text: this.app.t(connected ? 'mention.there' : 'mention.away'),
      take: () => {
        const after = withMention(this.area.value, caret, agent);
        this.area.value = after.text;
        this.area.setSelectionRange(after.caret, after.caret);
      },
    }));
  }

  /** Whether the key was meant for the list. @param {KeyboardEvent} event */
  key(event) {
    if (this.hidden) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) this.#at = (this.#at + step + this.#picks.length) % this.#picks.length;
    else if (event.key === 'Enter' || event.key === 'Tab') return this.#choose(this.#picks[this.#at]), event.preventDefault(), true;
    else if (event.key === 'Escape') this.#picks = [];
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.#show();
    return true;
  }

  #show() {
    this.hidden = this.#picks.length === 0;
    fill(this.list, ...this.#picks.map((pick, i) => h('li', { role: 'option', id: `${this.list.id}-${i}`, 'aria-selected': String(i === this.#at), 'data-test': pick.test, onmousedown: (event) => { event.preventDefault(); this.#choose(pick); } },
      h('strong', {}, pick.lead), h('span', { class: 'pick-title' }, pick.title), h('span', { class: 'pick-text' }, pick.text))));
    if (this.hidden) this.area.removeAttribute('aria-activedescendant');
    else this.area.setAttribute('aria-activedescendant', `${this.list.id}-${this.#at}`);
    this.list.children[this.#at]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Pick} pick */
  #choose(pick) {
    pick.take();
    this.#picks = [];
    this.#show();
    this.chosen();
  }
}

customElements.define('baton-pick-list', PickList);
