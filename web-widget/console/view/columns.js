// Which column is in front where there is no room for three: one at a time on a phone, a drawer on a tablet.

/** @typedef {'list'|'talk'|'ticket'} Column */

export class Columns {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.root.dataset.column = 'list';
    this.root.dataset.drawer = 'closed';
    this.narrow = matchMedia('(max-width: 46rem)');
    addEventListener('popstate', (event) => this.#set(event.state?.column ?? 'list'));
  }

  /** On a phone each column is a step in the history, so that the device's own Back works. @param {Column} column */
  show(column) {
    if (this.root.dataset.column === column) return;
    if (this.narrow.matches && column !== 'list') history.pushState({ column }, '');
    this.#set(column);
  }

  back() {
    if (this.narrow.matches && history.state?.column) return history.back();
    this.#set(this.root.dataset.column === 'ticket' ? 'talk' : 'list');
  }

  /** @param {boolean} [open] */
  toggleTicket(open) {
    if (this.narrow.matches) {
      if (open !== false) this.show('ticket');
      return;
    }
    const now = open ?? this.root.dataset.drawer !== 'open';
    this.root.dataset.drawer = now ? 'open' : 'closed';
  }

  /** @param {Column} column */
  #set(column) {
    this.root.dataset.column = column;
  }
}
