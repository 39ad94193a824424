// The help sheet: every shortcut one may use, and the choice whether keys work alone.

/** @import {App} from './app.js' */
/** @import {Shortcut} from '../logic/keys.js' */
/** @import {Child} from './dom.js' */

import { groupsFor } from '../logic/keys.js';
import { sheet } from './dialogs.js';
import { h } from './dom.js';

/** @param {App} app */
export function showHelp(app) {
  const { t } = app;
  const alt = /Mac|iPhone|iPad/.test(navigator.platform) ? '\u2325' : 'Alt';
  const alone = h('input', { type: 'checkbox', checked: app.prefs.singleKeys(), 'data-test': 'single-keys', onchange: () => app.prefs.setSingleKeys(alone.checked) });
  /** @param {Shortcut} shortcut */
  const row = ({ command, alt: cap, key }) => line(t(`help.${command}`), [caps(alt, cap), caps(...(key ? [key.length === 1 ? key.toUpperCase() : key] : []))]);
  const groups = groupsFor(app.store.get()).map(({ group, shortcuts }) => h('section', {}, h('h3', {}, t(`help.${group}`)),
    h('dl', { class: 'shortcuts' }, ...shortcuts.map(row), ...(group === 'write' ? writing(t) : []))));
  sheet(app, t('help.title'), 'help', h('div', { class: 'help' }, ...groups,
    h('label', { class: 'check' }, alone, h('span', {}, t('help.alone'), h('small', {}, t('help.alone_more', { alt }))))));
}

/** @param {App['t']} t */
function writing(t) {
  return [line(t('help.send'), [caps('Enter')]), line(t('help.newline'), [caps('Shift', 'Enter')])];
}

/** @param {string} words @param {Child[]} ways */
function line(words, ways) {
  return h('div', {}, h('dt', {}, words), h('dd', {}, ...ways));
}

/** @param {...string} names */
function caps(...names) {
  return h('span', { class: 'caps' }, ...names.map((name) => h('kbd', {}, name)));
}
