// Where one is signed in, and ending what one does not know.

/** @import {App} from './app.js' */
/** @import {SignInSeen} from '../net/api.js' */

import { fullTime } from '../logic/format.js';
import { endSignIn, signIns } from '../net/api.js';
import { sheet } from './dialogs.js';
import { fill, h, setText } from './dom.js';

/** @param {App} app */
export async function showSignIns(app) {
  const { t } = app;
  const list = h('ul', { class: 'sign-ins', 'aria-busy': 'true' }, h('li', { class: 'quiet' }, t('sign_ins.loading')));
  const problem = h('p', { class: 'form-problem', role: 'alert' });
  sheet(app, t('sign_ins.title'), 'sign-ins', h('div', { class: 'sheet-body' }, h('p', { class: 'lead' }, t('sign_ins.lead')), list, problem));
  await show();

  async function show() {
    const found = await signIns();
    list.removeAttribute('aria-busy');
    if (!found) return fill(list, h('li', {}, t('sign_ins.trouble'), ' ', h('button', { class: 'button', type: 'button', onclick: show }, t('sign_ins.again'))));
    fill(list, ...found.map(row));
  }

  /** @param {SignInSeen} seen */
  function row(seen) {
    const since = fullTime(seen.since, app.region);
    const where = h('span', {}, seen.address ? t('sign_ins.from', { address: seen.address }) : t('sign_ins.somewhere'),
      h('small', {}, t('sign_ins.since', { since })), h('small', {}, t('sign_ins.used', { used: fullTime(seen.last_used, app.region) })));
    if (seen.current) return h('li', { 'data-test': 'sign-in' }, where, h('span', { class: 'chip' }, t('sign_ins.current')));
    const button = h('button', { class: 'button', type: 'button', 'data-test': 'end-sign-in', 'aria-label': t('sign_ins.end_of', { since }), onclick: async () => {
      button.disabled = true;
      const ended = await endSignIn(seen.id);
      setText(problem, ended ? '' : t('sign_ins.not_ended'));
      await show();
    } }, t('sign_ins.end'));
    return h('li', { 'data-test': 'sign-in' }, where, button);
  }
}
