// Files in the chat: on their way up, and on the screen. Loaded with the first of them.
import { button, icon } from './controls.js';
import { h, setText } from './dom.js';
import { size } from './items.js';
import { openSheet } from './sheet.js';
import { hiddenName } from '../texts/widget.js';
import { ulid } from './ulid.js';

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./items.js').Message} Message */
/** @typedef {import('./panel.js').Panel} Panel */

/**
 * @typedef {object} Upload
 * @property {string} cid
 * @property {number} at milliseconds since 1970
 * @property {File} file
 * @property {number} most bytes that may be sent
 * @property {'sending' | 'sent' | 'failed'} state
 * @property {string} [code] why it failed
 * @property {XMLHttpRequest} [request]
 * @property {HTMLProgressElement} [bar]
 */

const KINDS = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'];
const PASS_MS = 10_000;
/** Half of a letter, which cannot be encoded. */
const HALF = /\p{Surrogate}/gu;

const style = new CSSStyleSheet();
style.replaceSync(`
.file { display: flex; flex-direction: column; gap: 4px; max-inline-size: 100%; align-items: inherit; }
.thumb { display: block; padding: 0; max-inline-size: 100%; border-radius: 16px; overflow: hidden; background: var(--raised); border: 1px solid var(--line); }
.thumb img { display: block; inline-size: auto; block-size: auto; max-inline-size: 100%; max-block-size: 220px; min-inline-size: 64px; min-block-size: 48px; object-fit: contain; }
.chip { display: flex; align-items: center; gap: 10px; max-inline-size: 100%; box-sizing: border-box; min-block-size: 48px; padding-block: 8px; padding-inline: 12px 14px; border: 1px solid var(--edge); border-radius: 16px; text-align: start; color: var(--text); background: var(--surface); }
button.chip:hover { background: var(--raised); }
.chip .icon { color: var(--muted); }
.chip span { min-inline-size: 0; overflow-wrap: anywhere; font-size: 14px; line-height: 1.35; font-weight: 550; }
.chip small { display: block; color: var(--muted); font-size: 12.5px; font-weight: 400; }
.going { display: flex; align-items: center; gap: 8px; font-size: 13px; color: var(--muted); }
.going progress { flex: 1; min-inline-size: 80px; block-size: 6px; accent-color: var(--fill); }
[data-status=failed] .chip { border-color: var(--danger); }
.image .body { display: flex; flex-direction: column; align-items: center; gap: 16px; }
.image .body img { max-inline-size: 100%; block-size: auto; border-radius: 8px; }
.image .body p { overflow-wrap: anywhere; color: var(--muted); font-size: 13px; }
`);

/** What is at hand as an address for this page, by the file's id. @type {Map<string, Promise<string>>} */
const fetched = new Map();

/** Sends each of them. @param {Client} client @param {Iterable<File>} files */
export function send(client, files) {
  const most = client.files?.bytes ?? 0;
  client.uploads = client.uploads.filter(({ cid }) => !client.log.events.some((event) => event.cid === cid));
  for (const file of files) {
    /** @type {Upload} */
    const upload = { cid: ulid(), at: Date.now(), file, most, state: 'sending' };
    client.uploads.push(upload);
    if (file.size > most) fail(client, upload, 'file_too_large');
    else if (file.type && !KINDS.includes(file.type)) fail(client, upload, 'file_kind');
    else void deliver(client, upload);
  }
  client.changed();
}

/** @param {Client} client @param {string} cid */
export function retry(client, cid) {
  const upload = client.uploads.find((one) => one.cid === cid);
  if (!upload) return;
  upload.state = 'sending';
  upload.code = undefined;
  void deliver(client, upload);
  client.changed();
}

/** @param {Client} client @param {string} cid */
export function discard(client, cid) {
  client.uploads.find((one) => one.cid === cid)?.request?.abort();
  client.uploads = client.uploads.filter((one) => one.cid !== cid);
  client.changed();
}

/** @param {Client} client @param {Upload} upload @param {string} code */
function fail(client, upload, code) {
  Object.assign(upload, { state: 'failed', code, request: undefined });
  client.changed();
}

/** A pass ends with its socket: on another, another is asked for, once. @param {Client} client @param {Upload} upload */
async function deliver(client, upload, again = true) {
  const bearer = await pass(client).catch(() => '');
  if (!client.uploads.includes(upload)) return;
  if (!bearer) return fail(client, upload, 'offline');
  const request = new XMLHttpRequest();
  upload.request = request;
  request.open('POST', new URL('api/v1/chat/files', client.server));
  for (const [name, value] of headers(bearer, upload)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => upload.bar && (upload.bar.value = loaded / (total || 1));
  request.onerror = () => fail(client, upload, 'offline');
  request.onload = () => {
    if (request.status === 401 && again) return void deliver(client, upload, false);
    const answer = read(request.responseText);
    if (request.status !== 200) return fail(client, upload, answer.error?.code ?? 'busy');
    fetched.set(answer.file, Promise.resolve(URL.createObjectURL(upload.file)));
    upload.state = 'sent';
    client.changed();
  };
  request.send(upload.file);
}

/** @param {string} bearer @param {Upload} upload @returns {[string, string][]} */
function headers(bearer, { cid, file }) {
  return [
    ['authorization', 'Bearer ' + bearer], ['baton-cid', cid], ['baton-name', encodeURIComponent(file.name.replace(HALF, ''))],
    ['content-type', 'application/octet-stream'],
  ];
}

/** @param {string} text @returns {any} */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** One for each socket. @type {WeakMap<WebSocket, Promise<string>>} */
const passes = new WeakMap();

/** @param {Client} client @returns {Promise<string>} */
function pass(client) {
  const { socket } = client.connection;
  if (!socket || client.link !== 'open') return Promise.reject();
  const known = passes.get(socket);
  if (known) return known;
  /** @type {Promise<string>} */
  const asked = new Promise((done, refused) => {
    client.move.passed = (frame) => done(frame.pass);
    client.connection.send({ type: 'files', cid: ulid() });
    setTimeout(refused, PASS_MS);
  });
  passes.set(socket, asked);
  asked.catch(() => passes.delete(socket));
  return asked;
}

/** @param {Client} client @param {string} id @returns {Promise<string>} an address of the file within this page */
function addressOf(client, id) {
  const known = fetched.get(id);
  if (known) return known;
  const asked = pass(client).then(async (bearer) => {
    const answer = await fetch(new URL('api/v1/chat/files/' + id, client.server), { headers: { authorization: 'Bearer ' + bearer }, credentials: 'omit' });
    if (!answer.ok) throw new Error(`failed to fetch a file: ${answer.status}`);
    return URL.createObjectURL(await answer.blob());
  });
  fetched.set(id, asked);
  asked.catch(() => fetched.delete(id));
  return asked;
}

/** Fills the place of a message that is a file. @param {Panel} panel @param {HTMLElement} place @param {Message} message */
export function fillFile(panel, place, message) {
  const { root, client } = panel;
  const { file, cid } = message;
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (!file) return;
  const upload = file.id ? undefined : client.uploads.find((one) => one.cid === cid);
  const shown = { ...file, name: told(file.name, panel) };
  if (upload) return showUpload(panel, place, upload, message);
  if (!file.type.startsWith('image/')) return place.replaceChildren(chip(panel, shown));
  void showImage(panel, place, shown);
}

/** What was taken out of a name, in words. @param {string} name @param {Panel} panel */
function told(name, { say }) {
  return name.replace(/\[(\w+)(?::\d+)?\]/g, (_, kind) => hiddenName(say)(kind));
}

/** @param {Panel} panel @param {HTMLElement} place @param {Upload} upload @param {Message} message */
function showUpload({ client, say, locale }, place, upload, { going }) {
  const { file, cid } = upload;
  const kind = h('span', {}, file.name, h('small', {}, size(file.size, locale)));
  const bar = h('progress', { max: 1, value: 0, 'aria-label': say('uploadOf', { name: file.name }) });
  upload.bar = bar;
  place.replaceChildren(h('div', { class: 'chip', 'data-test': 'upload' }, icon('page'), kind));
  if (going) place.append(h('div', { class: 'going' }, bar, button(say('cancel'), 'cancel-upload', () => discard(client, cid), 'link')));
}

/** @param {Panel} panel @param {import('./wire.js').File} file */
function chip(panel, file) {
  const { say, locale } = panel;
  return h('button', { type: 'button', class: 'chip', 'data-test': 'file', onclick: () => save(panel, file) },
    icon('page'), h('span', {}, h('span', { class: 'unseen' }, say('saveFile') + ' '), file.name, h('small', {}, size(file.bytes, locale))));
}

/** @param {Panel} panel @param {HTMLElement} place @param {import('./wire.js').File} file */
async function showImage(panel, place, file) {
  const { say, client } = panel;
  const image = h('img', { alt: file.name, width: file.pixels?.width, height: file.pixels?.height });
  place.replaceChildren(h('button', { type: 'button', class: 'thumb', 'data-test': 'file', 'aria-label': say('openImage', { name: file.name }), onclick: () => open(panel, file) }, image));
  // A host page may not allow it, or it is no image that this browser knows.
  image.addEventListener('error', () => place.replaceChildren(chip(panel, file)));
  await near(place);
  const address = await addressOf(client, file.id).catch(() => null);
  if (address) image.src = address;
  else place.replaceChildren(chip(panel, file));
}

/** Only what comes into view is fetched. @param {Element} place @returns {Promise<void>} */
function near(place) {
  return new Promise((done) => {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      done();
    }, { rootMargin: '200px' });
    watch.observe(place);
  });
}

/** @param {Panel} panel @param {import('./wire.js').File} file */
async function open(panel, file) {
  const { client, say, locale } = panel;
  const address = await addressOf(client, file.id).catch(() => null);
  if (!address) return;
  const body = h('div', { class: 'body', tabindex: 0 }, h('img', { src: address, alt: file.name }), h('p', {}, `${file.name}, ${size(file.bytes, locale)}`),
    button(say('saveFile'), 'image-save', () => save(panel, file), 'pill'));
  openSheet(panel, { name: 'image', title: file.name, css: style, body });
}

/** @param {Panel} panel @param {import('./wire.js').File} file */
async function save({ client, say, root }, file) {
  const address = await addressOf(client, file.id).catch(() => null);
  const chipText = root.activeElement?.querySelector('small');
  if (!address) return chipText && setText(chipText, say('fileFailed'));
  const link = h('a', { href: address, download: file.name });
  link.click();
}
