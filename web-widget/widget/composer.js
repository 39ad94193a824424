// Where the customer writes; after the end of a chat, the way on from there.
import { button, icon, iconButton } from './controls.js';
import { h, setText } from './dom.js';

/** @typedef {import('../texts/widget.js').Say} Say */

/** Unicode scalar values, as the server counts. */
export const LONGEST = 4000;
const COUNT_FROM = 3600;
/** What may be sent; the server looks at the bytes. */
const ACCEPT = 'image/png,image/jpeg,image/gif,image/webp,application/pdf';
const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 5_000;

/** What the counter says about a text. @param {string} text @returns {{ left: number, shown: boolean, fits: boolean }} */
export function measure(text) {
  const left = LONGEST - [...text.trim()].length;
  return { left, shown: left <= LONGEST - COUNT_FROM, fits: left >= 0 && left < LONGEST };
}

/**
 * @param {Say} say
 * @param {{ send: (text: string) => void, typing: (on: boolean) => void, newChat: () => void, attach: (files: Iterable<File>) => void }} actions
 */
export function createComposer(say, actions) {
  const input = h('textarea', {
    rows: 1, 'data-test': 'input', placeholder: say('write'), 'aria-label': say('write'), enterkeyhint: 'send',
    dir: 'auto', 'aria-describedby': 'counter', oninput: changed, onkeydown: pressed, onpaste: pasted,
  });
  const send = h('button', { class: 'send', 'data-test': 'send', 'aria-label': say('send'), title: say('send') }, icon('send'));
  const chooser = h('input', { type: 'file', hidden: true, multiple: true, accept: ACCEPT, 'data-test': 'file-input', onchange: chosen });
  const attach = iconButton('clip', say('attach'), 'attach', () => chooser.click());
  attach.hidden = true;
  const counter = h('p', { id: 'counter', class: 'counter', 'data-test': 'counter', 'aria-live': 'polite' });
  const form = h('form', { onsubmit: submit }, counter, h('div', { class: 'box' }, attach, chooser, input, send));
  const after = h('div', { class: 'after', 'data-test': 'after' },
    button(say('newChat'), 'new-chat', actions.newChat, 'solid'),
    button(say('goOn'), 'continue', goOn, 'link'));
  const element = h('div', { class: 'foot' }, form, after);
  let closed = false;
  let goesOn = false;
  let told = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let idle;
  changed();

  function changed() {
    const { left, shown, fits } = measure(input.value);
    send.disabled = !fits;
    counter.hidden = !shown;
    counter.classList.toggle('over', left < 0);
    setText(counter, shown ? say(left < 0 ? 'over' : 'left', { n: Math.abs(left) }) : '');
    input.style.setProperty('block-size', 'auto');
    input.style.setProperty('block-size', input.scrollHeight + 'px');
    typing(input.value.trim() !== '');
  }

  /** @param {boolean} on */
  function typing(on) {
    clearTimeout(idle);
    if (on) idle = setTimeout(() => typing(false), TYPING_ENDS_MS);
    if (on ? Date.now() - told < TYPING_EVERY_MS : told === 0) return;
    told = on ? Date.now() : 0;
    actions.typing(on);
  }

  /** @param {KeyboardEvent} event Enter sends, unless it finishes a word of an input method. */
  function pressed(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    if (!measure(input.value).fits) return;
    actions.send(input.value.trim());
    input.value = '';
    changed();
    input.focus();
  }

  function chosen() {
    actions.attach([...(chooser.files ?? [])]);
    chooser.value = '';
    input.focus();
  }

  /** @param {ClipboardEvent} event */
  function pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (attach.hidden || files.length === 0) return;
    event.preventDefault();
    actions.attach(files);
  }

  function goOn() {
    goesOn = true;
    update(closed, !attach.hidden);
    input.focus();
  }

  /** @param {boolean} nowClosed @param {boolean} files whether files may be sent */
  function update(nowClosed, files) {
    attach.hidden = !files;
    if (!nowClosed) goesOn = false;
    closed = nowClosed;
    const held = form.matches(':focus-within');
    form.hidden = closed && !goesOn;
    after.hidden = !closed || goesOn;
    if (held && form.hidden) after.querySelector('button')?.focus();
  }

  /** @param {string} text */
  function write(text) {
    input.value = text;
    changed();
  }

  return { element, input, update, write, grow: changed };
}
