// Strings by key, with `{name}` filled in and `key.one` / `key.other` chosen by count.

import { strings } from '../../texts/console.js';

/** @typedef {keyof typeof strings} UiLocale */
/** @typedef {(key: string, values?: Record<string, string|number>) => string} Translate */

/** The first of the wished languages that the console speaks. @param {readonly string[]} wished @returns {UiLocale} */
export function pickLocale(wished) {
  for (const tag of wished) {
    const base = tag.toLowerCase().split('-')[0];
    if (base in strings) return /** @type {UiLocale} */ (base);
  }
  return 'en';
}

/** @param {UiLocale} locale @returns {Translate} */
export function translator(locale) {
  /** @type {Record<string, string>} */
  const catalogue = strings[locale];
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const counted = typeof values.n === 'number' ? catalogue[`${key}.${plural.select(values.n)}`] : undefined;
    const text = counted ?? catalogue[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name] ?? whole;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };
}

/** Whether the catalogue knows `key`, so that a caller can fall back. @param {UiLocale} locale @param {string} key */
export function hasString(locale, key) {
  return key in strings[locale];
}
