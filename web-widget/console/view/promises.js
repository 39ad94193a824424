// Every promise to the customer and how it stands: an icon and a word, and the time that is left while it runs.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */

import { nameOfAgent } from '../logic/colleagues.js';
import { promisesOf } from '../logic/goals.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { countdown } from './parts.js';

/** @type {Record<import('../logic/goals.js').Standing, Parameters<typeof icon>[0]>} */
const ICONS = { pending: 'clock', warn: 'alert', hit: 'check', missed: 'close' };

/** @param {App} app @param {Ticket} ticket */
export function promisesView(app, ticket) {
  const { t } = app;
  const promises = promisesOf(ticket, app.now());
  if (promises.length === 0) return null;
  return h('section', { 'data-test': 'promises' }, h('h3', {}, t('ticket.promises')),
    ticket.call && h('p', { class: 'called', 'data-test': 'called' }, icon('alert'), h('span', {}, t(ticket.call.to ? 'call.of' : 'call.nobody', { name: nameOfAgent(app.store.get(), ticket.call.to ?? '') }))),
    h('ul', { class: 'promises' }, ...promises.map(({ goal, standing }) => h('li', { 'data-standing': standing, 'data-goal': goal.goal },
      icon(ICONS[standing]), h('span', { class: 'promise-name' }, t(`goal.${goal.goal}`)),
      h('span', { class: 'promise-word' }, t(`promise.${standing}`)), goal.state !== 'hit' && h('span', { class: 'promise-left' }, countdown(app, goal))))));
}
