// The ways to open a conversation beside another: a button in a conversation, one on each row, and a choice of one's chats.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */

import { openIn } from '../logic/beside.js';
import { isMine, unreadOf } from '../logic/rows.js';
import { sheet } from './dialogs.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { botBadge, customerLabel } from './parts.js';
import { oneLine } from './rich.js';

/** On the row of a chat of one's own: the way to open it beside what is open, and whether it is. @param {App} app @param {Element} item @param {Ticket} ticket @param {State} state */
export function besideRow(app, item, ticket, state) {
  const open = openIn(state).includes(ticket.session);
  item.firstElementChild?.toggleAttribute('data-open', open);
  const [wanted, there] = [!open && state.selected !== null && isMine(state, ticket), item.querySelector('.row-beside')];
  if (wanted === (there !== null)) return;
  if (there) return there.remove();
  const label = `${app.t('beside.button')}: ${customerLabel(app, ticket)}`;
  item.append(h('button', { class: 'icon-button small row-beside', type: 'button', tabindex: -1, 'data-test': 'row-beside', 'aria-label': label, title: `${app.t('beside.button')} (Alt+O)`, onclick: () => app.talks.openBeside(ticket.session) }, icon('beside')));
}

/** Which of several. @param {App} app @param {Ticket[]} choices */
export function askBeside(app, choices) {
  const state = app.store.get();
  const rows = choices.map((ticket) => {
    const unread = unreadOf(state, ticket);
    return h('li', {}, h('button', { class: 'beside-choice', type: 'button', 'data-test': 'beside-choice', 'data-session': ticket.session, onclick: () => { dialog.close(); app.talks.openBeside(ticket.session); } },
      h('span', { class: 'row-top' }, botBadge(ticket.bot), h('strong', {}, customerLabel(app, ticket)),
        unread > 0 && h('span', { class: 'unread', role: 'img', 'aria-label': app.t('row.unread', { n: unread }) }, app.t('list.count', { n: unread }))),
      h('span', { class: 'row-last quiet', dir: 'auto' }, ticket.last ? oneLine(ticket.last.text, app.t) : app.t('row.no_message'))));
  });
  const dialog = sheet(app, app.t('beside.button'), 'beside', h('ul', { class: 'beside-choices' }, ...rows));
  /** @type {HTMLElement|null} */ (dialog.querySelector('.beside-choice'))?.focus();
}
