// What the host page says of the cart, within bounds.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { cartOf, known } from '../widget/known.js';

afterEach(() => mock.restoreAll());
const cart = (value) => cartOf(JSON.stringify(value));
const items = (n) => Array.from({ length: n }, (_, i) => ({ title: `Item ${i}` }));

const CARTS = [
  ['as it is', { items: [{ title: 'Sofa Ede', quantity: 2, price: '€ 899' }], total: '€ 1,798' }, { items: [{ title: 'Sofa Ede', quantity: 2, price: '€ 899' }], total: '€ 1,798' }],
  ['with one of each where nothing is said', { items: [{ title: 'Lamp' }] }, { items: [{ title: 'Lamp', quantity: 1 }] }],
  ['without what has no title', { items: [{ price: '€ 1' }, null, { title: ' ' }, { title: 'Lamp' }] }, { items: [{ title: 'Lamp', quantity: 1 }] }],
  ['without what is no number or no words', { items: [{ title: 'Lamp', quantity: 'two', price: 9 }], total: 9 }, { items: [{ title: 'Lamp', quantity: 1 }] }],
  ['with a quantity that makes sense', { items: [{ title: 'A', quantity: -3 }, { title: 'B', quantity: 1e9 }] }, { items: [{ title: 'A', quantity: 1 }, { title: 'B', quantity: 9999 }] }],
  ['on one line', { items: [{ title: 'Lamp,\n  oak' }] }, { items: [{ title: 'Lamp, oak', quantity: 1 }] }],
  ['without anything else', { items: [{ title: 'Lamp', customer: 'z' }], secret: 1 }, { items: [{ title: 'Lamp', quantity: 1 }] }],
  ['not where it is empty', { items: [] }, null],
  ['not where it is no cart', [1, 2], null],
];
for (const [name, given, expected] of CARTS) test(`a cart is sent ${name}`, () => assert.deepEqual(cart(given), expected));

test('twenty items, and titles of 120 characters, are the most', () => {
  assert.equal(cart({ items: items(30) }).items.length, 20);
  assert.equal([...cart({ items: [{ title: '🛋'.repeat(200) }] }).items[0].title].length, 120);
});

test('what is no JSON is no cart', () => assert.equal(cartOf('{items: 1'), null));

test('a page without a cart says nothing of it, and a token that does not come is none', async () => {
  mock.method(globalThis, 'fetch', async () => { throw new Error('offline'); });
  assert.deepEqual(await known('/who', null), { identity: null, cart: undefined });
  assert.deepEqual(await known(null, '{"items":[{"title":"Lamp"}]}'), { identity: null, cart: { items: [{ title: 'Lamp', quantity: 1 }] } });
});

test('a token is what the page answers with 200', async () => {
  const answers = [{ status: 200, text: async () => ' abc \n' }, { status: 204, text: async () => '' }];
  mock.method(globalThis, 'fetch', async () => answers.shift());
  assert.deepEqual([(await known('/who', null)).identity, (await known('/who', null)).identity], ['abc', null]);
});
