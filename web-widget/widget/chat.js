// <baton-chat>: the launcher, and the session behind it. The panel is loaded when it is first wanted.
import { Client } from './client.js';
import { draw, h, setAttribute, setText } from './dom.js';
import { hostSheet } from './host-styles.js';
import { speak } from '../texts/launcher.js';
import { openVault } from './vault.js';

/** Where the panel covers the whole screen. */
export const PHONE = '(max-width: 520px), (max-height: 460px)';

export class BatonChat extends HTMLElement {
  static observedAttributes = ['locale', 'accent'];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #drawing;
  /** @type {import('./panel.js').Panel | undefined} */
  panel;
  /** Whether the customer wants the panel, loaded yet or not. */
  #wanted = false;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [hostSheet];
    this.badge = h('span', { class: 'badge', 'aria-hidden': 'true', 'data-test': 'badge', hidden: true });
    this.launcher = h('button', {
      type: 'button', class: 'launcher', 'data-test': 'launcher', onpointerenter: prepare, onfocus: prepare,
      onclick: (/** @type {MouseEvent} */ event) => event.detail < 2 && this.toggle(),
    }, draw('M4 5.5h16v11H9.5L5 20v-3.5H4z', 'chat'), draw('M6 9.5l6 6 6-6', 'down'), this.badge);
    this.root.append(this.launcher);
  }

  connectedCallback() {
    const server = this.getAttribute('server') ?? location.origin + '/';
    const bot = this.getAttribute('bot') ?? '';
    const storage = this.getAttribute('storage');
    const prefix = `baton/${new URL(server).host}/${bot}/`;
    this.tab = openVault(storage === 'memory' ? storage : 'session', prefix);
    this.client = new Client({
      server, bot, vault: openVault(storage, prefix), about: () => this.#about(), changed: () => this.changed(),
    });
    this.leaving = new AbortController();
    listen(this, this.client, this.leaving.signal);
    this.#render();
    if (location.hash.startsWith('#baton-move=')) return import('./come-by-link.js').then((way) => way.come(this));
    if (this.client.hasSession) this.client.start();
    const opened = this.getAttribute('open');
    const wanted = this.tab.get('open') ?? (opened !== null && opened !== 'false');
    if (wanted && !matchMedia(PHONE).matches) this.open({ focus: false });
  }

  disconnectedCallback() {
    this.leaving?.abort();
    this.panel?.element.remove();
    this.panel?.hide();
    this.panel = undefined;
    this.client?.stop();
    this.client?.unhear();
    this.client = undefined;
  }

  attributeChangedCallback() {
    this.retranslate();
  }

  get isOpen() {
    return this.#wanted;
  }

  get locale() {
    return this.getAttribute('locale') || document.documentElement.lang || navigator.language || 'en';
  }

  /** What is in the customer's cart; agents see it from the next chat on. @param {import('./types.js').Cart | null} cart */
  setCart(cart) {
    setAttribute(this, 'cart', cart && JSON.stringify(cart));
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** @param {{ focus: boolean }} [how] */
  async open({ focus } = { focus: true }) {
    const { client } = this;
    if (!client || this.isOpen) return;
    this.#wanted = true;
    this.tab?.set('open', true);
    client.start();
    this.launcher.ariaBusy = 'true';
    const loaded = await loadPanel().catch((cause) => console.error('failed to load the chat panel:', cause));
    this.launcher.ariaBusy = null;
    if (!loaded) this.#wanted = false;
    if (!loaded || !this.#wanted || this.client !== client) return;
    this.panel ??= loaded.createPanel(this, client);
    this.root.prepend(this.panel.element);
    this.panel.show(focus);
    this.#render();
  }

  close() {
    if (!this.isOpen) return;
    this.#wanted = false;
    this.tab?.set('open', false);
    this.panel?.hide();
    this.#render();
    this.launcher.focus();
  }

  /** The page speaks another language now: words are made anew, what is half written stays. */
  retranslate() {
    const { client, panel } = this;
    if (!client) return;
    this.panel = panel?.retranslated();
    this.#render();
    if (client.link === 'open') client.connection.askAgain();
  }

  /** Draws once for a burst of changes. */
  changed() {
    this.#drawing ??= setTimeout(() => this.#render(), 16);
  }

  #render() {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    const accent = this.getAttribute('accent') ?? this.client?.brand?.accent ?? '';
    if (CSS.supports('color', accent)) this.style.setProperty('--accent', accent);
    this.panel?.render();
    this.#renderLauncher();
  }

  #renderLauncher() {
    const say = speak(this.locale);
    const n = this.isOpen ? 0 : (this.client?.unread ?? 0);
    const label = say(this.isOpen ? 'close' : 'open');
    setText(this.badge, n > 9 ? '9+' : String(n));
    this.badge.hidden = n === 0;
    setAttribute(this.launcher, 'aria-expanded', String(this.isOpen));
    setAttribute(this.launcher, 'aria-label', n > 0 ? `${label}, ${say('unread', { n })}` : label);
  }

  #about() {
    const page = { url: location.origin + location.pathname, title: document.title };
    const [token, cart] = ['identity', 'cart'].map((name) => this.getAttribute(name));
    const ask = (token ?? cart) === null ? null : async () => (await import('./known.js')).known(token, cart);
    return { locale: this.locale.split('-')[0].toLowerCase(), page, ask };
  }
}

function loadPanel() {
  return import('./panel.js');
}

/** A finger or a pointer near the launcher: the panel may well be wanted. */
function prepare() {
  loadPanel().catch(() => {});
}

/**
 * What the page goes through: hidden and back, offline and back, kept by the browser and brought back, another language.
 * @param {BatonChat} chat
 * @param {Client} client
 * @param {AbortSignal} signal
 */
function listen(chat, client, signal) {
  const back = () => {
    if (document.visibilityState === 'visible') client.connection.wake();
    chat.changed();
  };
  const restored = (/** @type {PageTransitionEvent} */ event) => {
    if (event.persisted && (chat.isOpen || client.hasSession)) client.start();
  };
  document.addEventListener('visibilitychange', back, { signal });
  addEventListener('online', back, { signal });
  addEventListener('offline', () => chat.changed(), { signal });
  addEventListener('pagehide', () => client.stop(), { signal });
  addEventListener('pageshow', restored, { signal });
  const languages = new MutationObserver(() => chat.retranslate());
  languages.observe(document.documentElement, { attributeFilter: ['lang', 'dir'] });
  signal.addEventListener('abort', () => languages.disconnect());
}
