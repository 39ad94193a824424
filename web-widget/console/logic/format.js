// Numbers, times and names as people of a region write them. No clock: `now` comes in.

/** Making a formatter costs more than using it: each is made once. @template F @param {(locale: string) => F} make */
function once(make) {
  /** @type {Map<string, F>} */
  const made = new Map();
  return (/** @type {string} */ locale) => {
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}

const hundredths = once((locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const shares = once((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const counts = once((locale) => new Intl.NumberFormat(locale));
const days = once((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'narrow' }));
const hours = once((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'narrow' }));
const timesOfDay = once((locale) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }));
const fullTimes = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));
const shortTimes = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const shortDays = once((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }));
const fullDays = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const dayNames = once((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }));
const dates = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));
const languages = once((locale) => new Intl.DisplayNames([locale], { type: 'language' }));

/** `m:ss` under an hour, `h:mm:ss` under a day, then days. @param {number} ms @param {string} [locale] */
export function clock(ms, locale = 'en') {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [h, m, ss] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, '0')];
  if (h >= 24) return `${days(locale).format(Math.floor(h / 24))} ${hours(locale).format(h % 24)}`;
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${ss}` : `${m}:${ss}`;
}

/** `-0.62` with a true minus sign. @param {number} value @param {string} [locale] */
export function signed(value, locale = 'en') {
  const text = hundredths(locale).format(Math.abs(value));
  return value <= -0.005 ? `\u2212${text}` : text;
}

/** `3` stays whole, `1.5` gets two decimals. @param {number} value @param {string} [locale] */
export function count(value, locale = 'en') {
  return Number.isInteger(value) ? counts(locale).format(value) : signed(value, locale);
}

/** A text of the server with its negative numbers typeset as ours are. @param {string} text */
export function typeset(text) {
  return text.replace(/(?<![\w-])-(?=\d)/g, '\u2212');
}

/** `0.874` to `87%`. @param {number} share @param {string} [locale] */
export function percent(share, locale = 'en') {
  return shares(locale).format(share);
}

/** @param {string} iso @param {string} locale */
export function timeOfDay(iso, locale) {
  return timesOfDay(locale).format(new Date(iso));
}

/** @param {string} iso @param {string} locale */
export function fullTime(iso, locale) {
  return fullTimes(locale).format(new Date(iso));
}

/** @param {string} iso @param {string} locale */
export function dateAndTime(iso, locale) {
  return shortTimes(locale).format(new Date(iso));
}

/** As short as can be: the time of today, a day of this year, a day of another. @param {string} iso @param {number} now ms @param {string} locale */
export function shortWhen(iso, now, locale) {
  const [at, today] = [new Date(iso), new Date(now)];
  if (at.toDateString() === today.toDateString()) return timeOfDay(iso, locale);
  return (at.getFullYear() === today.getFullYear() ? shortDays : fullDays)(locale).format(at);
}

/** @param {string} iso @param {string} locale */
export function dayName(iso, locale) {
  return dayNames(locale).format(new Date(iso));
}

/** A day without a time, `2026-11-21`; what is no date stays as it is. @param {string} day @param {string} locale */
export function dateOf(day, locale) {
  const date = new Date(day);
  return Number.isNaN(date.getTime()) ? day : dates(locale).format(date);
}

/** The same for two moments of one local day. @param {string} iso */
export function dayKey(iso) {
  return new Date(iso).toDateString();
}

/** The last four characters of a session id: short, stable, and no personal value. @param {string} session */
export function shortId(session) {
  return session.slice(-4).toUpperCase();
}

/** Bytes as people read them, `340 kB` or `2.4 MB`. @param {number} bytes @param {string} [locale] */
export function fileSize(bytes, locale = 'en') {
  const [unit, value] = bytes >= 1_000_000 ? ['megabyte', bytes / 1_048_576] : ['kilobyte', Math.max(1, bytes / 1024)];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' && value < 10 ? 1 : 0 }).format(value);
}

/** `track_order` or `track-your-order` to `Track order`. @param {string} name */
export function humanise(name) {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A language's own name in the reader's language, `nl` to `Dutch`. @param {string} tag @param {string} locale */
export function languageName(tag, locale) {
  try {
    return languages(locale).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** @typedef {'upset'|'tense'|'neutral'|'content'} MoodWord */

/** @param {number} mood -1 to 1 @returns {MoodWord} */
export function moodWord(mood) {
  if (mood <= -0.5) return 'upset';
  if (mood <= -0.2) return 'tense';
  return mood < 0.25 ? 'neutral' : 'content';
}

/** A web address without its scheme, for reading. @param {string} url */
export function shortUrl(url) {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** Whether a link may be made of it. @param {string} url */
export function isWebUrl(url) {
  return /^https?:\/\/[^\s]+$/.test(url);
}
