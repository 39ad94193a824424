// Days, hours and waits in words.

/** @typedef {import('../texts/widget.js').Say} Say */

/** @type {Map<string, Intl.DateTimeFormat>} making one costs more than using it */
const clocks = new Map();

/** @param {Date} at @param {string} locale */
export function clock(at, locale) {
  const made = clocks.get(locale) ?? new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  clocks.set(locale, made);
  return made.format(at);
}

/** A number per calendar day where the reader is. @param {Date} at */
export function dayNumber(at) {
  return Math.floor((at.getTime() - at.getTimezoneOffset() * 60_000) / 86_400_000);
}

/** @param {Date} at @param {Date} now @param {string} locale @param {Say} say */
export function dayName(at, now, locale, say) {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago === 0) return say('today');
  if (ago === 1) return say('yesterday');
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year });
}

/** With how right it has been, where that is known. @param {import('./wire.js').Wait | null} wait @param {Say} say @returns {string} empty where unknown */
export function waitText(wait, say) {
  if (!wait) return '';
  const { right } = wait;
  const told = rangeText(wait, say);
  if (typeof right !== 'number' || !(right >= 0 && right <= 1)) return told;
  const n = Math.round(right * 10);
  return say(n === 1 ? 'waitRightOnce' : 'waitRight', { wait: told, n });
}

/** @param {import('./wire.js').Wait} wait @param {Say} say */
function rangeText(wait, say) {
  const [n, m] = [wait.p50, wait.p90].map((seconds) => Math.ceil(seconds / 60));
  if (m <= 1) return say('waitShort');
  return n === m ? say('waitAbout', { n }) : say('waitRange', { n, m });
}

/** A day and a time to come, such as `Monday 09:00`. @param {string} at @param {Say} say */
export function momentText(at, say) {
  return new Date(at).toLocaleString(say('tag'), { weekday: 'long', hour: 'numeric', minute: '2-digit' });
}
