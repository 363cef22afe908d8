/** The figures and tables that lie beside a result, to be seen and saved. */

import { blob, get } from '../api.js';
import { h } from '../dom.js';
import { save } from '../plots/save.js';

/** Pixels of a saved picture for each of the figure's. */
const SHARPNESS = 2;

/**
 * @param {string} id of the artifact
 * @param {AbortSignal} signal
 * @returns {Promise<HTMLElement | null>} null if there are none
 */
export async function files(id, signal) {
  const artifact = await get(`v1/artifacts/${encodeURIComponent(id)}`, signal);
  /** @type {string[]} */
  const names = artifact.files.map((/** @type {any} */ file) => file.name);
  const figures = await Promise.all(names.filter((name) => name.endsWith('.svg')).map((name) => figure(id, name, signal)));
  const tables = names.filter((name) => name.endsWith('.csv'));
  if (figures.length + tables.length === 0) {
    return null;
  }
  return h(
    'section',
    null,
    h('div', { class: 'head' }, h('h2', null, 'Figures and tables'), h('div', { class: 'actions' }, tables.map((name) => button(name, async () => save(await content(id, name, signal), name))))),
    h('div', { class: 'plots-grid' }, figures),
  );
}

/**
 * @param {string} id
 * @param {string} name
 * @param {AbortSignal} signal
 */
async function figure(id, name, signal) {
  const svg = new Blob([await content(id, name, signal)], { type: 'image/svg+xml' });
  const address = URL.createObjectURL(svg);
  signal.addEventListener('abort', () => URL.revokeObjectURL(address));
  const picture = /** @type {HTMLImageElement} */ (h('img', { src: address, alt: name, class: 'sheet' }));
  return h(
    'figure',
    { class: 'panel' },
    h('div', { class: 'actions' }, button('SVG', async () => save(svg, name), `${name} as SVG`), button('PNG', async () => save(await png(picture), name.replace(/svg$/, 'png')), `${name} as PNG`)),
    picture,
  );
}

/**
 * @param {string} id
 * @param {string} name
 * @param {AbortSignal} signal
 */
function content(id, name, signal) {
  return blob(`v1/artifacts/${encodeURIComponent(id)}/files/${encodeURIComponent(name)}`, signal);
}

/**
 * @param {HTMLImageElement} picture
 * @returns {Promise<Blob>}
 */
async function png(picture) {
  const canvas = /** @type {HTMLCanvasElement} */ (h('canvas', { width: SHARPNESS * picture.naturalWidth, height: SHARPNESS * picture.naturalHeight }));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('The picture could not be made.'))), 'image/png'));
}

/**
 * @param {string} text
 * @param {() => Promise<void>} act
 * @param {string} [label]
 */
function button(text, act, label) {
  return h('button', { type: 'button', class: 'quiet', onclick: act, 'aria-label': label ?? text }, text);
}
