// Line icons on a 24 grid, drawn as paths; decorative, so the control beside them carries the name.

import { svg } from './dom.js';

const PATHS = {
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18z M12 7.5V12l3 2', filter: 'M4 6h16 M7 12h10 M10 18h4',
  language: 'M4 6h9 M8.5 4v2 M11 6c-1 4-4 7-7 8.5 M6 9c1.5 3 4 5 6.5 6 M12.5 20l4-10 4 10 M14 17h5',
  clip: 'M19 11.5l-7.6 7.6a4.6 4.6 0 01-6.5-6.5l8-8a3.1 3.1 0 014.4 4.4l-8 8a1.5 1.5 0 01-2.2-2.2l7.4-7.3',
  pause: 'M12 21a9 9 0 100-18 9 9 0 000 18z M10 9v6 M14 9v6', back: 'M15 5l-7 7 7 7', close: 'M6 6l12 12M18 6L6 18', check: 'M5 12.5l4.5 4.5L19 7.5', send: 'M4 12l16-8-5 16-3.5-6.5z M11.5 13.5L20 4',
  bot: 'M6 9h12a2 2 0 012 2v6a2 2 0 01-2 2H6a2 2 0 01-2-2v-6a2 2 0 012-2z M12 9V5 M9 13.5v1 M15 13.5v1', swap: 'M4 8h14l-3.5-3.5 M20 16H6l3.5 3.5',
  note: 'M6 4h12a1 1 0 011 1v9l-5 6H6a1 1 0 01-1-1V5a1 1 0 011-1z M14 20v-6h5', reply: 'M10 7L4 12l6 5v-3.5c5 0 8 1.5 10 5 0-6-3-10-10-10z',
  copy: 'M9 9h10v10H9z M5 15V5h10', info: 'M12 21a9 9 0 100-18 9 9 0 000 18z M12 11v5 M12 8v.01', help: 'M12 21a9 9 0 100-18 9 9 0 000 18z M9.5 9.5a2.5 2.5 0 114 2c-1 .7-1.5 1.2-1.5 2.5 M12 17v.01',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8z M4.5 20a7.5 7.5 0 0115 0', bell: 'M6 17V11a6 6 0 0112 0v6l1.5 1.5h-15z M10 21h4', bell_off: 'M8 6.5A6 6 0 0118 11v4 M6 10v7l-1.5 1.5H18 M10 21h4 M4 4l16 16', search: 'M11 18a7 7 0 100-14 7 7 0 000 14z M16 16l4.5 4.5', down: 'M12 5v14 M6 13l6 6 6-6',
  article: 'M6 4h9l4 4v12H6z M9 12h7 M9 16h7', eye: 'M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12z M12 14.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z', alert: 'M12 4l9 16H3z M12 10v4 M12 17v.01',
  tap: 'M9 11V5.5a1.5 1.5 0 013 0V11l5 1.5a2 2 0 011.5 2.3L17.5 20H10l-4-6a1.5 1.5 0 012.2-2z', beside: 'M4 5h16v14H4z M12 5v14 M16 10v4 M14 12h4', board: 'M4 5h7v7H4z M14 5h6v4h-6z M14 12h6v7h-6z M4 15h7v4H4z', hidden: 'M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 017 0v3', star: 'M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8z',
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: PATHS[name] }));
}

/** The mark: a baton passed from one hand to the next. */
export function mark() {
  return svg('svg', { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('rect', { class: 'mark-ground', width: 32, height: 32, rx: 9 }),
    svg('path', { class: 'mark-rod', d: 'M9.5 22.5L22.5 9.5' }),
    svg('circle', { class: 'mark-end', cx: 9.5, cy: 22.5, r: 3 }),
    svg('circle', { class: 'mark-end', cx: 22.5, cy: 9.5, r: 3 }));
}
