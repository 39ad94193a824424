// What an agent does, in words of the desk: accept, say, return. Keeps the outbox honest across lost links.

/** @import {MessageKind, Pending} from '../logic/types.js' */

import { openIn, shownIn } from '../logic/beside.js';
import { leavesGap } from '../logic/store.js';
import { ulid } from '../logic/ulid.js';
import { Files } from './files.js';
import { Holding } from './holding.js';

/** After `open`, entries come in a row; a pause this long means they are all here, ms. */
const QUIET_MS = 350;
/** How often "is typing" is repeated, and how long a pause ends it, ms. */
const TYPING_EVERY_MS = 3500;
/** After the last key one writes for so long in the eyes of colleagues, ms. */
const WRITING_MS = 5000;

/** A translation may take as long as the server lets it, ms. */
const TRANSLATION_MS = 70_000;

/** @typedef {{queue: true}|{team: string}|{agent: string}} Destination */

export class Desk {
  /** @type {Map<string, number>} when the last entry of a session came */ #heard = new Map();
  /** The chats on the screen as colleagues were told of them. */ #looked = '';
  /** @type {{session: string|null, typing: boolean}} */ #at = { session: null, typing: false };
  /** @type {any} */ #writing = null;
  /** Where a reply waits that was written last: until it goes one still writes. */ #holds = '';
  /** What was wrapped up last. */ #wrapped = '';
  /** @type {Map<string, Promise<unknown>>} sessions whose log is being asked for */ #opening = new Map();
  /** @type {Set<string>} sessions whose log is read again before anything goes out */ #catching = new Set();
  /** @type {Map<string, {at: number, timer: any}>} */ #typing = new Map();

  /**
   * @param {ReturnType<typeof import('../logic/store.js').createStore>} store
   * @param {import('./connection.js').Connection} connection
   */
  constructor(store, connection) {
    this.store = store;
    this.connection = connection;
    this.files = new Files(store);
    this.holding = new Holding(store, (session, pending) => this.#go(session, pending));
  }

  /** @param {any} frame */
  onFrame(frame) {
    if (frame.type === 'entry') {
      this.#heard.set(frame.session, Date.now());
      if (leavesGap(this.store.get(), frame.session, frame.n) && !this.#opening.has(frame.session)) this.open(frame.session).catch(() => undefined);
    }
    const before = this.store.get();
    this.store.dispatch({ do: 'frame', frame, now: Date.now() });
    if (frame.type === 'welcome') this.#welcomed(before);
  }

  /** A server that was restarted does not know who takes chats. @param {import('../logic/types.js').State} before */
  #welcomed(before) {
    const { on, capacity } = before.available;
    if (before.welcomed && on && !this.store.get().available.on) this.available(on, capacity).catch(() => undefined);
    this.#looked = '';
    this.look(before.selected, false);
    this.#catchUp();
  }

  /** Where one looks, and whether one writes there: until a pause, for words may lie in the field all day. @param {string|null} session @param {boolean} typing */
  look(session, typing) {
    clearTimeout(this.#writing);
    this.#holds = '';
    if (typing) this.#writing = setTimeout(() => this.look(session, false), WRITING_MS);
    this.#at = { session, typing };
    this.lookAround();
  }

  /** Tells what else is on the screen, where that has changed. */
  lookAround() {
    const beside = this.#at.session === null ? [] : shownIn(this.store.get()).filter((session) => session !== this.#at.session);
    const now = JSON.stringify([this.#at, beside]);
    if (now === this.#looked || !this.connection.open) return;
    this.#looked = now;
    this.connection.tell('look', { ...this.#at, beside });
  }

  /** What a message should have been understood as. @param {string} session @param {{of: number|null, intent: string|null, sentiment: string|null, hand_off: boolean}} correction */
  correct(session, correction) {
    return this.connection.request('correct', { session, ...correction });
  }

  /** What a placeholder stands for; that it was shown is recorded. @param {string} session @param {number|null} of @param {string} placeholder @returns {Promise<string>} */
  async reveal(session, of, placeholder) {
    return (await this.connection.request('reveal', { session, of, placeholder })).value;
  }

  /** Articles that may answer what the customer typed last. @param {string} session @returns {Promise<import('../logic/suggestions.js').Suggestion[]>} */
  async suggest(session) {
    return (await this.connection.request('suggest', { session })).articles;
  }

  /** Earlier chats of the same customer, the newest first. @param {string} session @returns {Promise<import('../logic/types.js').Contact[]>} */
  async contacts(session) {
    return (await this.connection.request('contacts', { session })).contacts ?? [];
  }

  /** Every chat that holds the words, also closed ones, a page at a time. @param {string} query @param {string|null} before where an earlier one ended @returns {Promise<{found: import('../logic/types.js').Found[], before: string|null}>} */
  async search(query, before) {
    const { found = [], before: next = null } = await this.connection.request('search', { query, before });
    return { found, before: next };
  }

  /** A message of the customer's in another language. @param {string} session @param {number} of @param {string} to @returns {Promise<{text: string, from: string|null}>} */
  translate(session, of, to) {
    return this.connection.request('translate', { session, of, to }, TRANSLATION_MS);
  }

  /** A draft in the customer's language. @param {string} session @param {string} text @param {string} from @returns {Promise<{text: string, to: string}>} */
  translateDraft(session, text, from) {
    return this.connection.request('translate_draft', { session, text, from }, TRANSLATION_MS);
  }

  /** A supervisor's: from whoever has it. @param {string} session */
  takeOver(session) {
    this.store.dispatch({ do: 'follow', session });
    return this.connection.request('take_over', { session });
  }

  /** A supervisor's: whether a colleague takes chats. @param {string} agent @param {boolean} on @param {number} capacity */
  setAvailable(agent, on, capacity) {
    return this.connection.request('set_available', { agent, on, capacity });
  }

  /** Says no to an offer. @param {string} session @param {string} reason */
  decline(session, reason) {
    return this.connection.request('decline', { session, reason });
  }

  /** Asks for what of this session's log is not here yet; one question after the other, for what was asked first may have been forgotten meanwhile. @param {string} session */
  async open(session) {
    this.store.dispatch({ do: 'follow', session });
    const ask = () => this.connection.request('open', { session, last_n: this.store.get().logs[session]?.n ?? 0 });
    const before = this.#opening.get(session);
    const asked = before ? before.then(ask, ask) : ask();
    this.#opening.set(session, asked);
    try {
      const { ticket } = /** @type {any} */ (await asked);
      const { found, selected } = this.store.get();
      if (ticket && (found[session] || selected === session)) this.store.dispatch({ do: 'found', ticket });
    } finally {
      if (this.#opening.get(session) === asked) this.#opening.delete(session);
    }
    await this.#quiet(session);
  }

  /** @param {string} session */
  async accept(session) {
    this.store.dispatch({ do: 'follow', session });
    await this.connection.request('accept', { session });
    if ((this.store.get().logs[session]?.n ?? 0) === 0) void this.#quiet(session).then(() => this.#openIfEmpty(session));
  }

  /** Sends after a moment in which it can be taken back; for the customer the agent types until then. @param {string} session @param {MessageKind} kind @param {string} text */
  send(session, kind, text) {
    if (kind === 'say') this.typing(session, true);
    this.holding.hold(session, { cid: ulid(), kind, text, at: new Date().toISOString(), state: 'held' });
    this.look(session, kind === 'say');
    if (kind === 'say') this.#holds = session;
  }

  /** Files wait a moment too: a wrong one is soon sent. @param {string} session @param {Iterable<File>} files */
  attach(session, files) {
    for (const file of files) {
      const pending = this.files.add(file);
      if (pending.state === 'failed') this.store.dispatch({ do: 'queue_message', session, pending });
      else this.holding.hold(session, pending);
    }
  }

  /** Stops a file on its way, or forgets one that did not go. @param {string} session @param {string} cid */
  dropFile(session, cid) {
    this.files.cancel(cid);
    this.store.dispatch({ do: 'drop_message', session, cid });
  }

  /** @param {string} session @param {Pending} pending */
  retry(session, pending) {
    this.store.dispatch({ do: 'message_state', session, cid: pending.cid, state: 'sending' });
    this.#go(session, pending);
  }

  /** @param {string} session @param {boolean} on */
  typing(session, on) {
    const last = this.#typing.get(session);
    clearTimeout(last?.timer);
    if (!on) {
      if (last) this.#tellTyping(session, false);
      this.#typing.delete(session);
      return;
    }
    const now = Date.now();
    const due = !last || now - last.at > TYPING_EVERY_MS;
    if (due) this.#tellTyping(session, true);
    const timer = setTimeout(() => this.typing(session, false), TYPING_EVERY_MS + 1000);
    this.#typing.set(session, { at: due ? now : last.at, timer });
  }

  /** @param {string} session @param {Destination} to @param {string} note */
  transfer(session, to, note) {
    this.holding.release(session);
    return this.connection.request('transfer', { session, to, note: note || null });
  }

  /** @param {string} session @param {string} instruction @param {string} [article] what the bot says at once */
  returnToBot(session, instruction, article = '') {
    this.holding.release(session);
    return this.connection.request('return_to_bot', { session, instruction: instruction || null, article: article || null });
  }

  /** A supervisor's: they have seen to a missed promise. @param {string} session */
  answerCall(session) {
    return this.connection.request('answer_call', { session });
  }

  /** @param {string} session */
  askAddress(session) {
    return this.connection.request('ask_address', { session });
  }

  /** @param {string} session @param {string} until */
  snooze(session, until) {
    return this.connection.request('snooze', { session, until });
  }

  /** Records how it ended, then ends it; a second try does not record it twice. @param {string} session @param {string} code @param {string} note */
  async resolve(session, code, note) {
    this.holding.release(session);
    const wrapped = JSON.stringify([session, code, note]);
    if (this.#wrapped !== wrapped) await this.connection.request('wrap_up', { session, code, note: note || null });
    this.#wrapped = wrapped;
    await this.connection.request('resolve', { session });
  }

  /** @param {boolean} on @param {number} capacity */
  async available(on, capacity) {
    await this.connection.request('available', { on, capacity });
    this.store.dispatch({ do: 'available', available: { on, capacity } });
  }

  /** While a log is read again its messages wait their turn, so that none overtakes another. @param {string} session @param {Pending} pending */
  #go(session, pending) {
    if (pending.kind === 'say') this.typing(session, false);
    if (this.#holds === session) this.look(session, false);
    if (!this.#catching.has(session)) void this.#deliver(session, pending);
  }

  /** @param {string} session @param {Pending} pending */
  async #deliver(session, pending) {
    if (pending.kind === 'file') return this.files.deliver(session, pending.cid);
    try {
      await this.connection.request(pending.kind, { session, text: pending.text, cid: pending.cid });
      this.store.dispatch({ do: 'message_state', session, cid: pending.cid, state: 'sent' });
    } catch (error) {
      const code = /** @type {{code?: string}} */ (error).code ?? 'trouble';
      if (code !== 'offline') this.store.dispatch({ do: 'message_state', session, cid: pending.cid, state: 'failed', error: code });
    }
  }

  /** After a (re)connect: first read what was missed, and only then resend what the log does not show. */
  #catchUp() {
    this.#opening.clear();
    const { logs, outbox, selected, columns } = this.store.get();
    const sessions = new Set([...Object.keys(logs), ...Object.keys(outbox), ...(selected ? [selected] : []), ...openIn({ columns })]);
    this.#catching = sessions;
    for (const session of sessions) {
      this.open(session).then(() => this.#resend(session), () => this.#resend(session));
    }
  }

  /** @param {string} session */
  #resend(session) {
    if (!this.connection.open) return;
    this.#catching.delete(session);
    for (const pending of this.store.get().outbox[session] ?? []) {
      if (pending.state === 'sending') void this.#deliver(session, pending);
    }
  }

  /** @param {string} session */
  async #openIfEmpty(session) {
    if ((this.store.get().logs[session]?.n ?? 0) === 0) await this.open(session).catch(() => undefined);
  }

  /** @param {string} session */
  async #quiet(session) {
    do await pause(QUIET_MS);
    while (Date.now() - (this.#heard.get(session) ?? 0) < QUIET_MS);
  }

  /** @param {string} session @param {boolean} on */
  #tellTyping(session, on) {
    this.connection.tell('typing', { session, on });
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
