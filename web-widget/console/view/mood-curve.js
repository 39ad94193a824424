// The mood of a session drawn as a curve; every point leads to its message.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Placed, Frame} from '../logic/curve.js' */

import { areaPath, linePath, place, yOf } from '../logic/curve.js';
import { moodWord, signed } from '../logic/format.js';
import { moodLimit } from '../logic/why.js';
import { h, setText, svg } from './dom.js';

/** @type {Frame} */
const FRAME = { width: 320, height: 148, left: 34, right: 12, top: 12, bottom: 12 };

/** @param {App} app @param {Ticket} ticket */
export function moodCurve(app, ticket) {
  const placed = place(ticket.mood ?? [], FRAME);
  if (placed.length === 0) return h('p', { class: 'quiet', 'data-test': 'mood-curve' }, app.t('ticket.no_mood'));
  const readout = h('p', { class: 'curve-readout', 'aria-live': 'polite' }, app.t('curve.hint'));
  const points = placed.map((point, i) => pointView(app, point, i, readout));
  const drawing = svg('svg', { class: 'curve', viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: 'group', 'aria-label': label(app, placed), 'data-test': 'mood-curve' },
    ...axis(app), limitLine(app, moodLimit(ticket.reason)),
    svg('path', { class: 'curve-area', d: areaPath(placed, yOf(0, FRAME)) }),
    svg('path', { class: 'curve-line', d: linePath(placed) }),
    ...points);
  drawing.addEventListener('keydown', (event) => alongPoints(event, points));
  return h('div', { class: 'curve-box' }, drawing, readout);
}

/** @param {App} app @param {Placed[]} placed */
function label(app, placed) {
  const last = placed[placed.length - 1];
  return app.t('curve.label', { n: placed.length, first: signed(placed[0].mood), last: signed(last.mood) });
}

/** @param {App} app */
function axis(app) {
  const steps = [{ at: 1, word: '+1' }, { at: 0.5, word: '' }, { at: 0, word: '0' }, { at: -0.5, word: '' }, { at: -1, word: '\u22121' }];
  const lines = steps.flatMap(({ at, word }) => {
    const y = yOf(at, FRAME);
    return [
      svg('path', { class: at === 0 ? 'curve-zero' : 'curve-grid', d: `M${FRAME.left} ${y}H${FRAME.width - FRAME.right}` }),
      word ? svg('text', { class: 'curve-tick', x: FRAME.left - 8, y: y + 3.5, 'text-anchor': 'end' }, word) : null,
    ];
  });
  const words = [svg('title', {}, app.t('ticket.mood'))];
  return [...words, ...lines];
}

/** @param {App} app @param {number|null} limit */
function limitLine(app, limit) {
  if (limit === null) return null;
  const y = yOf(limit, FRAME);
  return svg('g', { class: 'curve-limit' },
    svg('path', { d: `M${FRAME.left} ${y}H${FRAME.width - FRAME.right}` }),
    svg('text', { x: FRAME.left + 4, y: y + 12 }, app.t('curve.limit', { value: signed(limit) })));
}

/** @param {App} app @param {Placed} point @param {number} index @param {HTMLElement} readout */
function pointView(app, point, index, readout) {
  const words = app.t('curve.point', { turn: index + 1, mood: signed(point.mood), valence: signed(point.valence) });
  const go = () => app.jump(point.seq);
  const tell = () => setText(readout, words);
  return svg('g', {
    class: 'curve-point', role: 'button', tabindex: index === 0 ? 0 : -1, 'aria-label': words, 'data-seq': point.seq, 'data-mood': moodWord(point.mood),
    onclick: go, onpointerenter: tell, onfocus: tell,
    onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); go(); } },
  },
  svg('circle', { class: 'curve-said', cx: point.x, cy: point.valenceY, r: 2.5 }),
  svg('circle', { class: 'curve-target', cx: point.x, cy: point.y, r: 12 }),
  svg('circle', { class: 'curve-dot', cx: point.x, cy: point.y, r: 4.5 }));
}

/** Arrow keys walk along the curve. @param {KeyboardEvent} event @param {SVGGElement[]} points */
function alongPoints(event, points) {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const next = points[points.indexOf(/** @type {any} */ (document.activeElement)) + step];
  if (!next) return;
  event.preventDefault();
  points.forEach((point) => point.setAttribute('tabindex', point === next ? '0' : '-1'));
  next.focus();
}
