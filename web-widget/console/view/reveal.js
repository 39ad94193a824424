// Beside each hidden value that is kept: a button that shows it to the agent who has the chat. Each time is recorded.

/** @import {Message} from '../logic/transcript.js' */
/** @import {Scene} from './entry.js' */

import { isMine } from '../logic/rows.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** @param {HTMLElement} words @param {Message} message @param {Scene} scene */
export function revealable(words, message, { app, ticket }) {
  if (message.sealed.length === 0 || !isMine(app.store.get(), ticket)) return words;
  for (const chip of /** @type {NodeListOf<HTMLElement>} */ (words.querySelectorAll('.hidden-value'))) {
    const placeholder = chip.title;
    if (!message.sealed.includes(placeholder)) continue;
    const what = app.t('reveal.show', { what: chip.textContent ?? '' });
    const button = h('button', { type: 'button', class: 'icon-button small reveal', title: what, 'aria-label': what, 'data-test': 'reveal', onclick: async () => {
      button.disabled = true;
      const shown = app.desk.reveal(ticket.session, message.seq, placeholder).then((value) => show(chip, value));
      if (await app.attempt(shown)) button.remove();
      else button.disabled = false;
    } }, icon('eye'));
    chip.after(button);
  }
  return words;
}

/** Focused, so that it is read aloud and the keyboard is not lost with the button. @param {HTMLElement} chip @param {string} value */
function show(chip, value) {
  chip.textContent = value;
  chip.removeAttribute('title');
  chip.dataset.test = 'revealed';
  chip.tabIndex = -1;
  chip.focus();
}
