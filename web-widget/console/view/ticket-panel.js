// The third column: the story of the ticket. Why it is here comes first, because that is what an agent asks first.

/** @import {App} from './app.js' */
/** @import {State, Ticket, TicketEntity} from '../logic/types.js' */
/** @import {Child} from './dom.js' */

import { nameOfTeam } from '../logic/colleagues.js';
import { count, fullTime, humanise, isWebUrl, languageName, shortUrl } from '../logic/format.js';
import { isMine } from '../logic/rows.js';
import { summaryOf } from '../logic/summary.js';
import { onceEach } from '../logic/ticket.js';
import { Contacts } from './contacts.js';
import { fill, h } from './dom.js';
import { meter } from './heard.js';
import { icon } from './icons.js';
import { moodCurve } from './mood-curve.js';
import { intentTitle } from './parts.js';
import { promisesView } from './promises.js';
import { rich } from './rich.js';
import { whyView } from './why.js';

/** How long a copy button shows that it has copied, ms. */
const COPIED_MS = 2000;

export class TicketPanel extends HTMLElement {
  /** @type {Ticket|null|undefined} */ #shown = undefined;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.sections = h('div', { class: 'sections' });
    this.contacts = new Contacts(app);
  }

  connectedCallback() {
    const { t } = this.app;
    this.tabIndex = -1;
    this.setAttribute('role', 'complementary');
    this.setAttribute('aria-label', t('ticket.label'));
    fill(this,
      h('header', { class: 'ticket-head' },
        h('button', { class: 'icon-button back', type: 'button', 'aria-label': t('talk.back'), onclick: () => this.app.back() }, icon('back')),
        h('h2', {}, t('ticket.label')),
        h('button', { class: 'icon-button drawer-close', type: 'button', 'aria-label': t('talk.close'), onclick: () => this.app.toggleTicket(false) }, icon('close'))),
      this.sections);
  }

  /** @param {State} state */
  update(state) {
    const ticket = this.app.ticketOf(state);
    this.contacts.update(state, ticket);
    if (ticket === this.#shown) return;
    const same = ticket?.session === this.#shown?.session;
    this.#shown = ticket;
    const top = this.sections.scrollTop;
    const focused = this.sections.contains(document.activeElement) ? nameOf(document.activeElement) : '';
    if (ticket) fill(this.sections, ...this.#story(ticket));
    else fill(this.sections, h('p', { class: 'ticket-none' }, this.app.t('ticket.none')));
    this.sections.scrollTop = same ? top : 0;
    if (focused) /** @type {any} */ ([...this.sections.querySelectorAll('button, a, [role="button"]')].find((control) => nameOf(control) === focused))?.focus();
  }

  /** @param {Ticket} ticket */
  #story(ticket) {
    const { t } = this.app;
    const summary = summaryOf(ticket, this.app.store.get(), this.app);
    return [
      whyView(this.app, ticket),
      promisesView(this.app, ticket),
      summary && section(t('ticket.summary'), rich(summary, t)),
      this.#refused(ticket),
      section(t('ticket.mood'), moodCurve(this.app, ticket)),
      section(t('ticket.intents'), this.#intents(ticket), this.#entities(ticket)),
      section(t('ticket.articles'), this.#articles(ticket)),
      section(t('ticket.about'), this.#about(ticket)),
      this.contacts,
    ];
  }

  /** Each leads to where it was said. @param {Ticket} ticket */
  #refused(ticket) {
    const refused = ticket.refused ?? [];
    if (refused.length === 0) return null;
    const { t } = this.app;
    return section(t('ticket.refused'), h('ul', { class: 'plain', 'data-test': 'refused' }, ...refused.map(({ seq, text }) => h('li', {},
      h('button', { class: 'to-turn', type: 'button', title: t('ticket.to_turn'), onclick: () => this.app.jump(seq) }, icon('reply'), h('q', { dir: 'auto' }, text))))));
  }

  /** @param {Ticket} ticket */
  #intents(ticket) {
    const intents = onceEach(ticket.intents ?? [], (intent) => intent.intent);
    if (intents.length === 0) return h('p', { class: 'quiet' }, this.app.t('ticket.no_intents'));
    return h('ul', { class: 'plain' }, ...intents.map(({ item: intent, times }) => h('li', {},
      h('button', { class: 'to-turn', type: 'button', title: this.app.t('ticket.to_turn'), onclick: () => this.app.jump(intent.seq) }, meter(counted(intentTitle(this.app, ticket, intent.intent), times), intent.confidence, this.app.region)))));
  }

  /** @param {Ticket} ticket */
  #entities(ticket) {
    const entities = ticket.entities ?? [];
    return entities.length === 0 ? null : h('ul', { class: 'plain entities' }, ...entities.map((entity) => this.#entity(entity)));
  }

  /** @param {TicketEntity} entity */
  #entity({ kind, value }) {
    const { t } = this.app;
    const key = `entity.${kind}`;
    return h('li', {}, h('span', { class: 'entity-kind' }, t(key) === key ? humanise(kind) : t(key)), h('code', { class: 'entity-value' }, value),
      h('button', { class: 'icon-button small', type: 'button', 'data-test': 'copy', 'aria-label': t('ticket.copy', { value }), title: t('ticket.copy', { value }), onclick: (event) => this.#copy(event.currentTarget, value) }, icon('copy')));
  }

  /** Says so aloud, and on the button itself. @param {HTMLButtonElement} button @param {string} value */
  async #copy(button, value) {
    if (!await this.app.copy(value)) return;
    fill(button, icon('check'));
    setTimeout(() => fill(button, icon('copy')), COPIED_MS);
  }

  /** @param {Ticket} ticket */
  #articles(ticket) {
    const articles = onceEach(ticket.articles ?? [], (article) => article.slug);
    if (articles.length === 0) return h('p', { class: 'quiet' }, this.app.t('ticket.no_articles'));
    return h('ul', { class: 'plain articles' }, ...articles.map(({ item: article, times }) => h('li', {},
      h('button', { class: 'to-turn', type: 'button', title: this.app.t('ticket.to_turn'), onclick: () => this.app.jump(article.seq) }, icon('article'), h('span', {}, counted(article.title, times))),
      h('button', { class: 'link', type: 'button', 'aria-label': `${this.app.t('article.read')}: ${article.title}`, onclick: () => this.app.showArticle(ticket, article.slug, article.title) }, this.app.t('article.read')))));
  }

  /** @param {Ticket} ticket */
  #about(ticket) {
    const { t, locale, region } = this.app;
    return h('dl', { class: 'about' },
      ...pair(t('ticket.customer'), customer(ticket)), ...pair(t('ticket.tier'), ticket.identity?.tier), ...pair(t('ticket.answers_by'), this.#byMail(ticket)), ...pair(t('ticket.page'), this.#page(ticket)), ...pair(t('ticket.cart'), this.#cart(ticket)), ...pair(t('ticket.language'), languageName(ticket.locale, locale)),
      ...pair(t('ticket.since'), ticket.waiting_since ? h('time', { datetime: ticket.waiting_since }, fullTime(ticket.waiting_since, region)) : null),
      ...pair(t('ticket.team'), ticket.team && nameOfTeam(this.app.store.get(), ticket.bot, ticket.team, locale)), ...pair(t('ticket.opens'), ticket.opens_at ? h('time', { datetime: ticket.opens_at }, fullTime(ticket.opens_at, region)) : null), ...pair(t('ticket.priority'), t(`priority.${ticket.priority}`)),
      ...pair(t('ticket.session'), h('code', {}, ticket.session)));
  }

  /** That the answer goes by e-mail, or a way to ask where to. @param {Ticket} ticket */
  #byMail(ticket) {
    const { app } = this;
    if (ticket.by_mail || ticket.address_asked) return app.t(ticket.by_mail ? 'ticket.by_mail' : 'address.asked');
    const state = app.store.get();
    return state.mail && isMine(state, ticket) && h('button', { class: 'link', type: 'button', 'data-test': 'ask-address', onclick: () => app.askAddress() }, app.t('address.ask'));
  }

  /** @param {Ticket} ticket */
  #page({ page }) {
    if (!page?.url && !page?.title) return null;
    const words = page.title || shortUrl(page.url);
    return isWebUrl(page.url) ? h('a', { href: page.url, target: '_blank', rel: 'noopener noreferrer', title: page.url }, words) : words;
  }

  /** What the host page says is in it. @param {Ticket} ticket */
  #cart({ page }) {
    const { items = [], total = '' } = page?.cart ?? {};
    if (items.length === 0) return null;
    const { t, region } = this.app;
    const item = (/** @type {typeof items[0]} */ { title, quantity = 1, price = '' }) => h('li', {}, h('span', { dir: 'auto' }, quantity === 1 ? title : t('cart.item', { quantity: count(quantity, region), title })), price && h('span', { class: 'cart-price' }, price));
    return h('div', { class: 'cart', 'data-test': 'cart' }, h('ul', {}, ...items.map(item)), total && h('p', { class: 'cart-total' }, t('cart.total', { total })));
  }
}

/** @param {string} name @param {number} times */
const counted = (name, times) => (times > 1 ? `${name} \u00d7${times}` : name);

/** The same for a control and for the one that stands in its place after a change. @param {Element|null} control */
function nameOf(control) {
  const { seq } = /** @type {HTMLElement} */ (control).dataset;
  return seq ? `turn ${seq}` : control?.getAttribute('aria-label') ?? control?.textContent ?? '';
}

/** @param {string} title @param {...Child} children */
function section(title, ...children) {
  return h('section', {}, h('h3', {}, title), ...children);
}

/** Who the customer is, where the host page's server said so. @param {Ticket} ticket */
function customer({ identity }) {
  if (!identity) return null;
  return identity.name && identity.sub ? `${identity.name} (${identity.sub})` : identity.name || identity.sub;
}

/** @param {string} name @param {Child} value @returns {Child[]} */
function pair(name, value) {
  return value ? [h('dt', {}, name), h('dd', {}, value)] : [];
}

customElements.define('baton-ticket-panel', TicketPanel);

