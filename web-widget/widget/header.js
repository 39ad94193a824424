// The top of the panel: whose chat it is, who is talking, the way to a person, and the menu.
import { button, icon, iconButton } from './controls.js';
import { h, setText } from './dom.js';
import { momentText, waitText } from './time.js';

/** @typedef {import('../texts/widget.js').Say} Say */
/** @typedef {import('./conversation.js').Conversation} Conversation */
/** @typedef {'person' | 'leave' | 'close' | 'end' | 'download' | 'move' | 'newChat' | 'tryNow'} Action */
/** @typedef {'' | 'offline' | 'lost' | 'unreachable' | 'refused' | 'moveFailed'} Trouble */
/** @typedef {{ log: Conversation, brand: import('./wire.js').Brand | null, banner: Trouble, asking: boolean }} Model */

/** @param {Say} say @param {(action: Action) => void} act */
export function createHeader(say, act) {
  const name = h('h2', { id: 'title' });
  const tagline = h('p', { class: 'tagline' });
  const mark = h('span', { class: 'mark', 'aria-hidden': 'true' });
  const menu = createMenu(say, act);
  const who = h('span', { class: 'who' });
  const text = h('span', { role: 'status', 'data-test': 'status' });
  const person = button(say('talkToPerson'), 'person', () => act('person'), 'pill');
  const leave = button(say('leaveQueue'), 'leave-queue', () => act('leave'), 'pill');
  const warning = h('span', { role: 'status' });
  const tryNow = button(say('tryNow'), 'try-now', () => act('tryNow'), 'link');
  const banner = h('div', { class: 'banner', 'data-test': 'banner' }, icon('alert'), warning, tryNow);

  const element = h('div', {},
    h('div', { class: 'bar' },
      mark, h('div', { class: 'brand' }, name, tagline), menu.element,
      iconButton('close', say('close'), 'close', () => act('close'))),
    h('div', { class: 'strip' }, who, text, person, leave),
    banner);

  /** @type {HTMLButtonElement | null} */
  let other = null;

  /** @param {Model} model */
  function update({ log, brand, banner: trouble, asking }) {
    const title = brand?.name ?? say('chatPlain');
    setText(name, title);
    setText(tagline, brand?.tagline ?? '');
    setText(mark, title.slice(0, 1));
    const alone = !log.welcomed && (trouble === 'unreachable' || trouble === 'refused');
    setText(text, alone ? say('unconnected') : statusText(log, say));
    const waits = iconOf(log.state) === 'wait';
    const human = iconOf(log.state) === 'person';
    if (who.dataset.is !== log.state) who.replaceChildren(icon(iconOf(log.state)));
    who.dataset.is = log.state;
    // Who tapped the one that goes finds the other; while it rests, nothing has the focus.
    const root = /** @type {ShadowRoot} */ (element.getRootNode());
    if (root.activeElement) other = root.activeElement === person ? leave : root.activeElement === leave ? person : null;
    person.hidden = waits || human || alone;
    person.disabled = asking;
    leave.hidden = !waits;
    leave.disabled = asking;
    if (other && !other.hidden && !other.disabled) other.focus();
    banner.hidden = trouble === '';
    tryNow.hidden = trouble !== 'lost' && trouble !== 'unreachable';
    setText(warning, trouble === '' ? '' : say(trouble));
    menu.update(log);
  }
  return { element, update, closeMenu: menu.close };
}

/** @param {Conversation} log @param {Say} say */
export function statusText(log, say) {
  const name = log.agent ?? say('someone');
  if (log.state === 'closed') return say('ended');
  if (log.state === 'agent' || log.state === 'wrap_up') return say('withAgent', { name });
  if (log.state === 'bot') return say('withBot');
  const opens = log.events.findLast((event) => event.kind === 'state')?.opens_at;
  if (opens && Date.parse(opens) > Date.now()) return [say('backAt', { when: momentText(opens, say) }), say('kept')].join('\n');
  const { position: n = 0, wait = null } = log.queue ?? {};
  const place = n > 0 ? say('place', { n }) : say('queued');
  return [place, waitText(wait, say)].filter(Boolean).join('\n');
}

/** @param {import('./wire.js').State} state */
function iconOf(state) {
  /** @type {Record<typeof state, import('./controls.js').IconName>} */
  const icons = { bot: 'bot', queued: 'wait', offered: 'wait', agent: 'person', wrap_up: 'person', closed: 'check' };
  return icons[state] ?? 'bot';
}

/** @param {Say} say @param {(action: Action) => void} act */
function createMenu(say, act) {
  const entry = (/** @type {'download' | 'move' | 'end'} */ action) =>
    h('button', { type: 'button', role: 'menuitem', 'data-test': action, onclick: () => (close(), act(action)) }, say(action));
  const download = entry('download');
  const move = entry('move');
  const end = entry('end');
  const entries = [download, move, end];
  const list = h('div', { role: 'menu', class: 'menu', 'aria-label': say('menu'), onkeydown: step }, ...entries);
  const opener = iconButton('more', say('menu'), 'menu', () => toggle(list.hidden === true));
  opener.setAttribute('aria-haspopup', 'menu');
  const element = h('div', { class: 'menu-place', onfocusout: left }, opener, list);
  toggle(false);

  /** @param {boolean} open */
  function toggle(open) {
    list.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) entries.find((one) => !one.disabled)?.focus();
  }
  /** @returns {boolean} whether it was open */
  function close() {
    if (list.hidden) return false;
    opener.focus();
    toggle(false);
    return true;
  }
  /** @param {KeyboardEvent} event */
  function step(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const able = entries.filter((one) => !one.disabled);
    const at = able.findIndex((one) => one === event.target);
    able.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % able.length)?.focus();
  }
  /** @param {FocusEvent} event */
  function left(event) {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) toggle(false);
  }
  /** @param {Conversation} log */
  function update(log) {
    move.disabled = log.session === null || !log.welcomed;
    download.disabled = log.events.length === 0;
    end.disabled = log.session === null || log.state === 'closed';
  }
  return { element, close, update };
}
