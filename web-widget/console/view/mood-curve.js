// The mood of a session drawn as a curve; every point is a button that leads to its message.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Placed, Frame} from '../logic/curve.js' */

import { areaPath, linePath, place, stepOf, yOf } from '../logic/curve.js';
import { moodWord, signed } from '../logic/format.js';
import { customerWords } from '../logic/transcript.js';
import { curveLimit } from '../logic/why.js';
import { fill, h, svg } from './dom.js';
import { oneLine } from './rich.js';

/** @type {Frame} */
const FRAME = { width: 320, height: 148, left: 34, right: 12, top: 12, bottom: 12 };

/** @param {App} app @param {Ticket} ticket */
export function moodCurve(app, ticket) {
  const placed = place(ticket.mood ?? [], FRAME);
  if (placed.length === 0) return h('p', { class: 'quiet', 'data-test': 'mood-curve' }, app.t('ticket.no_mood'));
  const readout = h('p', { class: 'curve-readout', 'data-test': 'curve-readout' });
  tellPoint(readout, valuesOf(app, placed[placed.length - 1], placed.length - 1), app.t('curve.hint'));
  const points = placed.map((point, i) => pointView(app, ticket, point, i, readout));
  const drawing = svg('svg', { class: 'curve', viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: 'group', 'aria-label': label(app, placed), 'data-test': 'mood-curve' },
    ...axis(),
    svg('path', { class: 'curve-area', d: areaPath(placed, yOf(0, FRAME)) }),
    svg('path', { class: 'curve-line', d: linePath(placed) }),
    // Its words stand on the line, not under it.
    limitLine(app, ticket), ...points);
  drawing.addEventListener('keydown', (event) => alongPoints(event, points));
  return h('div', { class: 'curve-box' }, drawing, readout);
}

/** @param {App} app @param {Placed[]} placed */
function label({ t, region }, placed) {
  const last = placed[placed.length - 1];
  return t('curve.label', { n: placed.length, first: signed(placed[0].mood, region), last: signed(last.mood, region) });
}

function axis() {
  const steps = [{ at: 1, word: '+1' }, { at: 0.5, word: '' }, { at: 0, word: '0' }, { at: -0.5, word: '' }, { at: -1, word: '\u22121' }];
  return steps.flatMap(({ at, word }) => {
    const y = yOf(at, FRAME);
    return [
      svg('path', { class: at === 0 ? 'curve-zero' : 'curve-grid', d: `M${FRAME.left} ${y}H${FRAME.width - FRAME.right}` }),
      word ? svg('text', { class: 'curve-tick', x: FRAME.left - 8, y: y + 3.5, 'text-anchor': 'end' }, word) : null,
    ];
  });
}

/** Where the rule drew the line, if it drew one. @param {App} app @param {Ticket} ticket */
function limitLine({ t, region }, ticket) {
  const limit = curveLimit(ticket.reason);
  if (!limit) return null;
  const y = yOf(limit.at, FRAME);
  const words = t(`curve.limit_${limit.of}`, { value: signed(limit.at, region) });
  const above = y > FRAME.height - FRAME.bottom - 16;
  return svg('g', { class: 'curve-limit', 'data-test': 'curve-limit', role: 'img', 'aria-label': words },
    svg('path', { d: `M${FRAME.left} ${y}H${FRAME.width - FRAME.right}` }),
    svg('text', { x: FRAME.left + 4, y: above ? y - 4 : y + 12 }, words));
}

/** @param {App} app @param {Ticket} ticket @param {Placed} point @param {number} index @param {HTMLElement} readout */
function pointView(app, ticket, point, index, readout) {
  const { t } = app;
  const values = valuesOf(app, point, index);
  const said = () => oneLine(customerWords(app.store.get().logs[ticket.session]?.entries ?? [], point.seq), t);
  const go = () => app.jump(point.seq);
  const tell = () => {
    const words = said();
    tellPoint(readout, values, words && h('q', { dir: 'auto' }, words));
    node.setAttribute('aria-label', words ? `${values}: ${words}` : values);
  };
  const node = svg('g', {
    class: 'curve-point', role: 'button', tabindex: index === 0 ? 0 : -1, 'aria-label': values, 'data-seq': point.seq, 'data-mood': moodWord(point.mood),
    onclick: go, onpointerenter: tell, onfocus: tell,
    onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); go(); } },
  },
  svg('circle', { class: 'curve-said', cx: point.x, cy: point.valenceY, r: 2.5 }),
  svg('circle', { class: 'curve-target', cx: point.x, cy: point.y, r: 12 }),
  svg('circle', { class: 'curve-dot', cx: point.x, cy: point.y, r: 4.5 }));
  return node;
}

/** @param {App} app @param {Placed} point @param {number} index */
const valuesOf = ({ t, region }, point, index) => t('curve.point', { turn: index + 1, mood: signed(point.mood, region), valence: signed(point.valence, region) });

/** Always two lines, so that nothing below moves. @param {HTMLElement} readout @param {string} values @param {import('./dom.js').Child} more */
const tellPoint = (readout, values, more) => fill(readout, h('span', {}, values), more && h('span', { class: 'curve-words' }, more));

/** Arrow keys walk along the curve, Home and End go to its ends. @param {KeyboardEvent} event @param {SVGGElement[]} points */
function alongPoints(event, points) {
  const at = points.indexOf(/** @type {any} */ (document.activeElement));
  const next = points[stepOf(event.key, at, points.length)];
  if (!next) return;
  event.preventDefault();
  points.forEach((point) => point.setAttribute('tabindex', point === next ? '0' : '-1'));
  next.focus();
}
