import { h, show } from '../dom.js';
import { number, percent, time } from '../format.js';
import { onTheme, rising, signed } from './colours.js';
import { csvButton } from './save.js';

/**
 * @typedef {object} Heat
 * @property {string} title
 * @property {number[][]} rows values[row][column]; NaN where there is none
 * @property {(string | number)[]} rowNames from the top
 * @property {number[]} columns
 * @property {string} x what columns are
 * @property {string} y what rows are
 * @property {boolean} [share]
 * @property {boolean} [signed] whether zero is the middle of the colours
 * @property {number} [rowHeight] pixels
 * @property {string} [note]
 */

/**
 * A map of values, one cell each, with what the pointer is at.
 *
 * @param {Heat} map
 * @returns {{element: HTMLElement, update: (map: Heat) => void, mark: (column: number | null) => void}}
 */
export function heatMap(map) {
  let spec = map;
  const canvas = /** @type {HTMLCanvasElement} */ (h('canvas', { role: 'img' }));
  const here = h('div', { class: 'here', hidden: true });
  const cells = h('div', { class: 'cells' }, canvas, here);
  const rows = h('div', { class: 'rows', 'aria-hidden': 'true' });
  const columns = h('div', { class: 'columns', 'aria-hidden': 'true' });
  const readout = h('p', { class: 'readout' });
  const legend = h('div', { class: 'scale' });
  const note = h('p', { class: 'hint' });
  const title = h('h2', null, spec.title);
  const element = h(
    'figure',
    { class: 'panel heat-map' },
    h('div', { class: 'head' }, title, h('div', { class: 'actions' }, csvButton(spec.title, numbers))),
    h('div', { class: 'heat' }, rows, cells, columns),
    legend,
    readout,
    note,
  );

  function numbers() {
    return { heads: [spec.y, ...spec.columns.map(String)], rows: spec.rows.map((row, i) => [spec.rowNames[i], ...row]) };
  }

  const told = (/** @type {number} */ value) => (!Number.isFinite(value) ? 'not measured' : spec.share ? percent(value) : number(value));

  function range() {
    const all = spec.rows.flat().filter(Number.isFinite);
    let low = all.reduce((a, b) => Math.min(a, b), Infinity);
    let high = all.reduce((a, b) => Math.max(a, b), -Infinity);
    if (spec.signed) {
      high = Math.max(Math.abs(low), Math.abs(high)) || 1;
      low = -high;
    }
    return high > low ? [low, high] : [low - 0.5, high + 0.5];
  }

  const colour = (/** @type {number} */ share) => (spec.signed ? signed(2 * share - 1) : rising(share));

  function draw() {
    const [low, high] = range();
    const height = spec.rows.length;
    const width = spec.columns.length;
    title.textContent = spec.title;
    canvas.width = width;
    canvas.height = height;
    canvas.style.setProperty('height', `${height * (spec.rowHeight ?? Math.max(3, Math.min(26, 320 / height)))}px`);
    canvas.setAttribute('aria-label', `${spec.title}: ${spec.y} down, ${spec.x} across, from ${told(low)} to ${told(high)}`);
    paint(canvas, (x, y) => (Number.isFinite(spec.rows[y][x]) ? colour((spec.rows[y][x] - low) / (high - low)) : null));
    const every = Math.max(1, Math.ceil(height / 14));
    show(rows, spec.rowNames.filter((_, i) => i % every === 0 || height <= 14).map((name) => h('span', null, name)));
    const step = Math.max(1, Math.ceil(width / 6));
    show(columns, spec.columns.filter((_, i) => i % step === 0 || i === width - 1).map((value) => h('span', null, spec.x === 't' ? time(value) : number(value))));
    const ramp = /** @type {HTMLCanvasElement} */ (h('canvas', { width: 64, height: 1, 'aria-hidden': 'true' }));
    paint(ramp, (x) => colour(x / 63));
    show(legend, told(low), ramp, told(high), h('span', null, `${spec.x} across, ${spec.y} down`));
    show(note, spec.note);
  }

  cells.addEventListener('pointermove', (event) => {
    const box = canvas.getBoundingClientRect();
    const column = Math.min(spec.columns.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * spec.columns.length)));
    const row = Math.min(spec.rows.length - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * spec.rows.length)));
    show(readout, `${spec.y} ${spec.rowNames[row]}, ${spec.x} ${number(spec.columns[column])}: ${told(spec.rows[row][column])}`);
  });
  cells.addEventListener('pointerleave', () => show(readout));
  onTheme(draw);
  draw();

  return {
    element,
    update: (changed) => {
      spec = changed;
      draw();
    },
    mark: (column) => {
      here.hidden = column === null;
      if (column !== null) {
        here.style.setProperty('left', `${(100 * column) / spec.columns.length}%`);
        here.style.setProperty('width', `${100 / spec.columns.length}%`);
      }
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(x: number, y: number) => import('./colours.js').Rgb | null} colour
 */
function paint(canvas, colour) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const rgb = colour(x, y);
      if (rgb) {
        image.data.set([...rgb, 255], 4 * (y * canvas.width + x));
      }
    }
  }
  context.putImageData(image, 0, 0);
}
