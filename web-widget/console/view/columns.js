// Which column is in front where there is no room for three: one at a time on a phone, a drawer on a tablet and where
// conversations side by side need the room.

/** @typedef {'list'|'talk'|'ticket'} Column */

export class Columns {
  /** Whether conversations side by side leave the ticket a column of its own. @type {'beside'|'over'} */ #ticket = 'beside';

  /** @param {HTMLElement} root @param {HTMLElement[]} under  what an open drawer covers */
  constructor(root, under) {
    this.root = root;
    this.under = under;
    this.root.dataset.column = 'list';
    this.root.dataset.drawer = 'closed';
    this.narrow = matchMedia('(max-width: 46rem)');
    this.wide = matchMedia('(min-width: 72.01rem)');
    for (const width of [this.narrow, this.wide]) width.addEventListener('change', () => this.#place());
    this.#place();
    addEventListener('popstate', (event) => this.#set(event.state?.column ?? 'list'));
  }

  /** @param {'beside'|'over'} ticket */
  follow(ticket) {
    if (ticket === this.#ticket) return;
    this.#ticket = ticket;
    this.#place();
  }

  /** The ticket is a column, lies over the others, or is all there is on the screen. */
  #place() {
    this.root.dataset.ticket = this.narrow.matches ? 'alone' : this.wide.matches ? this.#ticket : 'over';
    this.#drawer(false);
  }

  /** On a phone each column is a step in the history, so that the device's own Back works. @param {Column} column */
  show(column) {
    if (this.root.dataset.column === column) return;
    if (this.narrow.matches && column !== 'list') history.pushState({ column }, '');
    this.#set(column);
  }

  /** Whether another column is in front of it. @param {Column} column */
  covers(column) {
    return this.narrow.matches && this.root.dataset.column !== column;
  }

  back() {
    if (this.narrow.matches && history.state?.column) return history.back();
    this.#set(this.root.dataset.column === 'ticket' ? 'talk' : 'list');
  }

  /** @param {boolean} [open] @returns {boolean} whether the ticket was brought to the front */
  toggleTicket(open) {
    if (this.narrow.matches) {
      if (open !== false) this.show('ticket');
      return open !== false;
    }
    const now = open ?? this.root.dataset.drawer !== 'open';
    this.#drawer(now);
    return now;
  }

  /** What lies under the drawer takes no focus. @param {boolean} open */
  #drawer(open) {
    this.root.dataset.drawer = open ? 'open' : 'closed';
    for (const column of this.under) column.inert = open && this.root.dataset.ticket === 'over';
  }

  /** @param {Column} column */
  #set(column) {
    this.root.dataset.column = column;
  }
}
