// The customer's end of a session: joins socket, log and outbox. Knows no elements; says `changed` when there is something to see.
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { Outbox } from './outbox.js';

/** @import {Frame} from './wire.js' */

const ACK_MS = 10_000;
const LATE_MS = 30_000;
const CATCH_UP_MS = 250;
const TYPING_MS = 15_000;
const AGAIN_MS = 3_000;

export class Client {
  /** Of a move from device to device. @type {import('./wire.js').Move} */
  move = {};
  /** @type {any[]} */
  uploads = [];

  /**
   * @param {import('./types.js').Around} around
   */
  constructor({ server, bot, vault, about, changed }) {
    this.server = server;
    this.bot = bot;
    this.vault = vault;
    this.about = about;
    this.changed = changed;
    this.log = new Conversation();
    this.outbox = new Outbox(vault);
    /** @type {import('./wire.js').Brand | null} */
    this.brand = vault.get('brand');
    /** @type {string | undefined} of the session's content */
    this.locale = undefined;
    this.connection = new Connection({
      url: new URL('ws/chat', server).href.replace(/^http/, 'ws'),
      hello: (again) => this.#hello(again),
      onFrame: (frame) => this.#receive(frame),
      onLink: (link) => this.#linked(link),
    });
    this.unhear = vault.onChange((key) => this.#heard(key));
  }

  get link() {
    return this.connection.link;
  }

  /** Whether an earlier page left a session to go on with. */
  get hasSession() {
    return this.vault.get('session') !== null;
  }

  /** Connects. Of several tabs without a session, one at a time goes first, so that they end up in the same one. */
  start() {
    if (this.link !== 'idle' || this.starting) return;
    if (this.hasSession || !navigator.locks) return this.connection.start();
    this.starting = true;
    navigator.locks.request(this.vault.prefix + 'start', () => {
      this.starting = false;
      if (this.link !== 'idle') return null;
      this.connection.start();
      return this.hasSession ? null : new Promise((done) => (this.started = done));
    });
  }

  stop() {
    this.started?.(null);
    this.connection.stop();
  }

  /** @param {string} text */
  say(text) {
    this.request({ type: 'say', text }, text);
  }

  /** @param {string} choice @param {number} ref @param {string} label */
  choose(choice, ref, label) {
    this.request({ type: 'choose', choice, ref }, label);
  }

  /** Queues something that must arrive. @param {import('./wire.js').Request} request @param {string} [label] */
  request(request, label) {
    this.move.failed = false;
    const entry = this.outbox.add(request, label);
    this.#send([entry]);
    this.start();
    this.changed();
  }

  /** @param {string} cid */
  retry(cid) {
    this.outbox.retry(cid);
    this.connection.wake();
    if (this.link === 'open') this.#send(this.outbox.due());
    this.changed();
  }

  /** @param {string} cid */
  discard(cid) {
    this.outbox.discard(cid);
    this.changed();
  }

  /** Leaves this session for a fresh one. What is unsent goes along only if asked to. @param {{ carry: boolean }} how */
  startAnew({ carry }) {
    this.vault.set('session', null);
    this.vault.set('seen', null);
    if (carry) this.outbox.carryOver();
    else this.outbox.clear();
    this.log = new Conversation();
    this.connection.restart();
    this.changed();
  }

  /** Only a person is told that the customer writes. @param {boolean} on */
  typing(on) {
    if (this.log.state === 'agent') this.connection.send({ type: 'typing', on });
  }

  /** The customer has everything shown before their eyes. */
  see() {
    const { session, shown } = this.log;
    if (!session || shown <= this.seen) return;
    this.vault.set('seen', { session, seq: shown });
    this.connection.send({ type: 'seen', seq: shown });
  }

  get seen() {
    const seen = this.vault.get('seen');
    return seen?.session === this.log.session ? seen.seq : 0;
  }

  get unread() {
    return this.log.unreadAfter(this.seen);
  }

  /** A socket that knows its customer need not be told again. @param {boolean} again @returns {Frame | Promise<Frame>} */
  #hello(again) {
    const { ask } = this.about();
    if (again || !ask) return this.#helloAs({});
    return ask().catch(() => ({})).then((known) => this.#helloAs(known));
  }

  /** @param {import('./types.js').Known} known @returns {Frame} */
  #helloAs({ identity = null, cart }) {
    /** @type {import('./wire.js').Ticket | null} */
    const ticket = this.vault.get('session');
    const { locale, page } = this.about();
    const { session = null, token = null, store = null } = ticket ?? {};
    if (session !== this.log.session) this.log = new Conversation(session);
    this.tried = session;
    return { type: 'hello', bot: this.bot, session, token, store, last_seq: this.log.shown, identity, locale, page: { ...page, cart }, ...this.move.hello };
  }

  /** @param {Frame} frame */
  #receive(frame) {
    switch (frame.type) {
      case 'welcome': this.#welcomed(/** @type {any} */ (frame)); break;
      case 'event': this.#happened(/** @type {any} */ (frame)); break;
      case 'ack': this.outbox.ack(frame.cid, frame.seq); this.outbox.settle(this.log.shown); break;
      case 'typing': this.#typing(frame); break;
      case 'read': this.log.readByAgent = Math.max(this.log.readByAgent, frame.seq); break;
      case 'reset': this.#reset(); break;
      case 'error': this.#refused(frame); break;
      default: return (frame.pass ? this.move.passed : this.move.heard)?.(frame);
    }
    this.changed();
  }

  /** @param {import('./wire.js').Welcome} welcome */
  #welcomed(welcome) {
    const { session, token, store, brand } = welcome;
    this.locale = welcome.locale;
    this.files = welcome.files;
    this.move.hello = null;
    if (session !== this.log.session) this.log = new Conversation(session);
    this.log.welcome(welcome);
    if (JSON.stringify(this.vault.get('session')) !== JSON.stringify({ session, token, store })) {
      this.vault.set('session', { session, token, store });
    }
    if (brand) this.vault.set('brand', (this.brand = brand));
    this.started?.(null);
    this.outbox.settle(this.log.shown);
    this.#send(this.outbox.due());
    if (welcome.more) this.#catchUp();
  }

  /** @param {import('./wire.js').ChatEvent} event */
  #happened(event) {
    const taken = this.log.take(event);
    if (taken === 'gap') this.connection.askAgain();
    if (taken === 'shown') this.outbox.settle(this.log.shown, event.cid);
    if (this.catchingUp) this.#catchUp();
  }

  /** Once a batch of history has come to rest, asks for the next. */
  #catchUp() {
    clearTimeout(this.catchingUp);
    this.catchingUp = setTimeout(() => {
      this.catchingUp = undefined;
      if (!this.log.ready) this.connection.askAgain();
    }, CATCH_UP_MS);
  }

  /** A typing sign never outlives what made it. @param {Frame} frame */
  #typing(frame) {
    clearTimeout(this.typingTimer);
    this.log.type(frame.from, frame.on);
    this.typingTimer = setTimeout(() => {
      this.log.typing = null;
      this.changed();
    }, TYPING_MS);
  }

  /** The server was restored from a backup: what it has now is the truth. */
  #reset() {
    const ticket = this.vault.get('session');
    if (ticket) this.vault.set('session', { ...ticket, store: null });
    this.log = new Conversation(this.log.session);
    this.connection.askAgain();
  }

  /** @param {Frame} error */
  #refused(error) {
    const { code, cid, reason } = error;
    this.move.heard?.(error);
    const entry = this.outbox.list().find((e) => e.cid === cid);
    if (code === 'unauthorized' && !reason) this.unknown = true;
    if (!entry) return;
    if (code === 'rate_limited' || code === 'busy') {
      setTimeout(() => this.#send(this.outbox.due()), AGAIN_MS);
    } else if (code === 'closed' && entry.request.type !== 'rate' && entry.request.type !== 'end') {
      this.startAnew({ carry: true });
    } else if (entry.request.type === 'say' || entry.request.type === 'leave_address') {
      this.outbox.fail(cid, code);
    } else {
      this.outbox.discard(cid);
    }
  }

  /** @param {import('./connection.js').Link} link */
  #linked(link) {
    if (link !== 'open') this.log.typing = null;
    if (link === 'waiting') this.started?.(null);
    if (link === 'refused') this.#turnedAway();
    this.changed();
  }

  /** The session we named is gone. If another tab has a newer one we join it, else we begin anew. */
  #turnedAway() {
    const kept = this.vault.get('session')?.session ?? null;
    if (kept !== this.tried) this.connection.restart();
    else if (kept && this.unknown) this.startAnew({ carry: true });
    this.unknown = false;
  }

  /** Hands entries to the socket, and doubts a socket on which no acknowledgement comes. @param {import('./outbox.js').Entry[]} entries */
  #send(entries) {
    let sent = false;
    if (this.link === 'open') {
      for (const { cid, request } of entries) sent = this.connection.send({ ...request, cid }) || sent;
    }
    for (const { cid } of entries) {
      setTimeout(() => this.#doubt(cid, sent), ACK_MS);
      setTimeout(() => this.outbox.overdue(LATE_MS) && this.changed(), LATE_MS);
    }
  }

  /** @param {string} cid @param {boolean} sent */
  #doubt(cid, sent) {
    const waits = this.outbox.list().some((e) => e.cid === cid && e.state === 'sending');
    if (waits && sent && this.link === 'open') this.connection.restart();
  }

  /** Another tab changed something we share. @param {string} key */
  #heard(key) {
    if (key.startsWith('out/')) this.outbox.reload();
    if (key === 'session' && this.hasSession && this.link !== 'idle') {
      if (this.vault.get('session').session !== this.log.session) this.connection.restart();
    }
    if (key === 'session' && this.link === 'idle') this.start();
    this.changed();
  }
}
