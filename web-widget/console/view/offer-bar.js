// Chats that are offered to this agent: whose, how long still, and yes or no. Never covered, because time runs.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */

import { languageName } from '../logic/format.js';
import { offersTo } from '../logic/rows.js';
import { reasonChip } from '../logic/why.js';
import { Countdown } from './countdown.js';
import { askDecline } from './dialogs.js';
import { h, reconcile, setText } from './dom.js';
import { icon } from './icons.js';
import { botBadge, customerLabel, moodDot, priorityFlag } from './parts.js';

export class OfferBar extends HTMLElement {
  #told = '';

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.list = h('ul', { class: 'offers' });
    this.spoken = h('p', { class: 'visually-hidden', role: 'alert' });
  }

  connectedCallback() {
    this.hidden = true;
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', this.app.t('offer.label'));
    this.replaceChildren(this.spoken, this.list);
  }

  /** @param {State} state */
  update(state) {
    const offers = offersTo(state);
    this.hidden = offers.length === 0;
    reconcile(this.list, offers, (t) => `${t.session} ${t.offer?.expires_at}`, (t) => this.#card(t), () => {});
    for (const button of this.list.querySelectorAll('button')) button.disabled = state.link !== 'open';
    const newest = offers.at(-1);
    const told = newest ? `${newest.session} ${newest.offer?.expires_at}` : '';
    if (told !== this.#told && newest) setText(this.spoken, this.app.t('offer.told', { label: customerLabel(this.app, newest), seconds: Math.max(1, Math.round(this.#left(newest) / 1000)) }));
    this.#told = told;
  }

  /** The one whose time runs out first. */
  get #first() { return offersTo(this.app.store.get())[0]; }

  accept() { if (this.#first) void this.app.acceptOffer(this.#first.session); }

  decline() { if (this.#first) void askDecline(this.app, this.#first.session); }

  /** @param {Ticket} ticket */
  #card(ticket) {
    const { app } = this;
    const { t } = app;
    const take = h('button', { class: 'button primary', type: 'button', 'data-test': 'offer-accept', onclick: () => app.acceptOffer(ticket.session) }, icon('check'), t('offer.accept'));
    const decline = h('button', { class: 'button', type: 'button', 'data-test': 'offer-decline', onclick: () => askDecline(app, ticket.session) }, icon('close'), h('span', {}, t('offer.decline')));
    const about = [reasonChip(ticket.reason, t), languageName(ticket.locale, app.locale)].filter(Boolean).join(' · ');
    return h('li', { class: 'offer', 'data-test': 'offer', 'data-session': ticket.session },
      h('p', { class: 'offer-left' }, new Countdown(Date.now() + this.#left(ticket))),
      h('div', { class: 'offer-who' },
        h('p', { class: 'offer-title' }, botBadge(ticket.bot), h('strong', {}, customerLabel(app, ticket)), moodDot(app, ticket)),
        h('p', { class: 'offer-about' }, priorityFlag(app, ticket), h('span', {}, about))),
      h('div', { class: 'offer-actions' }, decline, take));
  }

  /** Time left on the server's clock, ms. @param {Ticket} ticket */
  #left(ticket) {
    return Date.parse(ticket.offer?.expires_at ?? '') - this.app.now();
  }
}

customElements.define('baton-offer-bar', OfferBar);
