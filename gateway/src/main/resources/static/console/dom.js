/** @typedef {Node | string | number | null | undefined | false | any[]} Child */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Properties that start with "on" are listeners, "class" and the like are
 * attributes, true is an attribute without a value, and null, undefined and false are left out.
 * Text stays text: nothing here is ever parsed as HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown> | null} [properties]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, properties, ...children) {
  return /** @type {HTMLElement} */ (fill(document.createElement(tag), properties, children));
}

/**
 * The same for SVG.
 *
 * @param {string} tag
 * @param {Record<string, unknown> | null} [properties]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function s(tag, properties, ...children) {
  return /** @type {SVGElement} */ (fill(document.createElementNS(SVG, tag), properties, children));
}

/**
 * @param {Element} element
 * @param {Record<string, unknown> | null | undefined} properties
 * @param {Child[]} children
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === 'value' && element instanceof HTMLElement) {
      /** @type {any} */ (element).value = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

/**
 * @param {Node} parent
 * @param {Child} child
 */
function append(parent, child) {
  if (child === null || child === undefined || child === false) {
    return;
  }
  if (Array.isArray(child)) {
    child.forEach((one) => append(parent, one));
  } else {
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replaces what an element holds.
 *
 * @template {Element} T
 * @param {T} element
 * @param {...Child} children
 * @returns {T}
 */
export function show(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/**
 * A labelled control of a form.
 *
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  return h('label', { class: 'field' }, h('span', { class: 'label' }, label), control, hint && h('span', { class: 'hint' }, hint));
}

/**
 * @param {[value: string, text: string][]} options
 * @param {Record<string, unknown> & {value?: string}} [properties]
 * @returns {HTMLSelectElement}
 */
export function select(options, properties = {}) {
  const { value, ...rest } = properties;
  const element = h('select', rest, options.map(([id, text]) => h('option', { value: id }, text)));
  if (value !== undefined) {
    /** @type {HTMLSelectElement} */ (element).value = value;
  }
  return /** @type {HTMLSelectElement} */ (element);
}

/**
 * A table that scrolls by itself on narrow screens.
 *
 * @param {string} caption
 * @param {Child[]} heads
 * @param {Child[][]} rows
 */
export function table(caption, heads, rows) {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', null, rows.map((row) => h('tr', null, row.map((cell) => h('td', null, cell))))),
    ),
  );
}
