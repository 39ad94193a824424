// Desktop notifications, for a page in the background and only once the agent allowed them. Never a customer's words.

/** @import {State} from '../logic/types.js' */
/** @import {Translate} from '../logic/i18n.js' */

import { shortId } from '../logic/format.js';
import { isMine, isWaiting, unreadOf } from '../logic/rows.js';
import { reasonChip } from '../logic/why.js';

/** @param {() => {t: Translate, select: (session: string) => void}} around */
export function createNotifier(around) {
  /** @type {Set<string>|null} */ let waiting = null;
  /** @type {Map<string, number>} */ let unread = new Map();

  /** @param {string} title @param {string} body @param {string} session */
  function tell(title, body, session) {
    if (!document.hidden || !('Notification' in globalThis) || Notification.permission !== 'granted') return;
    const notification = new Notification(title, { body, tag: session });
    notification.onclick = () => { focus(); around().select(session); notification.close(); };
  }

  return {
    /** @param {State} state */
    update(state) {
      if (!state.welcomed) return;
      const { t } = around();
      const tickets = Object.values(state.tickets);
      const now = new Set(tickets.filter(isWaiting).map((ticket) => ticket.session));
      for (const ticket of tickets) {
        if (waiting && now.has(ticket.session) && !waiting.has(ticket.session)) tell(t('notify.waiting'), reasonChip(ticket.reason, t), ticket.session);
        const news = unreadOf(state, ticket);
        if (isMine(state, ticket) && news > (unread.get(ticket.session) ?? Infinity)) tell(t('notify.message', { label: t('row.customer', { id: shortId(ticket.session) }) }), '', ticket.session);
      }
      waiting = now;
      unread = new Map(tickets.map((ticket) => [ticket.session, unreadOf(state, ticket)]));
    },
  };
}
