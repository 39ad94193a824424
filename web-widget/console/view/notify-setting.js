// How new things are told: not at all, by sound, by sound and on the desktop. Asks the browser only when the agent asks us.

/** @import {App} from './app.js' */
/** @import {Notify} from '../logic/prefs.js' */

import { NOTIFY } from '../logic/prefs.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { allowed } from './notifier.js';
import { play } from './sound.js';
import { toast } from './toast.js';

const CHANGED = 'baton-notify-changed';

export class NotifySetting extends HTMLElement {
  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.drawing = h('span', { class: 'notify-icon' });
    const options = NOTIFY.map((value) => h('option', { value }, app.t(`notify.${value}`)));
    this.select = h('select', { 'data-test': 'notify', title: app.t('notify.title'), 'aria-label': app.t('notify.title'), onchange: () => this.#choose(/** @type {Notify} */ (this.select.value)) }, ...options);
    this.refresh = () => this.#show();
  }

  connectedCallback() {
    fill(this, this.drawing, this.select);
    addEventListener(CHANGED, this.refresh);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.refresh);
  }

  #show() {
    const now = this.app.prefs.notify(allowed());
    this.select.value = now;
    this.dataset.notify = now;
    fill(this.drawing, icon(now === 'off' ? 'bell_off' : 'bell'));
  }

  /** @param {Notify} wished */
  async #choose(wished) {
    const { app } = this;
    if (wished === 'desktop' && !await permitted()) toast(app.t('notify.blocked'), 'problem');
    app.prefs.setNotify(wished === 'desktop' && !allowed() ? 'sound' : wished);
    dispatchEvent(new Event(CHANGED));
    if (wished !== 'off') void play('waiting');
  }
}

async function permitted() {
  if (!('Notification' in globalThis)) return false;
  return allowed() || await Notification.requestPermission() === 'granted';
}

customElements.define('baton-notify-setting', NotifySetting);
