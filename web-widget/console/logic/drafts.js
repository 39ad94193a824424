// What was typed and not sent is kept in the browser; what was sent and not acknowledged, and the place in the
// list, in the tab. All of it is gone at sign-out.

/** @import {Pending, MessageKind, Tab} from './types.js' */

const DRAFTS = 'baton.drafts.';
const OUTBOX = 'baton.outbox.';
const PLACE = 'baton.place.';
/** A draft nobody came back to holds a customer's affairs for nothing, ms: a week. */
const STALE_MS = 7 * 24 * 3600 * 1000;

/** @typedef {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} Shelf */
/** @typedef {{text: string, at: number}} Draft */

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
 * @param {Shelf} browser
 * @param {Shelf} tab
 * @param {string} agent whose drafts they are
 * @param {() => number} [now] ms
 */
export function createDrafts(browser, tab, agent, now = Date.now) {
  const [drafts, outbox, place] = [DRAFTS + agent, OUTBOX + agent, PLACE + agent];
  /** @returns {Record<string, Draft>} */
  const fresh = () => Object.fromEntries(Object.entries(/** @type {Record<string, Draft>} */ (load(browser, drafts))).filter(([, draft]) => now() - draft.at < STALE_MS));
  /** @param {string} session @param {MessageKind} kind */
  const key = (session, kind) => `${session}/${kind}`;

  return {
    /** @param {string} session @param {MessageKind} kind */
    read: (session, kind) => fresh()[key(session, kind)]?.text ?? '',
    /** @param {string} session @param {MessageKind} kind @param {string} text */
    write(session, kind, text) {
      const { [key(session, kind)]: _, ...others } = fresh();
      save(browser, drafts, text ? { ...others, [key(session, kind)]: { text, at: now() } } : others);
    },
    /** @param {string} session */
    forget(session) {
      this.write(session, 'say', '');
      this.write(session, 'note', '');
    },
    /** @returns {Record<string, Pending[]>} */
    readOutbox: () => load(tab, outbox),
    /** @param {Record<string, Pending[]>} all */
    writeOutbox: (all) => save(tab, outbox, all),
    /** Where the agent was, to be there again after a reload. @returns {{tab?: Tab, selected?: string|null, open?: string[], team?: string, filters?: unknown}} */
    readPlace: () => load(tab, place),
    /** @param {{tab: Tab, selected: string|null, open?: string[], team: string, filters: import('./types.js').Filters}} where */
    writePlace: (where) => save(tab, place, where),
    clear() {
      browser.removeItem(drafts);
      tab.removeItem(outbox);
      tab.removeItem(place);
    },
  };
}

/** @param {Shelf} shelf @param {string} key @returns {any} */
function load(shelf, key) {
  try { return JSON.parse(shelf.getItem(key) ?? '{}'); } catch { return {}; }
}

/** @param {Shelf} shelf @param {string} key @param {Record<string, unknown>} all */
function save(shelf, key, all) {
  if (Object.keys(all).length === 0) shelf.removeItem(key);
  else shelf.setItem(key, JSON.stringify(all));
}
/** @typedef {ReturnType<typeof createDrafts>} Drafts */
