// What the customer sent and the server has not yet acknowledged. It survives a reload, and a resend keeps its cid.
import { ulid } from './ulid.js';

/** @typedef {import('./wire.js').Request} Request */
/** @typedef {import('./vault.js').Vault} Vault */

/** @typedef {import('./types.js').Entry} Entry */

/** Older than this, an unsent message waits for the customer's word before it goes. */
const STALE_MS = 3_600_000;

export class Outbox {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {Vault} vault @param {() => number} [now] */
  constructor(vault, now = Date.now) {
    this.vault = vault;
    this.now = now;
    this.reload();
  }

  /** Reads the vault again: another tab added to it, or emptied it. */
  reload() {
    const kept = new Set();
    for (const key of this.vault.keys('out/')) {
      const entry = this.vault.get(key);
      if (!entry?.cid || !entry.request) continue;
      kept.add(entry.cid);
      if (!this.#entries.has(entry.cid)) this.#entries.set(entry.cid, this.#aged(entry));
    }
    for (const [cid, entry] of this.#entries) {
      if (!kept.has(cid) && entry.state !== 'sent') this.#entries.delete(cid);
    }
  }

  /** @returns {Entry[]} oldest first */
  list() {
    return [...this.#entries.values()].sort((a, b) => (a.cid < b.cid ? -1 : 1));
  }

  /** @param {Request} request @param {string} [label] @returns {Entry} */
  add(request, label) {
    const now = this.now();
    return this.#keep({ cid: ulid(now), at: now, request, label, state: 'sending' });
  }

  /** What goes out over a fresh connection, in order. @returns {Entry[]} */
  due() {
    for (const entry of this.#entries.values()) {
      if (entry.code === 'late' && !this.#stale(entry)) this.#change(entry, 'sending');
    }
    return this.list().filter((entry) => entry.state === 'sending');
  }

  /** The server has it for good. @param {string} cid @param {number} seq */
  ack(cid, seq) {
    const entry = this.#entries.get(cid);
    if (!entry) return;
    Object.assign(entry, { state: 'sent', seq, code: undefined });
    this.vault.set('out/' + cid, null);
  }

  /** @param {string} cid @param {string} code */
  fail(cid, code) {
    const entry = this.#entries.get(cid);
    if (entry?.state === 'sending') this.#change(entry, 'failed', code);
  }

  /** The customer asks once more. @param {string} cid */
  retry(cid) {
    const entry = this.#entries.get(cid);
    if (entry?.state !== 'failed') return;
    entry.at = this.now();
    this.#change(entry, 'sending');
  }

  /** @param {string} cid */
  discard(cid) {
    this.#entries.delete(cid);
    this.vault.set('out/' + cid, null);
  }

  /** Marks as late whatever has waited longer than `ms`. @param {number} ms @returns {boolean} whether any was */
  overdue(ms) {
    const late = this.list().filter((e) => e.state === 'sending' && this.now() - e.at >= ms);
    for (const entry of late) this.#change(entry, 'failed', 'late');
    return late.length > 0;
  }

  /** The log now shows it: everything up to `shown`, and the entry with `cid`. @param {number} shown @param {string | null} [cid] */
  settle(shown, cid) {
    for (const entry of this.list()) {
      if (entry.cid === cid || (entry.seq !== undefined && entry.seq <= shown)) this.discard(entry.cid);
    }
  }

  /** Keeps what still makes sense in a fresh session: words, and the wish for a person. */
  carryOver() {
    for (const { cid, request, state } of this.list()) {
      const fits = request.type === 'say' || (request.type === 'choose' && request.choice === 'person');
      if (!fits || state === 'sent') this.discard(cid);
    }
  }

  clear() {
    for (const { cid } of this.list()) this.discard(cid);
  }

  /** @param {Entry} entry */
  #keep(entry) {
    this.#entries.set(entry.cid, entry);
    this.vault.set('out/' + entry.cid, entry);
    return entry;
  }

  /** @param {Entry} entry @param {Entry['state']} state @param {string} [code] */
  #change(entry, state, code) {
    this.#keep(Object.assign(entry, { state, code }));
  }

  /** @param {Entry} entry */
  #stale(entry) {
    return this.now() - entry.at > STALE_MS;
  }

  /** @param {Entry} entry @returns {Entry} */
  #aged(entry) {
    return entry.state === 'sending' && this.#stale(entry) ? { ...entry, state: 'failed', code: 'late' } : entry;
  }
}
