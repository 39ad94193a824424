// One socket that is always either alive, being opened, or about to be tried again.

/** @typedef {import('./wire.js').Frame} Frame */
/** @typedef {'idle' | 'connecting' | 'open' | 'waiting' | 'refused'} Link */

const DEAD_MS = 45_000;
const WELCOME_MS = 10_000;
const PROBE_MS = 5_000;
const STEADY_MS = 10_000;
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Full jitter: anywhere between nothing and an exponential ceiling.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param {number} attempt 0 first
 * @param {number} random 0 to 1
 */
export function backoff(attempt, random) {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}

export class Connection {
  /**
   * @param {object} options
   * @param {string} options.url
   * @param {(again: boolean) => Frame | Promise<Frame>} options.hello the first frame, made anew each time; at once
   *   where it is said again on an open socket
   * @param {(frame: Frame) => void} options.onFrame
   * @param {(link: Link) => void} options.onLink
   * @param {() => number} [options.random]
   */
  constructor({ url, hello, onFrame, onLink, random = Math.random }) {
    this.url = url;
    this.hello = hello;
    this.onFrame = onFrame;
    this.onLink = onLink;
    this.random = random;
    /** @type {Link} */
    this.link = 'idle';
    this.attempt = 0;
    this.asked = false;
    this.openedAt = 0;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {number | null} how long the server asked us to stay away */
    this.stayAway = null;
  }

  /** Connects now, unless it is connected or about to be. However often it is called, there is one socket. */
  start() {
    if (this.socket) return;
    clearTimeout(this.retryTimer);
    const socket = new WebSocket(this.url, 'baton.v1');
    this.socket = socket;
    this.stayAway = null;
    this.#enter('connecting');
    socket.onopen = () => this.#greet(socket);
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#lost(event.code);
    this.#watch(WELCOME_MS);
  }

  /** Closes and stays closed until `start`. */
  stop() {
    this.#drop();
    clearTimeout(this.retryTimer);
    this.#enter('idle');
  }

  /** Gives up on this socket and opens another at once: a new session, or a socket that went silent. */
  restart() {
    this.#drop();
    this.start();
  }

  /** @param {Frame} frame @returns {boolean} whether it was handed to a socket */
  send(frame) {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** The page is back: try at once, or ask an open socket whether it is still there. */
  wake() {
    if (this.link === 'waiting') this.start();
    else if (this.link === 'open') this.askAgain();
  }

  /** Says hello again on the open socket, and gives it up when nothing comes back. */
  askAgain() {
    if (this.asked) return;
    this.asked = this.send(/** @type {Frame} */ (this.hello(true)));
    if (this.asked) this.#watch(PROBE_MS);
  }

  /** Who the customer is may first have to be asked elsewhere. @param {WebSocket} socket */
  #greet(socket) {
    const hello = this.hello(false);
    if (!(hello instanceof Promise)) this.send(hello);
    else hello.then((frame) => this.socket === socket && this.send(frame));
  }

  /** @param {string} text */
  #receive(text) {
    this.#watch(DEAD_MS);
    /** @type {Frame} */
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (frame.type === 'ping') this.send({ type: 'pong' });
    else if (frame.type === 'drain') this.stayAway = frame.retry_ms;
    else {
      if (frame.type === 'welcome') this.#welcomed();
      this.onFrame(frame);
    }
  }

  #welcomed() {
    this.asked = false;
    if (this.link !== 'open') this.openedAt = Date.now();
    this.#enter('open');
  }

  /** Calls the socket dead if no frame comes for so long. @param {number} ms */
  #watch(ms) {
    clearTimeout(this.deadTimer);
    this.deadTimer = setTimeout(() => this.#lost(4408), ms);
  }

  /** @param {number} code */
  #lost(code) {
    if (this.link === 'open' && Date.now() - this.openedAt > STEADY_MS) this.attempt = 0;
    this.#drop();
    if (code === 4403) return this.#enter('refused');
    const floor = code === 4429 ? 5_000 : 0;
    const wait = this.stayAway ?? Math.max(floor, backoff(this.attempt++, this.random()));
    this.retryTimer = setTimeout(() => this.start(), wait);
    this.#enter('waiting');
  }

  #drop() {
    clearTimeout(this.deadTimer);
    this.asked = false;
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /** @param {Link} link */
  #enter(link) {
    if (this.link === link) return;
    this.link = link;
    this.onLink(link);
  }
}
