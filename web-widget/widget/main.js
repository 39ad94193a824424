// Puts one <baton-chat> on the page, with what the script tag says.
import { BatonChat } from './chat.js';

/**
 * Mounts the chat once per bot and server, however often the script tag appears.
 * @param {string} server base address, ending in a slash
 * @param {DOMStringMap} options the script tag's data- attributes
 */
export function mount(server, options) {
  if (!customElements.get('baton-chat')) customElements.define('baton-chat', BatonChat);
  const bot = options.bot ?? '';
  for (const chat of document.querySelectorAll('baton-chat')) {
    if (chat.getAttribute('bot') === bot && chat.getAttribute('server') === server) return chat;
  }
  const chat = document.createElement('baton-chat');
  chat.setAttribute('server', server);
  for (const name of ['bot', 'locale', 'accent', 'storage', 'open', 'identity', 'cart']) {
    const value = options[name];
    if (value !== undefined) chat.setAttribute(name, value);
  }
  document.body.append(chat);
  return chat;
}
