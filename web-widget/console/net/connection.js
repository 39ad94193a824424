// One WebSocket that comes back by itself: hello, heartbeat, requests with their answers, and full-jitter backoff.

import { backoff } from '../logic/backoff.js';
import { ulid } from '../logic/ulid.js';

/** Without any frame for this long the link counts as dead, ms. */
const SILENCE_MS = 45_000;
/** A request unanswered for this long means that the link only looks alive, ms. */
const ANSWER_MS = 12_000;

/** Why a request failed: the server's code, or `offline` when its fate is unknown. */
export class RequestError extends Error {
  /** @param {string} code @param {string} [message] */
  constructor(code, message = '') {
    super(message || code);
    this.code = code;
  }
}

/**
 * @typedef {object} Host
 * @property {string} url
 * @property {() => number} lastRev
 * @property {(frame: any) => void} onFrame
 * @property {(link: import('../logic/types.js').Link, retryAt?: number) => void} onLink
 * @property {() => void} onRefused    the socket closed before it was welcomed
 * @property {(url: string, protocol: string) => WebSocket} [openSocket]
 * @property {() => number} [random]
 */

export class Connection {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {Map<string, {resolve: (ack: any) => void, reject: (error: RequestError) => void, timer: any}>} */ #asked = new Map();
  /** @type {any} */ #retryTimer = null;
  /** @type {any} */ #silenceTimer = null;
  #attempt = 0;
  #welcomed = false;
  #wanted = false;
  /** @type {number|null} */ #drainMs = null;

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
  }

  start() {
    this.#wanted = true;
    this.#connect();
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#retryTimer);
    this.#leave();
    this.host.onLink('off');
  }

  /** Tries at once instead of waiting; does nothing while a link is up. */
  retryNow() {
    if (this.#wanted && !this.#socket) this.#connect();
  }

  get open() {
    return this.#welcomed;
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown> & {cid?: string}} fields
   * @returns {Promise<any>} the `ack`
   */
  request(type, fields, patience = ANSWER_MS) {
    const cid = fields.cid ?? ulid();
    if (!this.#welcomed) return Promise.reject(new RequestError('offline'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#restart(), patience);
      this.#asked.set(cid, { resolve, reject, timer });
      this.#write({ type, ...fields, cid });
    });
  }

  /** Says something whose answer nobody waits for. @param {string} type @param {Record<string, unknown>} fields */
  tell(type, fields) {
    if (this.#welcomed) this.#write({ type, ...fields, cid: ulid() });
  }

  #connect() {
    clearTimeout(this.#retryTimer);
    this.host.onLink('connecting');
    const open = this.host.openSocket ?? ((url, protocol) => new WebSocket(url, protocol));
    const socket = open(this.host.url, 'baton.v1');
    this.#socket = socket;
    socket.onopen = () => this.#write({ type: 'hello', last_rev: this.host.lastRev() });
    socket.onmessage = (message) => { if (socket === this.#socket) this.#hear(message.data); };
    socket.onclose = () => { if (socket === this.#socket) this.#lost(); };
    this.#listen();
  }

  /** @param {unknown} data */
  #hear(data) {
    this.#listen();
    const frame = parse(data);
    if (!frame) return;
    if (frame.type === 'ping') return this.#write({ type: 'pong' });
    if (frame.type === 'drain') { this.#drainMs = frame.retry_ms; return; }
    if (frame.type === 'welcome') this.#onWelcome();
    if ((frame.type === 'ack' || frame.type === 'error') && frame.cid) this.#answer(frame);
    this.host.onFrame(frame);
  }

  #onWelcome() {
    this.#welcomed = true;
    this.#attempt = 0;
    this.host.onLink('open');
  }

  /** @param {any} frame */
  #answer(frame) {
    const asked = this.#asked.get(frame.cid);
    if (!asked) return;
    this.#asked.delete(frame.cid);
    clearTimeout(asked.timer);
    if (frame.type === 'ack') asked.resolve(frame);
    else asked.reject(new RequestError(frame.code ?? 'trouble', frame.message));
  }

  #listen() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#restart(), SILENCE_MS);
  }

  #restart() {
    if (!this.#socket) return;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#lost();
  }

  #lost() {
    const refused = !this.#welcomed;
    this.#leave();
    if (!this.#wanted) return;
    const wait = this.#drainMs ?? backoff(this.#attempt, this.host.random);
    this.#drainMs = null;
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.#connect(), wait);
    this.host.onLink('waiting', Date.now() + wait);
    if (refused) this.host.onRefused();
  }

  /** Lets go of the socket; what was asked and not answered has an unknown fate. */
  #leave() {
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    if (socket) { socket.onclose = null; socket.close(); }
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject, timer } of asked) { clearTimeout(timer); reject(new RequestError('offline')); }
  }

  /** @param {object} frame */
  #write(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }
}

/** @param {unknown} data */
function parse(data) {
  try { return JSON.parse(String(data)); } catch { return null; }
}
