// What an agent set for this browser, kept after sign-out: it says nothing about a customer.

/** @import {Shelf} from './drafts.js' */

/** @typedef {'off'|'sound'|'desktop'} Notify  `desktop` sounds too */

/** @type {Notify[]} */
export const NOTIFY = ['off', 'sound', 'desktop'];

const [NOTIFY_KEY, KEYS_KEY] = ['baton.notify', 'baton.single_keys'];

/** @param {Shelf} shelf */
export function createPrefs(shelf) {
  return {
    /** What the browser no longer allows does not count. @param {boolean} allowed whether it lets us show notifications @returns {Notify} */
    notify(allowed) {
      const wished = NOTIFY.find((value) => value === shelf.getItem(NOTIFY_KEY)) ?? 'sound';
      return wished === 'desktop' && !allowed ? 'sound' : wished;
    },
    /** @param {Notify} notify */
    setNotify: (notify) => shelf.setItem(NOTIFY_KEY, notify),
    /** Whether shortcuts work without Alt. */
    singleKeys: () => shelf.getItem(KEYS_KEY) !== 'off',
    /** @param {boolean} on */
    setSingleKeys: (on) => shelf.setItem(KEYS_KEY, on ? 'on' : 'off'),
  };
}
/** @typedef {ReturnType<typeof createPrefs>} Prefs */
