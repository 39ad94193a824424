// A short word at the edge of the screen, read out politely, gone by itself.

import { h } from './dom.js';

const STAYS_MS = 6000;

const shelf = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

/** A region is read out only if it was there before its words. */
export function readyToast() {
  document.body.append(shelf);
}

/** @param {string} text @param {'good'|'problem'} kind */
export function toast(text, kind) {
  const note = h('div', { class: 'toast', 'data-kind': kind, 'data-test': 'toast' }, text);
  shelf.replaceChildren(note);
  setTimeout(() => note.remove(), STAYS_MS);
}
