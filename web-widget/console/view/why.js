// "Why it is here": the rule, its numbers, and what would have kept the chat with the bot.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */

import { explain, whatElse } from '../logic/why.js';
import { h } from './dom.js';

/** @param {App} app @param {Ticket} ticket */
export function whyView(app, ticket) {
  const { t, region } = app;
  const why = explain(ticket.reason, t, region);
  // A chat that never came to people has no reason.
  if (!why?.rule) return null;
  const facts = why.facts.map((fact) => h('li', { 'data-kind': fact.kind, 'data-fact': fact.name }, fact.sentence));
  const source = [t('ticket.rule', { rule: why.rule }), why.version && t('ticket.policy', { version: why.version })].filter(Boolean).join(' · ');
  return h('section', { class: 'why', 'data-test': 'why' }, h('h3', {}, t('ticket.why')),
    h('p', { class: 'why-title' }, why.title), why.text && why.text.replace(/\.$/, '') !== why.title && h('p', { class: 'why-text' }, why.text),
    facts.length > 0 && h('ul', { class: 'facts' }, ...facts), elseView(app, ticket), h('p', { class: 'why-source' }, source));
}

/** One sentence; the message it speaks of leads to itself. @param {App} app @param {Ticket} ticket */
function elseView(app, ticket) {
  const other = whatElse(ticket.reason, app.t, app.region);
  if (!other) return null;
  const { before, message, after, seq } = other;
  return h('p', { class: 'why-else', 'data-test': 'why-else' }, before,
    h('button', { class: 'in-text', type: 'button', 'data-test': 'else-turn', title: app.t('ticket.to_turn'), onclick: () => app.jump(seq) }, message), after);
}
