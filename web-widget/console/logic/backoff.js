// How long to wait before the next attempt to connect: full jitter, so that a thousand consoles do not return at once.

export const FIRST_MS = 500;
export const LONGEST_MS = 30_000;

/**
 * @param {number} attempt 0 for the first retry
 * @param {() => number} [random] 0 to 1
 */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(random() * ceiling);
}
