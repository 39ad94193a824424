// Questions before something that cannot be taken back, and the article sheet.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Child} from './dom.js' */

import { colleaguesFor, inLocale, nameOfTeam } from '../logic/colleagues.js';
import { dateOf } from '../logic/format.js';
import { article, changePassword } from '../net/api.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';
import { rich } from './rich.js';
import { toast } from './toast.js';

/** Why an agent says no to an offer. */
const DECLINE = ['busy', 'not_mine', 'break', 'other'];

/**
 * Asks, does, and closes only once it is done; a refusal is told inside the dialog and nothing typed is lost.
 * @param {App} app
 * @param {{title: string, test: string, submit: string, body: Child[], act: (form: FormData) => Promise<unknown>}} question
 * @returns {Promise<boolean>} whether it was done
 */
function ask(app, { title, test, submit, body, act }) {
  return new Promise((settle) => {
    const problem = h('p', { class: 'form-problem', role: 'alert' });
    const button = h('button', { class: 'button primary', type: 'submit', 'data-test': `${test}-confirm` }, submit);
    const form = h('form', { onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await act(new FormData(form));
        settle(true);
        dialog.close();
      } catch (error) {
        setText(problem, app.errorText(/** @type {any} */ (error).code));
        button.disabled = false;
      }
    } }, ...body.filter(Boolean).map((child) => /** @type {Node} */ (child)), problem,
    h('div', { class: 'dialog-actions' }, h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, app.t('dialog.cancel')), button));
    const dialog = sheet(app, title, test, form, () => settle(false));
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  });
}

/** A modal sheet: the browser keeps the focus in it and gives it back, and Escape closes it. @param {App} app @param {string} title @param {string} test @param {Child} body @param {() => void} [closed] */
export function sheet(app, title, test, body, closed) {
  const heading = h('h2', { id: `${test}-title` }, title);
  const dialog = h('dialog', { class: 'sheet', 'data-test': `${test}-dialog`, 'aria-labelledby': `${test}-title` },
    h('header', {}, heading, h('button', { class: 'icon-button', type: 'button', 'aria-label': app.t('dialog.close'), onclick: () => dialog.close() }, icon('close'))), body);
  dialog.addEventListener('close', () => { dialog.remove(); closed?.(); });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement|null} */ (dialog.querySelector('input[type="radio"]:checked, select, textarea'))?.focus();
  return dialog;
}

/** @param {string} name @param {string} label @param {string} test @param {string} [hint] */
function textRow(name, label, test, hint = '') {
  return h('label', { class: 'labelled' }, h('span', {}, label), h('textarea', { class: 'input', name, rows: 3, maxlength: 4000, dir: 'auto', placeholder: hint, 'data-test': test }));
}

/** @param {string} name @param {string} legend @param {{value: string, label: string}[]} options @param {string} test @param {boolean} [first] whether the first is chosen */
function choiceRow(name, legend, options, test, first = true) {
  const radios = options.map(({ value, label }, i) => h('label', { class: 'pill' }, h('input', { type: 'radio', name, value, checked: first && i === 0, 'data-test': `${test}-${value}` }), h('span', {}, label)));
  return h('fieldset', { class: 'pills' }, h('legend', {}, legend), ...radios);
}

/** @param {App} app @param {Ticket} ticket */
export function askResolve(app, { session, bot }) {
  const { t, locale } = app;
  const codes = (app.store.get().codes[bot] ?? []).map(({ code, name }) => ({ value: code, label: inLocale(name, locale, code) }));
  return ask(app, {
    title: t('resolve.title'), test: 'resolve', submit: t('resolve.submit'),
    body: [choiceRow('code', t('resolve.code'), codes, 'wrap-code'), textRow('note', t('resolve.note'), 'wrap-note')],
    act: (form) => app.desk.resolve(session, String(form.get('code')), String(form.get('note') ?? '').trim()),
  });
}

/** @param {App} app @param {Ticket} ticket */
export function askReturn(app, { session, bot }) {
  const { t } = app;
  return ask(app, {
    title: t('return.title'), test: 'return', submit: t('return.submit'),
    body: [h('p', { class: 'lead' }, t('return.lead')), articleRow(app, bot), textRow('instruction', t('return.instruction'), 'return-instruction', t('return.hint'))],
    act: (form) => app.desk.returnToBot(session, String(form.get('instruction') ?? '').trim(), String(form.get('article') ?? '')),
  });
}

/** What the bot says first, of all it may say. @param {App} app @param {string} bot */
function articleRow({ t, store, locale }, bot) {
  const articles = (store.get().articles[bot] ?? []).map(({ slug, title }) => ({ slug, title: inLocale(title, locale, slug) }));
  if (articles.length === 0) return null;
  const options = articles.sort((a, b) => a.title.localeCompare(b.title)).map(({ slug, title }) => h('option', { value: slug }, title));
  return h('label', { class: 'labelled' }, h('span', {}, t('return.article')), h('select', { class: 'input', name: 'article', 'data-test': 'return-article' }, h('option', { value: '' }, t('return.no_article')), ...options));
}

/** To the queue, to another team, or to a colleague who takes chats now. @param {App} app @param {Ticket} ticket */
export function askTransfer(app, ticket) {
  const { t } = app;
  const state = app.store.get();
  const teams = (state.teams[ticket.bot] ?? []).filter((team) => team.id !== ticket.team);
  const queue = [{ value: 'queue', label: t('transfer.queue') }, ...teams.map((team) => ({ value: `team:${team.id}`, label: nameOfTeam(state, ticket.bot, team.id, app.locale) }))];
  const colleagues = colleaguesFor(state, ticket.bot).map((colleague) => ({ value: `agent:${colleague.agent}`, label: colleague.name }));
  return ask(app, {
    title: t('transfer.title'), test: 'transfer', submit: t('transfer.submit'),
    body: [choiceRow('to', t('transfer.to'), queue, 'transfer-to'),
      colleagues.length > 0 ? choiceRow('to', t('transfer.colleague'), colleagues, 'transfer-to', false) : h('p', { class: 'quiet' }, t('transfer.nobody')),
      textRow('note', t('transfer.note'), 'transfer-note')],
    act: (form) => app.desk.transfer(ticket.session, destination(String(form.get('to'))), String(form.get('note') ?? '').trim()),
  });
}

/** @param {string} value @returns {import('../net/desk.js').Destination} */
function destination(value) {
  const [kind, name] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)];
  return kind === 'team' ? { team: name } : kind === 'agent' ? { agent: name } : { queue: true };
}

/** Says no to an offer, and why. @param {App} app @param {string} session */
export function askDecline(app, session) {
  const { t } = app;
  const reasons = DECLINE.map((value) => ({ value, label: t(`decline.${value}`) }));
  return ask(app, {
    title: t('decline.title'), test: 'decline', submit: t('offer.decline'),
    body: [choiceRow('reason', t('decline.why'), reasons, 'decline')],
    act: (form) => app.desk.decline(session, String(form.get('reason'))).catch((error) => {
      // While one chose why, the time was up: it is with a colleague, as was wanted.
      if (error.code !== 'not_yours') throw error;
      toast(t('decline.late'), 'good');
    }),
  });
}

/** The password that one has, and the one that one wants. @param {App} app */
export async function askPassword(app) {
  const { t } = app;
  const row = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ autocomplete) => h('label', { class: 'labelled' }, h('span', {}, label),
    h('input', { class: 'input', type: 'password', name, required: true, autocomplete, 'data-test': `password-${name}` }));
  const done = await ask(app, {
    title: t('password.title'), test: 'password', submit: t('password.submit'),
    body: [h('p', { class: 'lead' }, t('password.lead')), row('old', t('password.old'), 'current-password'), row('new', t('password.new'), 'new-password')],
    act: async (form) => {
      const code = await changePassword(String(form.get('old')), String(form.get('new')));
      if (code !== 'done') throw { code };
    },
  });
  if (done) app.passwordChanged();
}

/** The approved answer as the customer could read it. @param {App} app @param {Ticket} ticket @param {string} slug @param {string} title */
export async function showArticle(app, ticket, slug, title) {
  const body = h('div', { class: 'article-body' }, h('p', { class: 'quiet' }, app.t('article.loading')));
  sheet(app, title, 'article', body);
  const found = await article(ticket.bot, slug, ticket.locale);
  if (!found) return fill(body, h('p', {}, app.t('article.missing')));
  fill(body, rich(found.body, app.t), found.updated && h('p', { class: 'quiet' }, app.t('article.updated', { date: dateOf(found.updated, app.region) })));
}

/** Two who write in one chat: the customer should not hear both. @param {App} app @param {string[]} writers @param {() => void} send */
export function askSendAnyway(app, writers, send) {
  const { t } = app;
  const lead = h('p', {}, t('both.lead', { names: writers.join(', ') }));
  return ask(app, { title: t('both.title'), test: 'both', submit: t('both.submit'), body: [lead], act: async () => send() });
}

/** Hours for which a conversation may rest. */
const SNOOZE_H = [0.25, 1, 4, 24];

/** @param {App} app @param {Ticket} ticket */
export function askSnooze(app, { session }) {
  const { t } = app;
  const choices = SNOOZE_H.map((hours) => ({ value: String(hours), label: t(`snooze.h${String(hours).replace('.', '_')}`) }));
  return ask(app, {
    title: t('snooze.title'), test: 'snooze', submit: t('snooze.submit'),
    body: [h('p', {}, t('snooze.lead'), app.store.get().mail && ` ${t('snooze.mail')}`), choiceRow('hours', t('snooze.until'), choices, 'snooze')],
    act: (form) => app.desk.snooze(session, new Date(app.now() + Number(form.get('hours')) * 3_600_000).toISOString()),
  });
}
