// Where the widget keeps things between pages: localStorage, sessionStorage or memory, as the host page chooses.

/** @typedef {'local' | 'session' | 'memory'} StorageKind */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>} StorageLike */

/** Values as JSON under one prefix. A storage that is full or forbidden loses nothing but the next page. */
export class Vault {
  /** @param {StorageLike} storage @param {string} prefix */
  constructor(storage, prefix) {
    this.storage = storage;
    this.prefix = prefix;
    /** @type {Map<string, any>} what the storage would not take */
    this.spare = new Map();
  }

  /** @param {string} key @returns {any} null where absent */
  get(key) {
    if (this.spare.has(key)) return this.spare.get(key);
    try {
      return JSON.parse(this.storage.getItem(this.prefix + key) ?? 'null');
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {unknown} value null removes it */
  set(key, value) {
    this.spare.delete(key);
    try {
      if (value === null) this.storage.removeItem(this.prefix + key);
      else this.storage.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      this.spare.set(key, value);
    }
  }

  /** @param {string} start @returns {string[]} keys that begin so, without the prefix, sorted */
  keys(start) {
    const found = [];
    for (let i = 0; i < this.storage.length; i++) {
      const key = this.storage.key(i) ?? '';
      if (key.startsWith(this.prefix + start)) found.push(key.slice(this.prefix.length));
    }
    return found.sort();
  }

  /**
   * Hears what other tabs change; never what this one does.
   * @param {(key: string) => void} heard
   * @returns {() => void} stops listening
   */
  onChange(heard) {
    const listen = (/** @type {StorageEvent} */ event) => {
      if (event.storageArea !== this.storage) return;
      if (event.key?.startsWith(this.prefix)) heard(event.key.slice(this.prefix.length));
    };
    addEventListener('storage', listen);
    return () => removeEventListener('storage', listen);
  }
}

/** @param {string | null} kind @param {string} prefix */
export function openVault(kind, prefix) {
  return new Vault(storageOf(kind) ?? new MemoryStorage(), prefix);
}

/** @param {string | null} kind @returns {StorageLike | null} null where the browser refuses it */
function storageOf(kind) {
  if (kind === 'memory') return null;
  try {
    const storage = kind === 'session' ? sessionStorage : localStorage;
    storage.setItem('baton?', '');
    storage.removeItem('baton?');
    return storage;
  } catch {
    return null;
  }
}

/** @implements {StorageLike} */
export class MemoryStorage {
  /** @type {Map<string, string>} */
  #values = new Map();
  get length() {
    return this.#values.size;
  }
  /** @param {number} i */
  key(i) {
    return [...this.#values.keys()][i] ?? null;
  }
  /** @param {string} key */
  getItem(key) {
    return this.#values.get(key) ?? null;
  }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#values.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.#values.delete(key);
  }
}
