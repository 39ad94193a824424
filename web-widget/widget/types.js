// What the widget hands around inside itself, as types: a file without code costs a page nothing.
export {};

/**
 * What the customer sent and the log does not show yet.
 * `late` is a failure that mends itself at the next connection; every other code is the server's refusal.
 * @typedef {object} Entry
 * @property {string} cid
 * @property {number} at milliseconds since 1970
 * @property {import('./wire.js').Request} request
 * @property {string} [label] what the customer sees of it
 * @property {'sending' | 'sent' | 'failed'} state
 * @property {string} [code]
 * @property {number} [seq] once acknowledged
 */

/** What is in the customer's cart, as the host page says. @typedef {{ items: { title: string, quantity?: number, price?: string }[], total?: string }} Cart */

/** What the host page has to be asked for first. @typedef {{ identity?: string | null, cart?: Cart }} Known */

/**
 * What a hello says of the page.
 * @typedef {object} About
 * @property {string} locale
 * @property {{ url: string, title: string }} page
 * @property {(() => Promise<Known>) | null} [ask] null where there is nothing to ask
 */

/**
 * What a client needs of its surroundings.
 * @typedef {object} Around
 * @property {string} server base address, ending in a slash
 * @property {string} bot
 * @property {import('./vault.js').Vault} vault
 * @property {() => About} about
 * @property {() => void} changed
 */
