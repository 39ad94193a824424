// The scrolling conversation: keeps one element per row, follows the newest, and says so when it does not.
import { button, icon } from './controls.js';
import { h, setText } from './dom.js';
import { renderItem } from './message-view.js';

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('../texts/widget.js').Say} Say */

/** How far from the end still counts as being there, in pixels. */
const NEAR = 64;
/** How much of what was asked stays in view above a long answer, as a part of the height. */
const ASKED = 0.25;
const GAP = 12;

/** @param {Say} say @param {import('./message-view.js').RowActions} actions @param {() => void} reachedEnd */
export function createLogView(say, actions, reachedEnd) {
  /** @type {Map<string, { element: HTMLElement, drawn: string }>} */
  const rows = new Map();
  const log = h('div', { class: 'log', role: 'log', 'aria-label': say('log'), 'data-test': 'log', tabindex: 0 });
  const typing = h('p', { class: 'typing', 'data-test': 'typing' }, h('i'), h('i'), h('i'), h('span', { class: 'unseen' }));
  const empty = h('p', { class: 'empty', 'data-test': 'connecting' }, say('connecting'));
  const scroller = h('div', { class: 'scroll', onscroll: scrolled }, empty, log, typing);
  const pill = button(say('newMessages'), 'new-messages', () => toEnd('smooth'), 'news');
  pill.append(icon('down'));
  pill.hidden = true;
  const element = h('div', { class: 'middle' }, scroller, pill);
  let atEnd = true;
  let top = 0;
  let newest = '';
  /** @type {HTMLElement | undefined} what the other side said last: it is read from its beginning */
  let answer;
  const resized = new ResizeObserver(() => atEnd && toEnd());
  for (const each of [scroller, log]) resized.observe(each);

  /** @param {{ items: Item[], typing: string, ready: boolean, hopeful: boolean }} model `typing` is who is, in words, or empty; `hopeful`: no trouble is told elsewhere */
  function update(model) {
    empty.hidden = model.items.length > 0 || model.ready || !model.hopeful;
    log.setAttribute('aria-live', model.ready ? 'polite' : 'off');
    draw(model.items);
    typing.hidden = model.typing === '';
    setText(/** @type {Element} */ (typing.lastElementChild), model.typing);
    follow(model.items.at(-1));
  }

  /** @param {Item[]} items */
  function draw(items) {
    const keys = new Set(items.map((item) => item.key));
    for (const [key, { element }] of rows) {
      if (!keys.has(key)) element.remove(), rows.delete(key);
    }
    let before = /** @type {Element | null} */ (null);
    for (const item of items) {
      const element = drawn(item);
      const next = before ? before.nextElementSibling : log.firstElementChild;
      if (next !== element) log.insertBefore(element, next);
      before = element;
    }
  }

  /** @param {Item} item the element that shows it, made anew only if something about it changed */
  function drawn(item) {
    const wanted = JSON.stringify(item);
    const row = rows.get(item.key);
    if (row?.drawn === wanted) return row.element;
    const element = renderItem(item, say, actions);
    row?.element.replaceWith(element);
    rows.set(item.key, { element, drawn: wanted });
    return element;
  }

  /** @param {Item | undefined} last */
  function follow(last) {
    const grew = last !== undefined && last.key !== newest;
    newest = last?.key ?? '';
    const mine = last?.type === 'message' && last.from === 'customer';
    answer = last?.type === 'message' && !mine ? rows.get(last.key)?.element : undefined;
    if (atEnd || (grew && mine)) toEnd();
    else if (grew) pill.hidden = false;
  }

  /** @param {ScrollBehavior} [behavior] */
  function toEnd(behavior = 'instant') {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller.scrollTo({ top: Math.max(scroller.scrollTop, restingPlace()), behavior: still ? 'instant' : behavior });
    atEnd = true;
    pill.hidden = true;
  }

  /** The end, or the beginning of an answer that is longer than the view. */
  function restingPlace() {
    const end = scroller.scrollHeight - scroller.clientHeight;
    return answer ? Math.min(end, beginningOf(answer)) : end;
  }

  /** Where the row begins, with what was asked above it if that is short. @param {HTMLElement} row */
  function beginningOf(row) {
    const before = row.previousElementSibling;
    const asked = before instanceof HTMLElement ? row.offsetTop - before.offsetTop : 0;
    return row.offsetTop - Math.min(asked, scroller.clientHeight * ASKED) - GAP;
  }

  function scrolled() {
    const near = scroller.scrollTop > restingPlace() - NEAR;
    // Only scrolling up leaves the end; a picture that comes in below does not.
    if (near || scroller.scrollTop < top) atEnd = near;
    top = scroller.scrollTop;
    if (!near) return;
    pill.hidden = true;
    reachedEnd();
  }

  return { element, log, update, isAtEnd: () => atEnd };
}
