// What a message should have been understood as, said by the agent: kept as an example to learn from.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Message} from '../logic/transcript.js' */

import { leads } from '../logic/board.js';
import { isMine } from '../logic/rows.js';
import { h } from './dom.js';
import { toast } from './toast.js';

const SENTIMENTS = ['negative', 'neutral', 'positive'];

/** The form, for who may correct; what was said of it last stands in it. @param {Message} message @param {{app: App, ticket: Ticket}} scene */
export function correctionForm(message, { app, ticket }) {
  const state = app.store.get();
  if (message.seq === null || !message.heard || !(isMine(state, ticket) || leads(state))) return null;
  const { t } = app;
  const said = message.corrected;
  const heard = message.heard.intents?.[0]?.intent ?? '';
  const intents = (state.intents[ticket.bot] ?? []).map(({ name, title }) => ({ value: name, label: title[app.locale] ?? Object.values(title)[0] ?? name }));
  const intent = choice(t('correct.intent'), 'correct-intent', [{ value: '', label: t('correct.right') }, { value: 'none', label: t('correct.no_intent') }, ...intents.filter(({ value }) => value !== heard)], said?.intent ?? '');
  const sentiment = choice(t('heard.sentiment'), 'correct-sentiment', [{ value: '', label: t('correct.right') }, ...SENTIMENTS.map((value) => ({ value, label: t(`sentiment.${value}`) }))], said?.sentiment ?? '');
  const person = h('input', { type: 'checkbox', checked: said?.hand_off === true, 'data-test': 'correct-person' });
  const save = h('button', { class: 'button small', type: 'submit', 'data-test': 'correct-save' }, t('correct.save'));
  return h('form', { class: 'correction', 'data-test': 'correction', onsubmit: async (event) => {
    event.preventDefault();
    const correction = { of: message.seq, intent: intent.select.value || null, sentiment: sentiment.select.value || null, hand_off: person.checked };
    if (await app.attempt(app.desk.correct(ticket.session, correction))) toast(t('correct.saved'), 'good');
  } }, h('p', { class: 'correction-title' }, t('correct.title')), intent.label, sentiment.label, h('label', { class: 'check' }, person, t('correct.person')), save);
}

/** @param {string} name @param {string} test @param {{value: string, label: string}[]} options @param {string} chosen */
function choice(name, test, options, chosen) {
  const select = h('select', { class: 'team-filter', 'data-test': test }, ...options.map(({ value, label }) => h('option', { value, selected: value === chosen }, label)));
  return { select, label: h('label', { class: 'labelled' }, h('span', {}, name), select) };
}
