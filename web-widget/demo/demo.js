// The little that moves on the demo pages: their language, and the shop's basket.

const root = document.documentElement;

/** Every text is written twice, in the page and in data-nl. @param {string} lang `en` or `nl` */
function translate(lang) {
  for (const element of document.querySelectorAll('[data-nl]')) {
    if (!(element instanceof HTMLElement)) continue;
    element.dataset.en ??= element.textContent ?? '';
    element.textContent = (lang === 'nl' ? element.dataset.nl : element.dataset.en) ?? '';
  }
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-lang') === lang));
  }
  root.lang = lang;
}

for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => translate(button.getAttribute('data-lang') ?? 'en'));
}
if (new URLSearchParams(location.search).get('lang') === 'nl') translate('nl');

const count = document.querySelector('[data-basket]');
const script = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[data-cart]'));
const cart = JSON.parse(script?.dataset.cart ?? '{"items": []}');
const euros = (/** @type {string} */ price) => Number(price.replace(/[^\d.]/g, ''));

/** @param {Element} goods */
function add(goods) {
  const title = goods.querySelector('h3')?.textContent ?? '';
  const price = goods.querySelector('.price')?.firstChild?.textContent ?? '';
  const there = cart.items.find((/** @type {any} */ item) => item.title === title);
  if (there) there.quantity += 1;
  else cart.items.push({ title, quantity: 1, price });
  cart.total = `€ ${(euros(cart.total) + euros(price)).toLocaleString('en')}`;
  if (count) count.textContent = String(Number(count.textContent) + 1);
  tellChat();
}

/** Agents see what is in the basket once a chat begins. The widget may still be on its way. */
function tellChat() {
  const chat = /** @type {any} */ (document.querySelector('baton-chat'));
  if (chat) chat.setCart(cart);
  else if (script) script.dataset.cart = JSON.stringify(cart);
}

for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => add(/** @type {Element} */ (button.closest('li'))));
}
