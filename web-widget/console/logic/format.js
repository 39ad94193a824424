// Numbers, times and names as people read them. No clock: `now` comes in.

/** `m:ss` under an hour, `h:mm:ss` under a day, then days. @param {number} ms */
export function clock(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [h, m, ss] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, '0')];
  if (h >= 24) return `${Math.floor(h / 24)}d ${h % 24}h`;
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${ss}` : `${m}:${ss}`;
}

/** `-0.62` with a true minus sign. @param {number} value */
export function signed(value) {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/** A text of the server with its negative numbers typeset as ours are. @param {string} text */
export function typeset(text) {
  return text.replace(/(?<![\w-])-(?=\d)/g, '\u2212');
}

/** `0.874` to `87 %`. @param {number} share */
export function percent(share) {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** @param {string} iso @param {string} locale */
export function timeOfDay(iso, locale) {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
}

/** @param {string} iso @param {string} locale */
export function fullTime(iso, locale) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(iso));
}

/** @param {string} iso @param {string} locale */
export function dayName(iso, locale) {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(iso));
}

/** The same for two moments of one local day. @param {string} iso */
export function dayKey(iso) {
  return new Date(iso).toDateString();
}

/** The last four characters of a session id: short, stable, and no personal value. @param {string} session */
export function shortId(session) {
  return session.slice(-4).toUpperCase();
}

/** `track_order` or `track-your-order` to `Track order`. @param {string} name */
export function humanise(name) {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A language's own name in the reader's language, `nl` to `Dutch`. @param {string} tag @param {string} locale */
export function languageName(tag, locale) {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
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
