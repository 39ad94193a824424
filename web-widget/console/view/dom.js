// Building and keeping nodes, without markup strings.

/** @typedef {Node|string|null|undefined|false} Child */
/** @typedef {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes] a function listens (`onclick`), false and null leave out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  dress(node, attributes);
  node.append(...present(children));
  return node;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  dress(node, attributes);
  node.append(...present(children));
  return node;
}

/** @param {Element} node @param {Attributes} attributes */
export function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value === false || value === null || value === undefined) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** @param {Child[]} children @returns {(Node|string)[]} */
const present = (children) => children.filter((child) => child !== null && child !== undefined && child !== false);

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Element} node @param {...Child} children */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
}

/** Fills anew, and keeps the focus on the control that stood for the same thing. @param {Element} node @param {...Child} children */
export function refill(node, ...children) {
  const focused = node.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.test : undefined;
  fill(node, ...children);
  if (focused) /** @type {HTMLElement|null} */ (node.querySelector(`[data-test="${focused}"]`))?.focus();
}

/**
 * Makes the children of `parent` those of `items`, keeping the nodes of keys that stay.
 * @template T
 * @template {Element} N
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => N} make
 * @param {(node: N, item: T) => void} update
 */
export function reconcile(parent, items, keyOf, make, update) {
  /** @type {Map<string, N>} */
  const old = nodesByParent.get(parent) ?? new Map();
  /** @type {Map<string, N>} */
  const kept = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const node = old.get(key) ?? make(item);
    update(node, item);
    kept.set(key, node);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const [key, node] of old) if (!kept.has(key)) node.remove();
  nodesByParent.set(parent, kept);
}

/** @type {WeakMap<Element, Map<string, any>>} */
const nodesByParent = new WeakMap();

/** Whether the focus is where letters are typed. */
export function isTyping() {
  const at = document.activeElement;
  return at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement || (at instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(at.type));
}
