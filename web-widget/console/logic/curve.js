// The geometry of a mood curve. Mood runs from 1 at the top to -1 at the bottom.

/** @import {MoodPoint} from './types.js' */

/** @typedef {{width: number, height: number, left: number, right: number, top: number, bottom: number}} Frame */
/** @typedef {{x: number, y: number, valenceY: number, seq: number, mood: number, valence: number, at: string}} Placed */

/** @param {number} mood @param {Frame} frame */
export function yOf(mood, frame) {
  const clipped = Math.max(-1, Math.min(1, mood));
  return round(frame.top + ((1 - clipped) / 2) * (frame.height - frame.top - frame.bottom));
}

/** Turns stand at even distances; one turn stands in the middle. @param {MoodPoint[]} points @param {Frame} frame @returns {Placed[]} */
export function place(points, frame) {
  const room = frame.width - frame.left - frame.right;
  const step = points.length > 1 ? room / (points.length - 1) : 0;
  const start = points.length > 1 ? frame.left : frame.left + room / 2;
  return points.map((p, i) => ({
    x: round(start + i * step), y: yOf(p.mood, frame), valenceY: yOf(p.valence, frame),
    seq: p.seq, mood: p.mood, valence: p.valence, at: p.at,
  }));
}

/** @param {{x: number, y: number}[]} points */
export function linePath(points) {
  return points.map((p, i) => `${i === 0 ? 'M' : 'L'}${p.x} ${p.y}`).join('');
}

/** The line closed down to `base`, for a soft fill. @param {{x: number, y: number}[]} points @param {number} base */
export function areaPath(points, base) {
  if (points.length === 0) return '';
  return `${linePath(points)}L${points[points.length - 1].x} ${base}L${points[0].x} ${base}Z`;
}

/** A row's curve keeps its last `keep` turns. @param {MoodPoint[]} points @param {number} [keep] */
export function sparkPath(points, keep = 8) {
  return linePath(place(points.slice(-keep), SPARK));
}

/** @type {Frame} */
export const SPARK = { width: 44, height: 16, left: 2, right: 2, top: 2, bottom: 2 };

/** The index that a key leads to from `at`, or -1. @param {string} key @param {number} at @param {number} length */
export function stepOf(key, at, length) {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  const next = key === 'ArrowRight' ? at + 1 : key === 'ArrowLeft' ? at - 1 : -1;
  return next < length ? next : -1;
}

/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10;
