// The few words on the launcher, apart from the rest so that a page that is only read loads little.

const WORDS = {
  en: { open: 'Open chat', close: 'Close chat', unread: '{n} new' },
  nl: { open: 'Chat openen', close: 'Chat sluiten', unread: '{n} nieuw' },
};

/** @typedef {keyof typeof WORDS.en} LauncherWord */

/** The language of ours nearest to the wanted one. @param {string} wanted a language tag @returns {'en' | 'nl'} */
export function nearest(wanted) {
  return /^nl\b/i.test(wanted) ? 'nl' : 'en';
}

/** Fills `{name}` from `values`. @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** @param {string} locale @returns {(word: LauncherWord, values?: Record<string, string | number>) => string} */
export function speak(locale) {
  const words = WORDS[nearest(locale)];
  return (word, values = {}) => fill(words[word], values);
}
