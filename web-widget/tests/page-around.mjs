// As much of a page as the widget's elements ask for, without a browser.

class Element extends EventTarget {
  #attributes = new Map();
  children = [];
  parent = null;
  value = '';
  style = { setProperty() {} };
  constructor(tag = 'x') {
    super();
    this.tag = tag;
  }
  get dataset() { return Object.fromEntries([...this.#attributes].filter(([name]) => name.startsWith('data-')).map(([name, value]) => [name.slice(5), value])); }
  get textContent() { return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join(''); }
  set textContent(text) { this.replaceChildren(text); }
  get hidden() { return this.hasAttribute('hidden'); }
  set hidden(on) { this.toggleAttribute('hidden', on); }
  getAttribute(name) { return this.#attributes.get(name) ?? null; }
  hasAttribute(name) { return this.#attributes.has(name); }
  setAttribute(name, value) { this.#attributes.set(name, String(value)); }
  removeAttribute(name) { this.#attributes.delete(name); }
  toggleAttribute(name, on) { if (on) this.setAttribute(name, ''); else this.removeAttribute(name); }
  append(...nodes) { this.children.push(...nodes); }
  prepend(...nodes) { this.children.unshift(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; }
  attachShadow() { return Object.assign(new Element('shadow'), { adoptedStyleSheets: [] }); }
  focus() { Element.focused = this; }
  click() { this.dispatchEvent(Object.assign(new Event('click'), { detail: 1 })); }
  /** Every element below with a `data-test` of that name. */
  all(test) { return this.children.filter((child) => child instanceof Element).flatMap((child) => [...(child.getAttribute('data-test') === test ? [child] : []), ...child.all(test)]); }
  one(test) { return this.all(test)[0] ?? null; }
}

/** The words of a place as they read in a row. */
export const wordsOf = (element) => element.textContent;
export const focused = () => Element.focused;

/** Puts the page where scripts look for one. */
export function openPage() {
  const document = Object.assign(new EventTarget(), {
    createElement: (tag) => new Element(tag), createElementNS: (_, tag) => new Element(tag), documentElement: Object.assign(new Element('html'), { lang: 'en' }), title: 'Shop', visibilityState: 'visible',
  });
  const nothing = class { observe() {} disconnect() {} };
  Object.assign(globalThis, {
    document, HTMLElement: Element, MutationObserver: nothing, CSSStyleSheet: class { replaceSync() {} }, CSS: { supports: () => false },
    location: { origin: 'https://shop.example', pathname: '/', hash: '' }, matchMedia: () => ({ matches: false }), addEventListener() {}, removeEventListener() {},
  });
  return document;
}

/** An element to fill. */
export const place = () => new Element('div');
