// Earlier chats of a customer whom the host page's server names: what they were about and how they ended. Each opens to be read.

/** @import {App} from './app.js' */
/** @import {Contact, State, Ticket} from '../logic/types.js' */
/** @import {Child} from './dom.js' */

import { nameOfAgent, nameOfCode } from '../logic/colleagues.js';
import { dateAndTime } from '../logic/format.js';
import { ticketOf } from '../logic/earlier.js';
import { reasonChip } from '../logic/why.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';

export class Contacts extends HTMLElement {
  /** The chat whose customer was asked about last. @type {string|null} */ #asked = null;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.told = h('p', { class: 'quiet', role: 'status' });
    this.list = h('ul', { class: 'plain' });
    this.again = h('button', { class: 'button small', type: 'button', 'data-test': 'contacts-again', onclick: () => this.#asked && this.#ask(this.#asked) }, app.t('contacts.again'));
  }

  connectedCallback() {
    if (!this.firstChild) fill(this, h('section', { 'data-test': 'contacts' }, h('h3', {}, this.app.t('contacts.title')), this.told, this.list, this.again));
  }

  /** @param {State} state @param {Ticket|null} ticket */
  update(state, ticket) {
    const asked = ticket?.identity ? ticket.session : '';
    if (asked === this.#asked || (asked && state.link !== 'open')) return;
    this.#asked = asked;
    this.hidden = !asked;
    if (asked) void this.#ask(asked);
  }

  /** @param {string} session */
  async #ask(session) {
    this.#show('contacts.loading');
    try {
      const contacts = (await this.app.desk.contacts(session)).filter((contact) => contact.session !== session);
      if (session === this.#asked) this.#show(contacts.length > 0 ? '' : 'contacts.none', contacts);
    } catch (error) {
      if (session !== this.#asked) return;
      // An older server knows no contacts: then nothing is said of them.
      this.hidden = /** @type {any} */ (error).code === 'bad_frame';
      this.#show('contacts.failed');
    }
  }

  /** @param {string} words what is said in the place of a list @param {Contact[]} [contacts] */
  #show(words, contacts = []) {
    setText(this.told, words && this.app.t(words));
    this.told.hidden = !words;
    this.again.hidden = words !== 'contacts.failed';
    fill(this.list, ...contacts.map((contact) => h('li', {}, this.#contact(contact))));
  }

  /** @param {Contact} contact */
  #contact(contact) {
    const { app } = this;
    const { t } = app;
    const date = dateAndTime(contact.at, app.region);
    const topic = contact.intent || (contact.reason && reasonChip({ rule: contact.reason }, t)) || t('contacts.topic_none');
    const who = contact.agent ? t('contacts.with', { name: nameOfAgent(app.store.get(), contact.agent) }) : t('contacts.with_bot');
    const ended = contact.code ? nameOfCode(app.store.get(), this.#bot(), contact.code, app.locale) : contact.state === 'agent' ? '' : t(`talk.state.${contact.state}`, { name: contact.agent ? nameOfAgent(app.store.get(), contact.agent) : '' });
    const rated = contact.score ? h('span', { class: 'contact-score' }, icon('star'), t('contacts.rated', { score: contact.score })) : null;
    return h('button', { class: 'contact', type: 'button', 'data-test': 'contact', title: t('contacts.open', { date }), onclick: () => app.openFound(ticketOf({ ...contact, customer: this.#customer() })) },
      h('span', { class: 'contact-top' }, h('strong', {}, topic), h('time', { datetime: contact.at }, date)),
      h('span', { class: 'contact-how' }, ...joined([ended, who, rated])),
      contact.note && h('span', { class: 'contact-note', dir: 'auto' }, contact.note));
  }

  #bot() {
    return this.app.ticketOf(this.app.store.get())?.bot ?? '';
  }

  #customer() {
    return this.app.ticketOf(this.app.store.get())?.identity?.name ?? '';
  }
}

/** In one line, broken between the pieces only. @param {Child[]} pieces @returns {Child[]} */
const joined = (pieces) => pieces.filter(Boolean).flatMap((piece, i) => [i > 0 && ' ', h('span', {}, i > 0 && '· ', piece)]);

customElements.define('baton-contacts', Contacts);
