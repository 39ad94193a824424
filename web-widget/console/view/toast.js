// A short word at the edge of the screen, read out politely, gone by itself.

import { h } from './dom.js';

const STAYS_MS = 6000;

/** @param {string} text @param {'good'|'problem'} kind */
export function toast(text, kind) {
  const shelf = document.querySelector('.toasts') ?? document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const note = h('div', { class: 'toast', 'data-kind': kind, 'data-test': 'toast' }, text);
  shelf.replaceChildren(note);
  setTimeout(() => note.remove(), STAYS_MS);
}
