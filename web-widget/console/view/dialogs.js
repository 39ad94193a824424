// Questions before something that cannot be taken back, and the article sheet.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Child} from './dom.js' */

import { dateOf, humanise } from '../logic/format.js';
import { article } from '../net/api.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';
import { rich } from './rich.js';

const CODES = ['solved', 'answered', 'followup', 'no_answer', 'other'];

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
  /** @type {HTMLElement|null} */ (dialog.querySelector('input[type="radio"]:checked, textarea'))?.focus();
  return dialog;
}

/** @param {string} name @param {string} label @param {string} test @param {string} [hint] */
function textRow(name, label, test, hint = '') {
  return h('label', { class: 'labelled' }, h('span', {}, label), h('textarea', { class: 'input', name, rows: 3, maxlength: 4000, dir: 'auto', placeholder: hint, 'data-test': test }));
}

/** @param {string} name @param {string} legend @param {{value: string, label: string}[]} options @param {string} test */
function choiceRow(name, legend, options, test) {
  const radios = options.map(({ value, label }, i) => h('label', { class: 'pill' }, h('input', { type: 'radio', name, value, checked: i === 0, 'data-test': `${test}-${value}` }), h('span', {}, label)));
  return h('fieldset', { class: 'pills' }, h('legend', {}, legend), ...radios);
}

/** @param {App} app @param {string} session */
export function askResolve(app, session) {
  const { t } = app;
  const codes = CODES.map((value) => ({ value, label: t(`code.${value}`) }));
  return ask(app, {
    title: t('resolve.title'), test: 'resolve', submit: t('resolve.submit'),
    body: [choiceRow('code', t('resolve.code'), codes, 'wrap-code'), textRow('note', t('resolve.note'), 'wrap-note')],
    act: (form) => app.desk.resolve(session, String(form.get('code')), String(form.get('note') ?? '').trim()),
  });
}

/** @param {App} app @param {string} session */
export function askReturn(app, session) {
  const { t } = app;
  return ask(app, {
    title: t('return.title'), test: 'return', submit: t('return.submit'),
    body: [h('p', { class: 'lead' }, t('return.lead')), textRow('instruction', t('return.instruction'), 'return-instruction', t('return.hint'))],
    act: (form) => app.desk.returnToBot(session, String(form.get('instruction') ?? '').trim()),
  });
}

/** @param {App} app @param {Ticket} ticket @param {string[]} teams */
export function askTransfer(app, ticket, teams) {
  const { t } = app;
  const others = teams.filter((team) => team !== ticket.team);
  const options = [{ value: '', label: t('transfer.queue') }, ...others.map((team) => ({ value: team, label: t('transfer.team', { team: humanise(team) }) }))];
  return ask(app, {
    title: t('transfer.title'), test: 'transfer', submit: t('transfer.submit'),
    body: [choiceRow('team', t('transfer.to'), options, 'transfer-to'), textRow('note', t('transfer.note'), 'transfer-note')],
    act: (form) => {
      const team = String(form.get('team') ?? '');
      return app.desk.transfer(ticket.session, team ? { team } : { queue: true }, String(form.get('note') ?? '').trim());
    },
  });
}

/** The approved answer as the customer could read it. @param {App} app @param {Ticket} ticket @param {string} slug @param {string} title */
export async function showArticle(app, ticket, slug, title) {
  const body = h('div', { class: 'article-body' }, h('p', { class: 'quiet' }, app.t('article.loading')));
  sheet(app, title, 'article', body);
  const found = await article(ticket.bot, slug, ticket.locale);
  if (!found) return fill(body, h('p', {}, app.t('article.missing')));
  fill(body, rich(found.body, app.t), found.updated && h('p', { class: 'quiet' }, app.t('article.updated', { date: dateOf(found.updated, app.region) })));
}
