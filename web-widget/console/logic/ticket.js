// A ticket's lists, made shorter for reading.

/**
 * Each thing once, at the place where it first came, in its latest form, with how often it came.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} nameOf
 * @returns {{item: T, times: number}[]}
 */
export function onceEach(items, nameOf) {
  /** @type {Map<string, {item: T, times: number}>} */
  const found = new Map();
  for (const item of items) {
    const name = nameOf(item);
    found.set(name, { item, times: (found.get(name)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}
