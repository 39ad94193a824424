// The conversation itself: keeps its place while new lines come, and finds the line of a turn.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */

import { lastRead, transcriptOf } from '../logic/transcript.js';
import { fill, h, reconcile } from './dom.js';
import { entryView, fingerprint } from './entry.js';
import { icon } from './icons.js';

/** Closer to the end than this counts as reading the end, px. */
const NEAR_END = 80;
/** So many frames it takes until the lines around a far target have their true heights. */
const SETTLING_FRAMES = 4;
/** What is there already is not read out, only what comes after, ms. */
const HUSH_MS = 1500;

export class Transcript extends HTMLElement {
  #session = '';
  #prints = new WeakMap();
  #atEnd = true;
  #top = 0;
  /** @type {any} */ #hush = null;
  /** What was drawn last. @type {unknown[]} */ #drawn = [];

  /** @param {App} app @param {() => void} write  moves the cursor to where one writes */
  constructor(app, write) {
    super();
    this.app = app;
    this.write = write;
    this.log = h('div', { class: 'log', role: 'log', 'data-test': 'transcript', 'aria-label': app.t('talk.transcript'), tabindex: 0 });
    this.lines = h('div', { class: 'lines' });
    this.typing = h('div', { class: 'typing', 'data-test': 'customer-typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span', {}, app.t('talk.typing')));
    this.newer = h('button', { class: 'newer', type: 'button', hidden: true, onclick: () => this.#toEnd() }, icon('down'), app.t('talk.newer'));
    this.log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    const keepEnd = new ResizeObserver(() => { if (this.#atEnd) this.#toEnd(); });
    keepEnd.observe(this.log);
    keepEnd.observe(this.lines);
  }

  connectedCallback() {
    this.log.append(this.lines, this.typing);
    fill(this, this.log, this.newer);
  }

  /** @param {State} state @param {Ticket} ticket */
  update(state, ticket) {
    const { session } = ticket;
    const quiet = !(state.typing[session] > 0);
    if (quiet !== this.typing.hidden) {
      this.typing.hidden = quiet;
      this.#follow(false, false);
    }
    const entries = state.logs[session]?.entries ?? [];
    const parts = [ticket, entries, state.outbox[session], state.read[session], state.link === 'open', state.translations, state.translates];
    if (parts.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = parts;
    const items = transcriptOf(entries, state.outbox[session]);
    const scene = { app: this.app, ticket, seen: lastRead(items, state.read[session] ?? 0), online: state.link === 'open' };
    const fresh = session !== this.#session;
    const before = this.lines.childElementCount;
    this.log.setAttribute('aria-busy', String(entries.length === 0));
    if (fresh) this.#begin(session);
    reconcile(this.lines, items, (item) => `${session}/${item.key}`, () => h('div', { class: 'line' }), (line, item) => {
      const print = fingerprint(item, scene);
      if (this.#prints.get(line) === print) return;
      this.#prints.set(line, print);
      this.#swap(line, entryView(item, scene));
    });
    this.#follow(fresh || before === 0, this.lines.childElementCount > before);
  }

  /** Shows the line of the customer message with `seq`. @param {number} seq */
  jump(seq) {
    const entry = /** @type {HTMLElement|null} */ (this.lines.querySelector(`[data-seq="${Number(seq)}"]`));
    if (!entry) return;
    this.#atEnd = false;
    this.#bring(entry);
    entry.focus({ preventScroll: true });
    entry.classList.remove('flash');
    requestAnimationFrame(() => entry.classList.add('flash'));
  }

  /** Glides a short way and leaps a long one; lines on the way get their true height, so it is set right after. @param {HTMLElement} entry */
  #bring(entry) {
    const way = Math.abs(entry.getBoundingClientRect().top - this.log.getBoundingClientRect().top);
    const glides = way < 2 * this.log.clientHeight && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    entry.scrollIntoView({ block: 'center', behavior: glides ? 'smooth' : 'auto' });
    if (glides) return;
    let frames = SETTLING_FRAMES;
    const again = () => {
      entry.scrollIntoView({ block: 'center', behavior: 'auto' });
      if ((frames -= 1) > 0) requestAnimationFrame(again);
    };
    requestAnimationFrame(again);
  }

  /** @param {string} session */
  #begin(session) {
    this.#session = session;
    this.#atEnd = true;
    this.newer.hidden = true;
    this.log.setAttribute('aria-live', 'off');
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => this.log.setAttribute('aria-live', 'polite'), HUSH_MS);
  }

  /** A rebuilt line keeps its opened details, and the focus: on itself, or where one writes if its button is gone. @param {Element} line @param {HTMLElement} view */
  #swap(line, view) {
    const open = line.querySelector('details')?.open;
    const focused = line.contains(document.activeElement) ? document.activeElement : null;
    const onLine = focused === line.firstElementChild;
    fill(line, view);
    if (onLine) view.focus({ preventScroll: true });
    else if (focused) this.write();
    const details = view.querySelector('details');
    if (open && details) details.open = true;
  }

  /** @param {boolean} fresh @param {boolean} grew */
  #follow(fresh, grew) {
    if (fresh || this.#atEnd) return this.#toEnd();
    if (grew) this.newer.hidden = false;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.#atEnd = true;
    this.newer.hidden = true;
  }

  /** Only scrolling up leaves the end; a composer that grows does not. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (near || scrollTop < this.#top) this.#atEnd = near;
    if (near) this.newer.hidden = true;
    this.#top = scrollTop;
  }
}

customElements.define('baton-transcript', Transcript);
