// A file in the transcript: a picture that opens in full, or a line with its name and size to save it by.

/** @import {App} from './app.js' */
/** @import {Attachment, Pending, Ticket} from '../logic/types.js' */
/** @import {Message} from '../logic/transcript.js' */

import { fileSize } from '../logic/format.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { oneLine } from './rich.js';

/** @param {Message & {file: Attachment}} message @param {{app: App, ticket: Ticket}} scene */
export function fileView({ file, pending }, { app, ticket }) {
  const shown = { ...file, name: oneLine(file.name, app.t) };
  if (pending) return going(shown, pending, app);
  const address = `/api/v1/sessions/${ticket.session}/files/${file.id}`;
  return file.type.startsWith('image/') ? picture(shown, address, app) : chip(shown, address, app);
}

/** @param {Attachment} file @param {string} address @param {App} app */
function picture(file, address, app) {
  const image = h('img', { src: address, alt: file.name, loading: 'lazy', width: file.pixels?.width, height: file.pixels?.height });
  const link = h('a', { class: 'picture', 'data-test': 'file', href: address, target: '_blank', rel: 'noopener', title: app.t('file.open', { name: file.name }) }, image);
  const place = h('figure', { class: 'file' }, link, h('figcaption', {}, about(file, app)));
  image.addEventListener('error', () => place.replaceWith(chip(file, address, app)));
  return place;
}

/** @param {Attachment} file @param {string} address @param {App} app */
function chip(file, address, app) {
  return h('a', { class: 'file-chip', 'data-test': 'file', href: address, download: file.name },
    icon('article'), h('span', { class: 'visually-hidden' }, `${app.t('file.save')} `), h('span', { dir: 'auto' }, file.name, h('small', {}, fileSize(file.bytes, app.region))));
}

/** Not in the log yet. @param {Attachment} file @param {Pending} pending @param {App} app */
function going(file, pending, app) {
  const bar = h('progress', { max: 1, value: pending.progress ?? 0, 'aria-label': app.t('file.sending', { name: file.name }) });
  return h('div', { class: 'file' }, h('div', { class: 'file-chip', 'data-test': 'upload' }, icon('article'), h('span', { dir: 'auto' }, file.name, h('small', {}, fileSize(file.bytes, app.region)))),
    pending.state === 'sending' && bar);
}

/** @param {Attachment} file @param {App} app */
function about(file, app) {
  return `${file.name}, ${fileSize(file.bytes, app.region)}`;
}
