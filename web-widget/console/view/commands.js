// What each shortcut does.

/** @import {App} from './app.js' */
/** @import {Command} from '../logic/keys.js' */
/** @import {Tab} from '../logic/types.js' */

import { commandOf } from '../logic/keys.js';
import { besideChoices } from '../logic/beside.js';
import { neighbour } from '../logic/rows.js';
import { isTyping } from './dom.js';

/** @param {App} app @param {KeyboardEvent} event */
export function onKey(app, event) {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') return app.toggleTicket(false);
  const command = commandOf(event, { typing: isTyping(), single: app.prefs.singleKeys() });
  if (!command) return;
  event.preventDefault();
  run(app, command);
}

/** @type {Record<string, Tab>} */
const TABS = { tab_mine: 'mine', tab_waiting: 'waiting', tab_all: 'all' };

/** @param {App} app @param {Command} command */
function run(app, command) {
  switch (command) {
    case 'next': return move(app, 1);
    case 'previous': return move(app, -1);
    case 'accept_next': return void app.acceptNext();
    case 'search': return app.focusSearch();
    case 'tab_mine': case 'tab_waiting': case 'tab_all': return app.showTab(TABS[command]);
    case 'offer_accept': return app.offers.accept();
    case 'offer_decline': return app.offers.decline();
    case 'available': return void app.bar.switchAvailable();
    case 'accept': return void app.accept();
    case 'take_over': return void app.takeOver();
    case 'answer_call': return void app.answerCall();
    case 'ask_address': return void app.askAddress();
    case 'snooze': return void app.askSnooze();
    case 'transfer': return app.askTransfer();
    case 'return': return app.askReturn();
    case 'resolve': return app.askResolve();
    case 'details': return app.focusTicket();
    case 'beside': return openBeside(app);
    case 'column_before': return app.talks.step(-1);
    case 'column_after': return app.talks.step(1);
    case 'close_column': return app.talks.close(app.store.get().selected);
    case 'reply': return write(app, 'say');
    case 'note': return write(app, 'note');
    case 'attach': return app.talk.composer.choose();
    case 'translate': return app.translateLast();
    case 'translate_draft': return void app.talk.composer.translateDraft();
    case 'undo': return app.undo(app.store.get().selected);
    case 'suggest_1': return app.talk.composer.suggestions.choose(1);
    case 'suggest_2': return app.talk.composer.suggestions.choose(2);
    case 'suggest_3': return app.talk.composer.suggestions.choose(3);
    case 'board': return app.showBoard();
    case 'help': return app.showHelp();
  }
}

/** @param {App} app @param {'say'|'note'} kind */
function write(app, kind) {
  if (app.talk.composer.hidden || !app.ticketOf(app.store.get())) return;
  app.columns.toggleTicket(false);
  app.talk.composer.write(kind);
}

/** The row with the focus, if it is one to open; else what there is. @param {App} app */
function openBeside(app) {
  const row = /** @type {HTMLElement|null} */ (document.activeElement)?.closest('.row, .row-beside')?.closest('li')?.querySelector('.row');
  const session = row instanceof HTMLElement ? row.dataset.session : undefined;
  app.talks.openBeside(besideChoices(app.store.get()).some((ticket) => ticket.session === session) ? session : undefined);
}

/** @param {App} app @param {1|-1} step */
function move(app, step) {
  const state = app.store.get();
  const next = neighbour(app.rows(state), state.selected, step);
  if (!next) return;
  app.select(next);
  requestAnimationFrame(() => app.list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
}
