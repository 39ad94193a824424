// What the host page knows of the customer: who it is, as its server says, and what is in the cart. Loaded only where a page says so.

/** @typedef {import('./types.js').Cart} Cart */

const MOST_ITEMS = 20;
/** Unicode scalar values. */
const LONGEST_TITLE = 120;
const LONGEST_PRICE = 40;
const MOST_OF_ONE = 9999;

/** @param {string | null} address of the host page, for a token @param {string | null} cart as JSON @returns {Promise<import('./types.js').Known>} */
export async function known(address, cart) {
  return { identity: address === null ? null : await token(address).catch(() => null), cart: (cart && cartOf(cart)) || undefined };
}

/** A fresh token, from an address of the host page; null where it knows no customer. @param {string} address */
async function token(address) {
  const answer = await fetch(address, { cache: 'no-store' });
  return (answer.status === 200 && (await answer.text()).trim()) || null;
}

/** A cart within bounds; null where there is none, or nothing that can be read. @param {string} text @returns {Cart | null} */
export function cartOf(text) {
  const { items, total } = parsed(text) ?? {};
  if (!Array.isArray(items)) return null;
  const fit = items.map(itemOf).filter((item) => item !== null).slice(0, MOST_ITEMS);
  if (fit.length === 0) return null;
  return { items: fit, ...some({ total: line(total, LONGEST_PRICE) }) };
}

/** @param {any} item @returns {Cart['items'][number] | null} */
function itemOf(item) {
  const title = line(item?.title, LONGEST_TITLE);
  if (!title) return null;
  const quantity = Number.isInteger(item.quantity) ? Math.min(MOST_OF_ONE, Math.max(1, item.quantity)) : 1;
  return { title, quantity, ...some({ price: line(item.price, LONGEST_PRICE) }) };
}

/** @param {unknown} value @param {number} longest */
function line(value, longest) {
  return typeof value === 'string' ? [...value.trim().replace(/\s+/g, ' ')].slice(0, longest).join('') : '';
}

/** Leaves out what is empty. @param {Record<string, string>} fields */
function some(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
