// Under a customer's message: the way to a translation, and the translation, marked as a machine's.

/** @import {App} from './app.js' */
/** @import {Ticket, Translation} from '../logic/types.js' */
/** @import {Message} from '../logic/transcript.js' */

import { languageName } from '../logic/format.js';
import { keyOf, translates } from '../logic/translation.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** @param {Message} message @param {{app: App, ticket: Ticket}} scene */
export function translation(message, { app, ticket }) {
  const state = app.store.get();
  const typed = message.from === 'customer' && !message.tapped && !message.file;
  const { seq } = message;
  if (!typed || seq === null || !translates(state, ticket)) return null;
  const known = state.translations[keyOf(ticket.session, seq)];
  if (known?.state === 'asked') return h('p', { class: 'status', role: 'status' }, app.t('translate.asked'));
  if (known?.state === 'done') return done(known, seq, app, ticket);
  const failed = known && h('span', { role: 'alert' }, app.t('translate.failed'));
  return h('p', { class: 'status' }, failed, button(known ? 'entry.retry' : 'translate.show', 'translate', app, () => app.showTranslation(ticket, seq)));
}

/** @param {Translation} known @param {number} seq @param {App} app @param {Ticket} ticket */
function done({ text = '', from = '' }, seq, app, ticket) {
  const hide = () => app.store.dispatch({ do: 'translation', key: keyOf(ticket.session, seq), translation: null });
  return h('div', { class: 'translation', 'data-test': 'translation' },
    h('p', { class: 'status' }, icon('language'), h('span', {}, from ? app.t('translate.mark', { language: languageName(from, app.locale) }) : app.t('translate.mark_only')), button('translate.hide', 'translate-hide', app, hide)),
    h('p', { class: 'translated', lang: app.locale, dir: 'auto' }, text));
}

/** @param {string} key @param {string} test @param {App} app @param {() => void} act */
function button(key, test, app, act) {
  return h('button', { type: 'button', class: 'link', 'data-test': test, onclick: act }, app.t(key));
}
