// Icons and buttons of the panel.
import { draw, h } from './dom.js';

const PATHS = {
  down: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  send: 'M5 12h14M13 6l6 6-6 6',
  bot: 'M5 9h14v10H5zM12 9V5M9.5 13.5v1M14.5 13.5v1M2.5 13v3M21.5 13v3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  wait: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  page: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12h5M9.5 16h5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  back: 'M19 12H5M11 6l-6 6 6 6',
  clip: 'M19 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.4-7.3',
  alert: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V13M12 16.5v.01',
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {IconName} name */
export function icon(name) {
  return draw(PATHS[name], name);
}

/**
 * @param {string} text @param {string} test @param {(event: MouseEvent) => void} onclick @param {string} [kind] class
 */
export function button(text, test, onclick, kind = 'quiet') {
  return h('button', { type: 'button', class: kind, 'data-test': test, onclick }, text);
}

/** @param {IconName} name @param {string} label @param {string} test @param {(event: MouseEvent) => void} onclick */
export function iconButton(name, label, test, onclick) {
  return h('button', { type: 'button', class: 'round', 'aria-label': label, title: label, 'data-test': test, onclick }, icon(name));
}
