// Tells what is new by sound and, where the agent asked for it, on the desktop. Never a customer's words.

/** @import {State} from '../logic/types.js' */
/** @import {Translate} from '../logic/i18n.js' */
/** @import {Notify} from '../logic/prefs.js' */

import { nameOfAgent } from '../logic/colleagues.js';
import { askOf } from '../logic/mentions.js';
import { newsOf, seenIn } from '../logic/news.js';
import { reasonChip } from '../logic/why.js';
import { customerLabel } from './parts.js';
import { play } from './sound.js';
import { toast } from './toast.js';

/** Whether the browser lets us show notifications. */
export const allowed = () => 'Notification' in globalThis && Notification.permission === 'granted';

/** @param {() => {t: Translate, notify: Notify, select: (session: string) => void, toQueue: () => void, inView: (state: State) => string[]}} around */
export function createNotifier(around) {
  /** @type {import('../logic/news.js').Seen|null} */
  let before = null;

  /** @param {string} title @param {string} body @param {string} tag @param {() => void} open */
  function show(title, body, tag, open) {
    if (!allowed()) return;
    const notification = new Notification(title, { body, tag, icon: '/agent/icon.svg' });
    notification.onclick = () => { focus(); open(); notification.close(); };
  }

  return {
    /** @param {State} state */
    update(state) {
      if (!state.welcomed) { before = null; return; }
      const now = seenIn(state);
      const { t, notify, select, toQueue, inView } = around();
      const { waiting, messages, missed, woke, asked, called } = newsOf(before, now, inView(state));
      before = now;
      const label = (/** @type {string} */ session) => customerLabel({ t }, state.tickets[session] ?? { session });
      // Others may see the desktop: no names there.
      const nameless = (/** @type {string} */ session) => customerLabel({ t }, { session });
      for (const goal of missed) toast(t('notify.missed', { goal: t(`goal.${goal.split(' ')[1]}`), label: label(goal.split(' ')[0]) }), 'problem');
      for (const session of woke) toast(t('notify.woke', { label: label(session) }), 'good');
      const asks = asked.map((ask) => state.tickets[ask.split(' ')[0]]).map((ticket) => ({ session: ticket.session, name: nameOfAgent(state, askOf(state, ticket)?.by ?? '') }));
      for (const { session, name } of asks) toast(t('notify.asked', { name, label: label(session) }), 'good');
      const calls = called.map((call) => state.tickets[call.split(' ')[0]]).map(({ session, call }) => ({ session, goal: t(`goal.${call?.goal}`) }));
      for (const { session, goal } of calls) toast(t('notify.called', { goal, label: label(session) }), 'problem');
      if (notify === 'off' || [waiting, messages, missed, woke, asked, called].every((news) => news.length === 0)) return;
      void play(waiting.length > 0 ? 'waiting' : 'message');
      if (notify !== 'desktop') return;
      if (waiting.length > 1) show(t('bar.waiting', { n: now.waiting.size }), '', 'waiting', toQueue);
      else for (const session of waiting) show(t('notify.waiting'), reasonChip(state.tickets[session]?.reason, t), session, () => select(session));
      for (const goal of missed) show(t('board.missed'), t(`goal.${goal.split(' ')[1]}`), goal, () => select(goal.split(' ')[0]));
      for (const { session, goal } of calls) show(t('notify.called', { goal, label: nameless(session) }), '', `called ${session}`, () => select(session));
      for (const { session, name } of asks) show(t('notify.asked', { name, label: nameless(session) }), '', `asked ${session}`, () => select(session));
      for (const session of messages) show(t('notify.message', { label: nameless(session) }), '', session, () => select(session));
    },
  };
}
