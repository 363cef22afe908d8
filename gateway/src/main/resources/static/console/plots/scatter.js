import { h, show } from '../dom.js';
import { category, onTheme } from './colours.js';
import { csvButton } from './save.js';

/** How near the pointer must come to a point, in CSS pixels. */
const NEAR = 12;

/**
 * @typedef {object} Scatter
 * @property {[number, number][]} bounds low and high of both axes
 * @property {[number, number][]} points
 * @property {number[]} kinds of each point, from 0
 * @property {string[]} kindNames
 * @property {[number, number][]} path a line to draw over the points
 * @property {[number, number] | null} ring where on that line one is
 */

/**
 * Points in a plane, coloured by kind, with a line through them.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {(point: number) => string} options.name what a point is called
 * @param {(point: number) => void} options.choose
 * @param {import('../dom.js').Child} options.controls beside the title
 * @param {string} options.note
 * @returns {{element: HTMLElement, draw: (shown: Scatter) => void}}
 */
export function scatterPlot({ title, name, choose, controls, note }) {
  const canvas = /** @type {HTMLCanvasElement} */ (h('canvas', { role: 'img', 'aria-label': title }));
  const legend = h('ul', { class: 'legend' });
  const readout = h('p', { class: 'readout' });
  /** @type {Scatter} */
  let shown = { bounds: [[0, 1], [0, 1]], points: [], kinds: [], kindNames: [], path: [], ring: null };
  let legendOf = /** @type {string[] | null} */ (null);
  const numbers = () => ({
    heads: ['point', 'x', 'y', 'kind'],
    rows: shown.points.map(([x, y], i) => [name(i), x, y, shown.kindNames[shown.kinds[i]]]),
  });
  const element = h(
    'figure',
    { class: 'panel scatter' },
    h('div', { class: 'head' }, h('h2', null, title), h('div', { class: 'actions' }, controls, csvButton(title, numbers))),
    canvas,
    legend,
    readout,
    h('p', { class: 'hint' }, note),
  );

  /**
   * @param {[number, number]} point
   * @returns {[number, number]} in CSS pixels
   */
  function place([x, y]) {
    const [[left, right], [low, high]] = shown.bounds;
    return [8 + ((x - left) / (right - left)) * (canvas.clientWidth - 16), 8 + ((high - y) / (high - low)) * (canvas.clientHeight - 16)];
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.scale(ratio, ratio);
    const colours = shown.kindNames.map((_, kind) => category(element, kind, shown.kindNames.length));
    context.globalAlpha = 0.8;
    shown.points.forEach((point, i) => {
      const [x, y] = place(point);
      context.fillStyle = colours[shown.kinds[i]];
      context.beginPath();
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.fill();
    });
    context.globalAlpha = 1;
    context.strokeStyle = getComputedStyle(element).color;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.beginPath();
    shown.path.forEach((point) => context.lineTo(...place(point)));
    context.stroke();
    if (shown.ring) {
      context.beginPath();
      context.arc(...place(shown.ring), 7, 0, 2 * Math.PI);
      context.stroke();
    }
    if (legendOf !== shown.kindNames) {
      legendOf = shown.kindNames;
      const entry = (/** @type {string} */ text, /** @type {number} */ kind) => {
        const item = h('li', null, text);
        item.style.setProperty('--colour', colours[kind]);
        return item;
      };
      show(legend, shown.kindNames.map(entry));
    }
  }

  /** @param {MouseEvent} event */
  function nearest(event) {
    let best = -1;
    let least = NEAR;
    shown.points.forEach((point, i) => {
      const [x, y] = place(point);
      const away = Math.hypot(x - event.offsetX, y - event.offsetY);
      if (away < least) {
        least = away;
        best = i;
      }
    });
    return best;
  }

  canvas.addEventListener('pointermove', (event) => {
    const at = nearest(event);
    canvas.style.setProperty('cursor', at < 0 ? 'default' : 'pointer');
    show(readout, at >= 0 && `${name(at)}: ${shown.kindNames[shown.kinds[at]]}`);
  });
  canvas.addEventListener('pointerleave', () => show(readout));
  canvas.addEventListener('click', (event) => {
    const at = nearest(event);
    at >= 0 && choose(at);
  });
  new ResizeObserver(draw).observe(canvas);
  onTheme(() => {
    legendOf = null;
    draw();
  });

  return {
    element,
    draw: (what) => {
      shown = what;
      draw();
    },
  };
}
