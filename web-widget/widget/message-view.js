// One row of the conversation as an element.
import { renderPlainText, renderRichText } from '../shared/rich-text.js';
import { button, icon } from './controls.js';
import { h } from './dom.js';
import { hiddenName } from '../texts/widget.js';

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./items.js').Message} Message */
/** @typedef {import('../texts/widget.js').Say} Say */

/**
 * What a row lets the customer do.
 * @typedef {object} RowActions
 * @property {(choice: string, ref: number, label: string) => void} choose
 * @property {(source: import('./wire.js').Source) => void} source
 * @property {(cid: string) => void} retry
 * @property {(cid: string) => void} discard
 * @property {(place: HTMLElement, survey: import('./items.js').Survey) => void} survey fills a place with the survey
 * @property {(place: HTMLElement, form: import('./items.js').Form) => void} form and with a form
 * @property {(place: HTMLElement, message: Message) => void} file and with a file
 */

/** @param {Item} item @param {Say} say @param {RowActions} actions @returns {HTMLElement} */
export function renderItem(item, say, actions) {
  if (item.type === 'message') return renderMessage(item, say, actions);
  if (item.type === 'survey' || item.type === 'form') {
    const place = h('div', { class: item.type, 'data-test': item.type });
    if (item.type === 'form') actions.form(place, item);
    else actions.survey(place, item);
    return place;
  }
  return h('p', { class: item.type, 'data-test': item.type, 'data-seq': item.seq }, h('span', {}, item.text));
}

/** @param {Message} message @param {Say} say @param {RowActions} actions */
function renderMessage(message, say, actions) {
  const { from, seq, status, first, last, name } = message;
  const mine = from === 'customer';
  const render = mine ? renderPlainText : renderRichText;
  const bubble = message.file ? h('div', { class: 'file' }) : h('div', { class: 'bubble', dir: 'auto' }, render(message.text, hiddenName(say)));
  if (message.file) actions.file(bubble, message);
  const parts = h('div', { class: 'parts' },
    mine || !first ? h('span', { class: 'unseen' }, name + ': ') : renderSender(message, say),
    bubble,
    renderSources(message, say, actions),
    renderChoices(message, say, actions),
    mine && (last || message.note) ? renderReceipt(message, say, actions) : null);
  return h('div', {
    class: 'row', 'data-test': 'message', 'data-from': from, 'data-seq': seq, 'data-cid': message.cid,
    'data-status': status, 'data-first': first, 'data-last': last,
  }, mine ? null : renderFace(message), parts);
}

/** @param {Message} message */
function renderFace({ from, first, name }) {
  const face = first && (from === 'bot' ? icon('bot') : name.slice(0, 1));
  return h('span', { class: 'face', 'aria-hidden': 'true' }, face);
}

/** @param {Message} message @param {Say} say */
function renderSender({ from, name, time, at }, say) {
  const who = from === 'agent' ? `${name} (${say('person')})` : name;
  return h('p', { class: 'meta' }, h('b', {}, who), ' ', h('time', { datetime: at, dir: 'auto' }, time));
}

/** @param {Message} message @param {Say} say @param {RowActions} actions */
function renderReceipt({ time, at, note, status, canRetry, cid }, say, actions) {
  const failed = status === 'failed' && cid;
  return h('p', { class: 'meta receipt' },
    failed ? icon('alert') : null,
    h('time', { datetime: at, dir: 'auto' }, time), note ? ' ' : null, note ? h('span', { class: 'note' }, note) : null,
    failed && canRetry ? button(say('retry'), 'retry', () => actions.retry(cid), 'link') : null,
    failed ? button(say('discard'), 'discard', () => actions.discard(cid), 'link') : null);
}

/** @param {Message} message @param {Say} say @param {RowActions} actions */
function renderSources({ sources }, say, actions) {
  if (sources.length === 0) return null;
  const label = say(sources.length === 1 ? 'source' : 'sources');
  return h('div', { class: 'sources', role: 'group', 'aria-label': label }, ...sources.map((source) =>
    h('button', { type: 'button', class: 'source', 'data-test': 'source', 'data-id': source.id, onclick: () => actions.source(source) },
      icon('page'), h('span', { dir: 'auto' }, source.title))));
}

/** @param {Message} message @param {Say} say @param {RowActions} actions */
function renderChoices({ choices, choosable, seq = 0 }, say, actions) {
  if (choices.length === 0) return null;
  return h('div', { class: 'choices', role: 'group', 'aria-label': say('answers') }, ...choices.map(({ id, label, chosen }) =>
    h('button', {
      type: 'button', class: 'pill choice', 'data-test': 'choice', 'data-choice': id, disabled: !choosable, 'data-chosen': chosen, dir: 'auto',
      onclick: () => actions.choose(id, seq, label),
    }, chosen ? icon('check') : null, label)));
}
