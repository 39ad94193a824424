// Client ids of messages: ULIDs, so that they sort by time and never meet.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * @param {number} [now] ms
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} [fill]
 */
export function ulid(now = Date.now(), fill = (bytes) => crypto.getRandomValues(bytes)) {
  let time = '';
  for (let i = 0, rest = now; i < 10; i += 1, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time;
  return time + Array.from(fill(new Uint8Array(16)), (byte) => ALPHABET[byte % 32]).join('');
}
