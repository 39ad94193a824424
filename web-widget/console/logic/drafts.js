// What was typed and not sent, and what was sent and not acknowledged: kept in the tab, gone at sign-out.

/** @import {Pending, MessageKind, Tab} from './types.js' */

const DRAFTS = 'baton.drafts.';
const OUTBOX = 'baton.outbox.';
const PLACE = 'baton.place.';

/** @typedef {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} Shelf */

/** A storage that a browser refuses (private mode, full) must not stop the work. @param {() => Shelf} open @returns {Shelf} */
export function safely(open) {
  /** @template T @param {(shelf: Shelf) => T} use @param {T} otherwise */
  const attempt = (use, otherwise) => {
    try { return use(open()); } catch { return otherwise; }
  };
  return {
    getItem: (key) => attempt((shelf) => shelf.getItem(key), null),
    setItem: (key, value) => attempt((shelf) => shelf.setItem(key, value), undefined),
    removeItem: (key) => attempt((shelf) => shelf.removeItem(key), undefined),
  };
}

/**
 * @param {Shelf} shelf
 * @param {string} agent whose drafts they are
 */
export function createDrafts(shelf, agent) {
  /** @template T @param {string} prefix @returns {Record<string, T>} */
  const load = (prefix) => {
    try { return JSON.parse(shelf.getItem(prefix + agent) ?? '{}'); } catch { return {}; }
  };
  /** @param {string} prefix @param {Record<string, unknown>} all */
  const save = (prefix, all) => {
    if (Object.keys(all).length === 0) shelf.removeItem(prefix + agent);
    else shelf.setItem(prefix + agent, JSON.stringify(all));
  };
  /** @param {string} session @param {MessageKind} kind */
  const key = (session, kind) => `${session}/${kind}`;

  return {
    /** @param {string} session @param {MessageKind} kind */
    read: (session, kind) => /** @type {Record<string, string>} */ (load(DRAFTS))[key(session, kind)] ?? '',
    /** @param {string} session @param {MessageKind} kind @param {string} text */
    write(session, kind, text) {
      const all = load(DRAFTS);
      if (text) all[key(session, kind)] = text;
      else delete all[key(session, kind)];
      save(DRAFTS, all);
    },
    /** @returns {Record<string, Pending[]>} */
    readOutbox: () => load(OUTBOX),
    /** @param {Record<string, Pending[]>} outbox */
    writeOutbox: (outbox) => save(OUTBOX, outbox),
    /** Where the agent was, to be there again after a reload. @returns {{tab?: Tab, selected?: string|null}} */
    readPlace: () => load(PLACE),
    /** @param {{tab: Tab, selected: string|null}} place */
    writePlace: (place) => save(PLACE, place),
    clear() {
      shelf.removeItem(DRAFTS + agent);
      shelf.removeItem(OUTBOX + agent);
      shelf.removeItem(PLACE + agent);
    },
  };
}
/** @typedef {ReturnType<typeof createDrafts>} Drafts */
