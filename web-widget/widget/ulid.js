// Client ids: ULIDs that always grow within one page, so that sorting by id is sorting by time.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let last = 0;

/**
 * @param {number} [now] milliseconds since 1970
 * @returns {string} 26 characters
 */
export function ulid(now = Date.now()) {
  last = Math.max(now, last + 1);
  let text = '';
  for (let rest = last, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) text += ALPHABET[byte & 31];
  return text;
}
