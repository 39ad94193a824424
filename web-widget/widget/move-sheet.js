// The way to another device: a link, and the same as a picture for a phone's camera. Loaded when it is asked for.
import { button } from './controls.js';
import { h, setText } from './dom.js';
import { openSheet } from './sheet.js';
import { ulid } from './ulid.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.move .body { display: flex; flex-direction: column; align-items: center; gap: 16px; text-align: center; text-wrap: balance; }
.move .code { inline-size: min(240px, 70%); aspect-ratio: 1; border-radius: 12px; background: #fff; }
.move .code svg { display: block; inline-size: 100%; block-size: 100%; fill: #000; shape-rendering: crispEdges; }
.move .code[data-over] { opacity: .15; }
.move .line { display: flex; flex-wrap: wrap; gap: 8px; inline-size: 100%; }
.move input { flex: 1 1 160px; min-inline-size: 0; min-block-size: 44px; box-sizing: border-box; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 12px; font: inherit; font-size: 14px; color: inherit; background: transparent; }
.move .told { color: var(--muted); font-size: 13px; }
`);
const SVG = 'http://www.w3.org/2000/svg';
/** Longest wait for a link before it is called failed. */
const PATIENCE_MS = 10_000;

/** @param {import('./panel.js').Panel} panel */
export function openMove(panel) {
  const { client, say } = panel;
  const picture = h('div', { class: 'code', role: 'img', 'aria-label': say('movePicture'), 'data-test': 'move-picture' });
  const link = h('input', { readonly: true, dir: 'ltr', 'aria-label': say('moveLink'), 'data-test': 'move-link', onfocus: () => link.select() });
  const copy = button(say('copy'), 'move-copy', copied, 'solid');
  const told = h('p', { class: 'told', role: 'status', 'data-test': 'move-told' });
  const again = button(say('moveAgain'), 'move-again', ask, 'pill');
  const body = h('div', { class: 'body' }, h('p', {}, say('moveHow')), picture, h('div', { class: 'line' }, link, copy), told, again);
  openSheet(panel, { name: 'move', title: say('move'), css: style, body, closed });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let cid = '';
  ask();

  /** A link that was given before is worth nothing from now on. */
  function ask() {
    cid = ulid();
    again.hidden = true;
    setText(told, say('loading'));
    show('', null);
    client.move.heard = (/** @type {import('./wire.js').Frame} */ frame) => frame.cid === cid && given(frame);
    // As everywhere, the server is told no query.
    const sent = client.connection.send({ type: 'move', cid, url: location.origin + location.pathname });
    timer = setTimeout(failed, sent ? PATIENCE_MS : 0);
  }

  /** @param {import('./wire.js').Frame} frame */
  function given(frame) {
    clearTimeout(timer);
    if (frame.type === 'error') return failed();
    show(frame.link, frame.picture);
    setText(told, say('moveFor', { n: Math.round(frame.expires_s / 60) || 1 }));
    timer = setTimeout(over, frame.expires_s * 1000);
  }

  function failed() { end('moveNot'); }

  function over() { end('moveOver'); }

  /** @param {'moveNot' | 'moveOver'} why */
  function end(why) {
    clearTimeout(timer);
    show('', null);
    setText(told, say(why));
    again.hidden = false;
  }

  /** @param {string} address @param {{ path: string, side: number } | null} code */
  function show(address, code) {
    link.value = address;
    copy.disabled = address === '';
    picture.toggleAttribute('data-over', !code);
    if (!code) return picture.replaceChildren();
    const svg = document.createElementNS(SVG, 'svg');
    const path = document.createElementNS(SVG, 'path');
    svg.setAttribute('viewBox', `0 0 ${code.side} ${code.side}`);
    path.setAttribute('d', code.path);
    svg.append(path);
    picture.replaceChildren(svg);
  }

  async function copied() {
    const done = await navigator.clipboard?.writeText(link.value).then(() => true, () => false);
    if (done) setText(told, say('copied'));
    else link.focus();
  }

  function closed() {
    clearTimeout(timer);
    client.move.heard = undefined;
  }
}
