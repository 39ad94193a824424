// Keys to commands. With Alt they work everywhere, also while typing; alone only elsewhere, and only if the agent wants
// them to. `code` is used with Alt, because Alt changes the letter on some keyboards (macOS: Alt+J is "∆").

/**
 * @typedef {'next'|'previous'|'accept_next'|'search'|'accept'|'transfer'|'return'|'resolve'|'details'
 *   |'reply'|'note'|'attach'|'translate'|'translate_draft'|'undo'|'suggest_1'|'suggest_2'|'suggest_3'|'board'|'help'} Command
 * @typedef {{command: Command, code: string, alt: string, key: string}} Shortcut  `alt` is the cap pressed with Alt, `key` the one pressed alone
 * @typedef {{group: string, shortcuts: Shortcut[]}} Group
 */

/** @param {Command} command @param {string} letter @returns {Shortcut} */
const lettered = (command, letter) => ({ command, code: `Key${letter}`, alt: letter, key: letter.toLowerCase() });

/** What there is, in the order of the help sheet. @type {Group[]} */
export const GROUPS = [
  { group: 'list', shortcuts: [lettered('next', 'J'), lettered('previous', 'K'), lettered('accept_next', 'N'), { command: 'search', code: 'KeyS', alt: 'S', key: '/' }] },
  { group: 'talk', shortcuts: [lettered('accept', 'A'), lettered('transfer', 'T'), lettered('return', 'B'), lettered('resolve', 'E'), lettered('details', 'I'), lettered('translate', 'G')] },
  { group: 'write', shortcuts: [{ command: 'reply', code: 'KeyL', alt: 'L', key: 'r' }, lettered('note', 'P'), lettered('attach', 'U'), lettered('translate_draft', 'W'), lettered('undo', 'Z'),
    { command: 'suggest_1', code: 'Digit1', alt: '1', key: '1' }, { command: 'suggest_2', code: 'Digit2', alt: '2', key: '2' }, { command: 'suggest_3', code: 'Digit3', alt: '3', key: '3' }] },
  { group: 'rest', shortcuts: [lettered('board', 'V'), { command: 'help', code: 'Slash', alt: '/', key: '?' }] },
];

const ALL = GROUPS.flatMap(({ shortcuts }) => shortcuts);

/**
 * @param {{code: string, key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean}} press
 * @param {{typing: boolean, single: boolean}} when  whether letters are being typed, and whether keys alone count
 * @returns {Command|null}
 */
export function commandOf(press, { typing, single }) {
  if (press.ctrlKey || press.metaKey) return null;
  const known = press.altKey ? ALL.find(({ code }) => code === press.code) : !typing && single ? ALL.find(({ key }) => key === press.key) : undefined;
  return known?.command ?? null;
}
