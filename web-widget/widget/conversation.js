// What the customer has seen so far: a fold of events, shown exactly once and in order.

/** @typedef {import('./wire.js').ChatEvent} ChatEvent */
/** @typedef {import('./wire.js').State} State */
/** @typedef {import('./wire.js').Welcome} Welcome */

export class Conversation {
  /** @param {string | null} [session] */
  constructor(session = null) {
    this.session = session;
    /** @type {ChatEvent[]} */
    this.events = [];
    /** `seq` of the last event shown. */
    this.shown = 0;
    /** `seq` of the last event the server has, as far as known. */
    this.head = 0;
    /** @type {State} */
    this.state = 'bot';
    this.owner = 0;
    /** @type {string | null} */
    this.agent = null;
    /** @type {{ position: number, wait: import('./wire.js').Wait | null } | null} */
    this.queue = null;
    /** `seq` up to which the agent has read. */
    this.readByAgent = 0;
    /** @type {'agent' | 'bot' | null} who is typing */
    this.typing = null;
    this.welcomed = false;
  }

  /** Whether everything the server has is shown. */
  get ready() {
    return this.welcomed && this.shown >= this.head;
  }

  /** @param {Welcome} welcome */
  welcome(welcome) {
    this.session = welcome.session;
    this.welcomed = true;
    this.head = Math.max(this.shown, welcome.head_seq);
    if (this.shown === this.head) this.state = welcome.state;
    this.owner = Math.max(this.owner, welcome.owner);
    this.typing = null;
  }

  /**
   * Shows an event exactly when it is the next one.
   * @param {ChatEvent} event
   * @returns {'shown' | 'dropped' | 'gap'}
   */
  take(event) {
    if (event.seq <= this.shown) return 'dropped';
    if (event.seq > this.shown + 1) return 'gap';
    this.shown = event.seq;
    this.head = Math.max(this.head, event.seq);
    this.events.push(event.from === 'agent' ? { ...event, name: event.name ?? this.agent } : event);
    this.#fold(event);
    return 'shown';
  }

  /** @param {'agent' | 'bot'} from @param {boolean} on */
  type(from, on) {
    const has = this.state === 'agent' ? 'agent' : 'bot';
    if (on && from === has) this.typing = from;
    else if (this.typing === from) this.typing = null;
  }

  /** Messages to the customer after `seq`. @param {number} seq */
  unreadAfter(seq) {
    return this.events.filter((e) => e.seq > seq && e.kind === 'message' && e.from !== 'customer').length;
  }

  /** @param {ChatEvent} event */
  #fold(event) {
    if (event.owner > this.owner) this.typing = null;
    this.owner = Math.max(this.owner, event.owner);
    if (event.from === this.typing) this.typing = null;
    if (event.kind === 'queue') this.queue = { position: event.position ?? 0, wait: event.wait_s ?? null };
    if (event.kind !== 'state' || !event.state) return;
    this.state = event.state;
    this.agent = event.agent?.name ?? (event.state === 'wrap_up' ? this.agent : null);
    if (event.state !== 'queued' && event.state !== 'offered') this.queue = null;
  }
}
