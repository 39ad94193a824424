// One line of the transcript: a message with what was understood of it, a note, or a happening between messages.

/** @import {App} from './app.js' */
/** @import {Pending, Ticket} from '../logic/types.js' */
/** @import {Message, Happening, Day, Item} from '../logic/transcript.js' */

import { nameOfAgent, nameOfCode, nameOfTeam } from '../logic/colleagues.js';
import { dateAndTime, dayName, fileSize, fullTime, timeOfDay } from '../logic/format.js';
import { secondsLeft } from '../logic/held.js';
import { isMine } from '../logic/rows.js';
import { keyOf, translates } from '../logic/translation.js';
import { Countdown } from './countdown.js';
import { h } from './dom.js';
import { fileView } from './file.js';
import { heardLine } from './heard.js';
import { icon } from './icons.js';
import { revealable } from './reveal.js';
import { literal, oneLine, rich } from './rich.js';
import { translation } from './translation.js';

/** What trying again does not mend. */
const FINAL = new Set(['file_too_large', 'file_kind', 'scan_refused', 'too_many_files', 'too_long', 'closed', 'not_yours', 'forbidden', 'not_found']);

/** @typedef {{app: App, ticket: Ticket, seen: string|null, online: boolean}} Scene */

/** @param {Item} item @param {Scene} scene @returns {HTMLElement} */
export function entryView(item, scene) {
  if (item.show === 'day') return dayView(item, scene.app);
  return item.show === 'event' ? happeningView(item, scene) : messageView(item, scene);
}

/** @param {Day} day @param {App} app */
function dayView(day, app) {
  return h('div', { class: 'day', role: 'separator' }, h('span', {}, dayName(day.at, app.region)));
}

/** @param {Message} message @param {Scene} scene */
function messageView(message, scene) {
  const { app } = scene;
  const mine = message.from === 'agent' && (message.pending !== null || message.name === app.store.get().me?.name);
  const words = (message.from === 'customer' || message.from === 'note' ? literal : rich)(message.text, app.t);
  const bubble = message.file ? fileView({ ...message, file: message.file }, scene) : h('div', { class: 'bubble' }, message.tapped && h('span', { class: 'tapped' }, icon('tap'), app.t('entry.tapped')), revealable(words, message, scene));
  return h('article', {
    class: 'entry', 'data-test': 'entry', 'data-from': message.from, 'data-mine': mine, 'data-seq': message.seq,
    'data-state': message.pending?.state, tabindex: -1,
  }, byline(message, mine, app), bubble, choices(message, app), sources(message, scene), asks(message, app), translation(message, scene), status(message, scene), heardLine(message, scene));
}

/** @param {Message} message @param {boolean} mine @param {App} app */
function byline(message, mine, app) {
  const name = message.name && nameOfAgent(app.store.get(), message.name);
  const author = mine ? app.t('entry.you') : name ?? app.t(`entry.${message.from}`);
  const who = message.from === 'note' ? `${app.t('entry.note')} · ${message.name === app.store.get().me?.name || message.pending ? app.t('entry.you') : name ?? ''}` : author;
  return h('header', { class: 'byline' },
    message.from === 'bot' && icon('bot'), message.from === 'note' && icon('note'),
    h('span', { class: 'who' }, who),
    h('time', { datetime: message.at, title: fullTime(message.at, app.region) }, timeOfDay(message.at, app.region)));
}

/** @param {Message} message @param {App} app */
function choices(message, app) {
  if (message.choices.length === 0) return null;
  return h('ul', { class: 'choices', 'aria-label': app.t('entry.choices') }, ...message.choices.map((choice) => h('li', {}, choice.label)));
}

/** @param {Message} message @param {Scene} scene */
function sources(message, { app, ticket }) {
  if (message.sources.length === 0) return null;
  const links = message.sources.map((source) => h('button', { type: 'button', class: 'source', onclick: () => app.showArticle(ticket, source.id, source.title) }, icon('article'), source.title));
  return h('div', { class: 'sources', 'data-test': 'sources' }, ...links);
}

/** Who is asked in a note. @param {Message} message @param {App} app */
function asks({ mentions }, app) {
  if (!mentions) return null;
  const names = mentions.map((name) => nameOfAgent(app.store.get(), name)).join(', ');
  return h('p', { class: 'status', 'data-test': 'asks' }, icon('person'), app.t('entry.asks', { names }));
}

/** Sending, failed, seen. @param {Message} message @param {Scene} scene */
function status(message, { app, ticket, seen, online }) {
  const { pending } = message;
  if (!pending) return message.key === seen ? h('p', { class: 'status' }, icon('eye'), app.t('entry.seen')) : null;
  if (pending.state === 'held') return held(pending, ticket, app);
  if (pending.state === 'sent') return null;
  const stop = pending.kind === 'file' && h('button', { type: 'button', class: 'link', 'data-test': 'drop-file', onclick: () => app.desk.dropFile(ticket.session, pending.cid) }, app.t(pending.state === 'failed' ? 'file.drop' : 'file.cancel'));
  if (pending.state === 'sending') return h('p', { class: 'status' }, app.t(online ? 'entry.sending' : 'entry.waiting_link'), stop);
  const why = app.errorText(pending.error ?? 'trouble', { size: fileSize(app.store.get().fileBytes, app.region) });
  const final = FINAL.has(pending.error ?? '');
  return h('p', { class: 'status failed', role: 'alert' }, icon('alert'), h('span', {}, app.t('entry.failed', { why })),
    !final && h('button', { type: 'button', class: 'link', onclick: () => app.desk.retry(ticket.session, pending) }, app.t('entry.retry')),
    stop || h('button', { type: 'button', class: 'link', onclick: () => app.editAgain(ticket.session, pending) }, app.t('entry.edit')));
}

/** What has not gone yet: when it goes, and the way back. @param {Pending} pending @param {Ticket} ticket @param {App} app */
function held(pending, ticket, app) {
  const due = pending.due ?? 0;
  return h('p', { class: 'status held', 'data-test': 'held' },
    h('span', { class: 'visually-hidden' }, app.t('entry.held_aloud', { n: secondsLeft(due, Date.now()) })),
    h('span', { 'aria-hidden': 'true' }, app.t('entry.held'), ' ', new Countdown(due)),
    h('button', { type: 'button', class: 'link', 'data-test': 'undo', title: 'Alt+Z', onclick: () => app.undo(ticket.session) }, app.t('entry.undo')));
}

/** @param {Happening} item @param {Scene} scene */
function happeningView(item, { app, ticket }) {
  const { text, more } = happeningWords(item, app, ticket.bot);
  const stars = item.event.type === 'customer_rated' ? h('span', { class: 'stars', 'aria-hidden': 'true' }, ...Array.from({ length: item.event.score }, () => icon('star'))) : null;
  return h('div', { class: 'happening', 'data-test': 'entry', 'data-event': item.event.type },
    h('p', {}, stars, h('span', {}, text), h('time', { datetime: item.at, title: fullTime(item.at, app.region) }, timeOfDay(item.at, app.region))),
    more && h('p', { class: 'happening-more', dir: 'auto' }, more));
}

/** @param {Happening} item @param {App} app @param {string} bot @returns {{text: string, more: string}} */
function happeningWords({ event, agent }, app, bot) {
  const { t } = app;
  const say = (/** @type {Record<string, string|number>} */ values, more = '') => ({ text: t(`event.${event.type}`, values), more });
  switch (event.type) {
    case 'session_started': return event.page?.title ? { text: t('event.session_started_on', { page: event.page.title }), more: '' } : say({});
    case 'queued': return say({ rule: app.ruleTitle(event.reason?.rule ?? '') });
    case 'agent_accepted': return say({ name: event.name ?? agent ?? '' });
    case 'requeued': return { text: requeued(event, app), more: event.note ?? '' };
    case 'mail_ended': return { text: t(`event.mail_${event.how}`), more: '' };
    case 'snoozed': return say({ time: dateAndTime(event.until, app.region) });
    case 'contact_revealed': return say({ name: nameOfAgent(app.store.get(), agent ?? ''), what: oneLine(event.placeholder, t) });
    case 'goal_missed': return { text: t('event.goal_missed', { goal: t(`goal.${event.goal}`) }), more: '' };
    case 'supervisor_called': return { text: t('call.of', { name: nameOfAgent(app.store.get(), event.to) }), more: '' };
    case 'supervisor_came': return say({ name: nameOfAgent(app.store.get(), agent ?? '') });
    case 'offered': return say({ name: nameOfAgent(app.store.get(), event.to) });
    case 'offer_ended': return { text: t(`event.offer_${event.why}`, { name: nameOfAgent(app.store.get(), event.to) }), more: declined(event.reason, t) };
    case 'returned_to_bot': return say({}, event.instruction ? t('event.instruction', { text: event.instruction }) : '');
    case 'wrapped_up': return say({ code: nameOfCode(app.store.get(), bot, event.code, app.locale) }, event.note ?? '');
    case 'customer_rated': return say({ score: event.score }, event.comment ?? '');
    case 'noticed': case 'idle_warned': return { text: event.text, more: '' };
    default: return say({});
  }
}

/** @param {string|null} reason @param {App['t']} t */
function declined(reason, t) {
  const key = `decline.${reason}`;
  return !reason ? '' : t(key) === key ? reason : t(key);
}

/** @param {any} event @param {App} app */
function requeued(event, { t, store, locale }) {
  const state = store.get();
  if (event.why === 'agent_gone') return t('event.requeued_gone');
  if (event.why === 'agent_silent') return t('event.requeued_silent');
  if (event.to) return t('event.requeued_agent', { name: nameOfAgent(state, event.to) });
  const bots = Object.keys(state.teams).filter((bot) => state.teams[bot].some(({ id }) => id === event.team));
  return event.team ? t('event.requeued_team', { team: nameOfTeam(state, bots[0] ?? '', event.team, locale) }) : t('event.requeued');
}

/** What a rebuilt entry would look different for. @param {Item} item @param {Scene} scene */
export function fingerprint(item, scene) {
  if (item.show !== 'message') return item.key;
  const { pending, heard, decided } = item;
  const state = scene.app.store.get();
  const translated = item.from === 'customer' && item.seq !== null && translates(state, scene.ticket) && JSON.stringify(state.translations[keyOf(scene.ticket.session, item.seq)] ?? null);
  return [item.text, item.seq, translated, pending?.state, pending?.error, pending?.progress, pending && scene.online, heard !== null, decided !== null, item.key === scene.seen, heard && titles(scene.ticket), JSON.stringify(item.corrected), (heard || item.sealed.length > 0) && isMine(scene.app.store.get(), scene.ticket)].join('|');
}

/** @param {Ticket} ticket */
const titles = (ticket) => (ticket.intents ?? []).map((intent) => intent.title).join();

