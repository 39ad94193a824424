// The launcher's badge: how many messages came while the panel was closed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './page-around.mjs';

openPage();
const { BatonChat } = await import('../widget/chat.js');

/** A launcher whose client has so many unread messages. */
async function launcher(unread, locale = 'en') {
  const chat = new BatonChat();
  chat.setAttribute('locale', locale);
  chat.client = { unread, brand: null };
  chat.changed();
  await new Promise((done) => setTimeout(done, 30));
  return { shown: !chat.badge.hidden, count: chat.badge.textContent, label: chat.launcher.getAttribute('aria-label') };
}

const BADGES = [
  [0, 'en', { shown: false, count: '0', label: 'Open chat' }],
  [1, 'en', { shown: true, count: '1', label: 'Open chat, 1 new' }],
  [9, 'nl', { shown: true, count: '9', label: 'Chat openen, 9 nieuw' }],
  [12, 'en', { shown: true, count: '9+', label: 'Open chat, 12 new' }],
];
for (const [unread, locale, badge] of BADGES) test(`${unread} unread in ${locale}`, async () => assert.deepEqual(await launcher(unread, locale), badge));

test('the number is not read out twice', () => assert.equal(new BatonChat().badge.getAttribute('aria-hidden'), 'true'));

test('a cart is kept on the element, and can be taken away', () => {
  const chat = new BatonChat();
  chat.setCart({ items: [{ title: 'Sofa' }] });
  assert.equal(chat.getAttribute('cart'), '{"items":[{"title":"Sofa"}]}');
  chat.setCart(null);
  assert.equal(chat.getAttribute('cart'), null);
});
