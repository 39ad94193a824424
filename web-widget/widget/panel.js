// The panel: header, conversation and composer, drawn from the client and acting on it.
import { createComposer } from './composer.js';
import { h } from './dom.js';
import { createHeader } from './header.js';
import { itemsOf } from './items.js';
import { createLogView } from './log-view.js';
import { fitPhone, isPhone, keepFocusInside } from './phone.js';
import { nearest, speak } from '../texts/widget.js';
import { panelSheet } from './styles.js';

/** @typedef {import('./chat.js').BatonChat} BatonChat */
/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./header.js').Action} Action */
/**
 * @typedef {object} Panel
 * @property {HTMLElement} element
 * @property {ShadowRoot} root
 * @property {Client} client
 * @property {import('../texts/widget.js').Say} say
 * @property {string} locale
 * @property {{ log: HTMLElement }} view
 * @property {(focus: boolean) => void} show
 * @property {() => void} hide
 * @property {() => void} render
 * @property {(text: string) => void} compose
 * @property {() => Panel} retranslated
 */

/** A lost connection is mentioned once it lasts, not at every blink. */
const BLINK_MS = 2_500;

const files = () => import('./files.js');

/** @param {BatonChat} chat @param {Client} client @returns {Panel} */
export function createPanel(chat, client) {
  const { root } = chat;
  if (!root.adoptedStyleSheets.includes(panelSheet)) root.adoptedStyleSheets.push(panelSheet);
  const say = speak(chat.locale);
  const header = createHeader(say, act);
  const view = createLogView(say, {
    choose(choice, ref, label) {
      client.choose(choice, ref, label);
      view.log.focus({ preventScroll: true });
    },
    source: async (source) => (await import('./article-sheet.js')).openArticle(panel, source),
    retry: (cid) => (isUpload(cid) ? files().then((all) => all.retry(client, cid)) : client.retry(cid)),
    discard: (cid) => (isUpload(cid) ? files().then((all) => all.discard(client, cid)) : client.discard(cid)),
    file: async (place, message) => (await files()).fillFile(panel, place, message),
    form: async (place, form) => (await import('./address-form.js')).fillForm(panel, place, form),
    survey: async (place, survey) => (await import('./survey.js')).fillSurvey(panel, place, survey),
  }, see);
  const composer = createComposer(say, {
    send: (text) => client.say(text), typing: (on) => client.typing(on), newChat,
    attach: (chosen) => void files().then((all) => all.send(client, chosen)),
  });
  const element = h('section', {
    id: 'panel', class: 'panel', 'data-test': 'panel', role: 'dialog', 'aria-labelledby': 'title', tabindex: -1, hidden: true,
    lang: nearest(chat.locale), onkeydown: pressed, ondragover: dragged, ondragleave: dragged, ondrop: dragged,
  }, header.element, view.element, composer.element);
  /** @type {(() => void) | undefined} */
  let unfit;
  let troubledSince = 0;
  const panel = { element, say, client, root, view, locale: chat.locale, show, hide, render, retranslated, compose: composer.write };
  return panel;

  /** @param {boolean} focus whether the customer asked for it */
  function show(focus) {
    element.hidden = false;
    element.setAttribute('aria-modal', String(isPhone()));
    unfit ??= fitPhone(chat);
    render();
    composer.grow();
    if (focus) (matchMedia('(pointer: coarse)').matches ? element : composer.input).focus();
  }

  function hide() {
    element.hidden = true;
    unfit?.();
    unfit = undefined;
  }

  function render() {
    if (element.hidden) return;
    const { log, brand } = client;
    const { readByAgent, events } = log;
    const entries = client.outbox.list();
    const asking = entries.some((e) => e.request.type === 'choose' && e.state === 'sending');
    const banner = trouble();
    header.update({ log, brand, banner, asking });
    const items = itemsOf({ events, entries, uploads: client.uploads, readByAgent, online: client.link === 'open' }, chat.locale, say);
    view.update({ items, typing: typing(), ready: log.ready, hopeful: banner === '' });
    composer.update(log.state === 'closed', !!client.files);
    see();
  }

  function typing() {
    const { typing, agent } = client.log;
    return typing ? say(typing === 'agent' ? 'typingAgent' : 'typingBot', { name: agent ?? say('someone') }) : '';
  }

  /** @returns {import('./header.js').Trouble} what to say about the connection */
  function trouble() {
    const { link } = client;
    if (link === 'open' || link === 'idle') troubledSince = 0;
    if (link === 'refused') return 'refused';
    if (client.move.failed) return 'moveFailed';
    if (!navigator.onLine) return 'offline';
    if (link === 'open' || link === 'idle') return '';
    troubledSince ||= Date.now();
    if (Date.now() - troubledSince >= BLINK_MS) return client.log.welcomed ? 'lost' : 'unreachable';
    setTimeout(() => chat.changed(), BLINK_MS);
    return '';
  }

  /** What is at the end of an open panel on a visible page has been seen. */
  function see() {
    if (!element.hidden && document.visibilityState === 'visible' && view.isAtEnd()) client.see();
  }

  /** @param {Action} action */
  async function act(action) {
    switch (action) {
      case 'close': return chat.close();
      case 'end': return client.request({ type: 'end' });
      case 'leave': return client.choose('leave_queue', 0, say('leaveQueue'));
      case 'tryNow': return client.connection.wake();
      case 'move': return (await import('./move-sheet.js')).openMove(panel);
      case 'download': return (await import('./transcript.js')).download(client, chat.locale, say);
      case 'person':
        if (client.log.state === 'closed') client.startAnew({ carry: false });
        return client.choose('person', 0, say('talkToPerson'));
    }
  }

  function newChat() {
    client.startAnew({ carry: false });
    render();
    composer.input.focus();
  }

  /** @param {string} cid */
  function isUpload(cid) {
    return client.uploads.some((upload) => upload.cid === cid);
  }

  /** Files over the panel are shown to be welcome, and taken where they are let go. @param {DragEvent} event */
  function dragged(event) {
    if (!client.files || client.log.state === 'closed' || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const inside = event.relatedTarget instanceof Node && element.contains(event.relatedTarget);
    element.toggleAttribute('data-drop', event.type === 'dragover' || (event.type === 'dragleave' && inside));
    const dropped = [...event.dataTransfer.files];
    if (event.type === 'drop') files().then((all) => all.send(client, dropped));
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key === 'Tab' && isPhone()) keepFocusInside(element, event);
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.stopPropagation();
    if (!header.closeMenu()) chat.close();
  }

  /** The same panel in the page's new language. @returns {Panel} */
  function retranslated() {
    const open = !element.hidden;
    const next = createPanel(chat, client);
    next.compose(composer.input.value);
    hide();
    element.replaceWith(next.element);
    if (open) next.show(false);
    return next;
  }
}
