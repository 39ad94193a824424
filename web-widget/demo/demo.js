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
for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => {
    if (count) count.textContent = String(Number(count.textContent) + 1);
  });
}
