// Keys to commands. `code` is used with Alt, because Alt changes the letter on some keyboards (macOS: Alt+J is "∆").

/** @typedef {'next'|'previous'|'accept'|'resolve'|'note'|'reply'|'help'} Command */

/** @type {Record<string, Command>} */
const WITH_ALT = { KeyJ: 'next', KeyK: 'previous', KeyA: 'accept', KeyE: 'resolve', KeyP: 'note', KeyL: 'reply' };

/** What the help sheet lists, in this order. @type {{keys: string[], command: string}[]} */
export const SHORTCUTS = [
  { keys: ['Alt', 'J'], command: 'next' },
  { keys: ['Alt', 'K'], command: 'previous' },
  { keys: ['Alt', 'A'], command: 'accept' },
  { keys: ['Alt', 'L'], command: 'reply' },
  { keys: ['Alt', 'P'], command: 'note' },
  { keys: ['Alt', 'E'], command: 'resolve' },
  { keys: ['Enter'], command: 'send' },
  { keys: ['Shift', 'Enter'], command: 'newline' },
  { keys: ['?'], command: 'help' },
];

/**
 * @param {{code: string, key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean}} press
 * @param {boolean} typing whether the focus is in a text field
 * @returns {Command|null}
 */
export function commandOf(press, typing) {
  if (press.ctrlKey || press.metaKey) return null;
  if (press.altKey) return WITH_ALT[press.code] ?? null;
  return press.key === '?' && !typing ? 'help' : null;
}
