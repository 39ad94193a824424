// Holds each message for a few seconds and then lets it go, one after the other.

/** @import {Pending} from '../logic/types.js' */

import { HOLD_MS, heldOf } from '../logic/held.js';

export class Holding {
  /** @type {Map<string, any>} timers by the message's id */ #timers = new Map();

  /**
   * @param {ReturnType<typeof import('../logic/store.js').createStore>} store
   * @param {(session: string, pending: Pending) => void} deliver  takes over a message whose time has come
   */
  constructor(store, deliver) {
    this.store = store;
    this.deliver = deliver;
  }

  /** What already waited in this conversation goes first, so that the order stays. @param {string} session @param {Pending} pending */
  hold(session, pending) {
    this.release(session);
    this.store.dispatch({ do: 'queue_message', session, pending: { ...pending, state: 'held', due: Date.now() + HOLD_MS } });
    this.#timers.set(pending.cid, setTimeout(() => this.release(session), HOLD_MS));
  }

  /** Sends what waits in a conversation, now. @param {string} session @returns {boolean} whether anything waited */
  release(session) {
    const held = heldOf(this.store.get().outbox, session);
    for (const pending of held) {
      this.#forget(pending.cid);
      this.store.dispatch({ do: 'message_state', session, cid: pending.cid, state: 'sending' });
      this.deliver(session, { ...pending, state: 'sending' });
    }
    return held.length > 0;
  }

  releaseAll() {
    for (const session of Object.keys(this.store.get().outbox)) this.release(session);
  }

  /** Takes the last waiting message back. @param {string} session @returns {Pending|null} null when it has gone already */
  takeBack(session) {
    const pending = heldOf(this.store.get().outbox, session).at(-1);
    if (!pending) return null;
    this.#forget(pending.cid);
    this.store.dispatch({ do: 'drop_message', session, cid: pending.cid });
    return pending;
  }

  /** @param {string} cid */
  #forget(cid) {
    clearTimeout(this.#timers.get(cid));
    this.#timers.delete(cid);
  }
}
