// Keys to commands. With Alt they work everywhere, also while typing; alone only elsewhere, and only if the agent wants
// them to. `code` is used with Alt, because Alt changes the letter on some keyboards (macOS: Alt+J is "∆").

/** @import {State} from './types.js' */

import { leads } from './board.js';

/**
 * @typedef {'next'|'previous'|'accept_next'|'search'|'tab_mine'|'tab_waiting'|'tab_all'|'offer_accept'|'offer_decline'|'available'
 *   |'accept'|'take_over'|'answer_call'|'transfer'|'snooze'|'return'|'resolve'|'ask_address'|'details'|'translate'
 *   |'beside'|'column_before'|'column_after'|'close_column'
 *   |'reply'|'note'|'attach'|'translate_draft'|'undo'|'suggest_1'|'suggest_2'|'suggest_3'|'board'|'help'} Command
 * @typedef {{command: Command, code: string, alt: string, key: string}} Shortcut  `alt` is the cap pressed with Alt, `key` the one pressed alone, empty where none is
 * @typedef {{group: string, shortcuts: Shortcut[]}} Group
 */

/** @param {Command} command @param {string} letter @returns {Shortcut} */
const lettered = (command, letter) => ({ command, code: `Key${letter}`, alt: letter, key: letter.toLowerCase() });

/** What takes more than one key, since it changes what a customer or a colleague meets. @param {Command} command @param {string} letter @returns {Shortcut} */
const withAlt = (command, letter) => ({ ...lettered(command, letter), key: '' });

/** @param {Command} command @param {number} digit @returns {Shortcut} */
const numbered = (command, digit) => ({ command, code: `Digit${digit}`, alt: String(digit), key: String(digit) });

/** What there is, in the order of the help sheet. Alt with D, F and H are the browser's. @type {Group[]} */
export const GROUPS = [
  { group: 'list', shortcuts: [lettered('next', 'J'), lettered('previous', 'K'), lettered('accept_next', 'N'), { command: 'search', code: 'KeyS', alt: 'S', key: '/' },
    numbered('tab_mine', 4), numbered('tab_waiting', 5), numbered('tab_all', 6), withAlt('offer_accept', 'Y'), withAlt('offer_decline', 'X'), withAlt('available', 'R')] },
  { group: 'talk', shortcuts: [lettered('accept', 'A'), withAlt('take_over', 'C'), numbered('answer_call', 7), lettered('transfer', 'T'), lettered('snooze', 'M'), lettered('return', 'B'), lettered('resolve', 'E'), numbered('ask_address', 8), lettered('details', 'I'), lettered('translate', 'G')] },
  { group: 'columns', shortcuts: [lettered('beside', 'O'), { command: 'column_before', code: 'Comma', alt: ',', key: ',' }, { command: 'column_after', code: 'Period', alt: '.', key: '.' }, withAlt('close_column', 'Q')] },
  { group: 'write', shortcuts: [{ command: 'reply', code: 'KeyL', alt: 'L', key: 'r' }, lettered('note', 'P'), lettered('attach', 'U'), lettered('translate_draft', 'W'), lettered('undo', 'Z'),
    numbered('suggest_1', 1), numbered('suggest_2', 2), numbered('suggest_3', 3)] },
  { group: 'rest', shortcuts: [lettered('board', 'V'), { command: 'help', code: 'Slash', alt: '/', key: '?' }] },
];

/** What only who leads others does. @type {Command[]} */
const LEADING = ['take_over', 'answer_call', 'board'];
/** What needs a translator behind one of the bots. @type {Command[]} */
const TRANSLATING = ['translate', 'translate_draft'];
/** What needs a server that sends mail. @type {Command[]} */
const MAILING = ['ask_address'];

/** What the signed-in agent may do here, as the help sheet tells it. @param {State} state @returns {Group[]} */
export function groupsFor(state) {
  const without = [...(leads(state) ? [] : LEADING), ...(state.translates.length > 0 ? [] : TRANSLATING), ...(state.mail ? [] : MAILING)];
  return GROUPS.map(({ group, shortcuts }) => ({ group, shortcuts: shortcuts.filter(({ command }) => !without.includes(command)) }));
}

const ALL = GROUPS.flatMap(({ shortcuts }) => shortcuts);

/**
 * @param {{code: string, key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean}} press
 * @param {{typing: boolean, single: boolean}} when  whether letters are being typed, and whether keys alone count
 * @returns {Command|null}
 */
export function commandOf(press, { typing, single }) {
  if (press.ctrlKey || press.metaKey) return null;
  const known = press.altKey ? ALL.find(({ code }) => code === press.code) : !typing && single ? ALL.find(({ key }) => key !== '' && key === press.key) : undefined;
  return known?.command ?? null;
}
