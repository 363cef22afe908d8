import { h, s, show } from '../dom.js';
import { number, percent } from '../format.js';
import { csvButton } from './save.js';
import { extent, logTicks, ticks } from './scales.js';

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {[x: number, y: number, low?: number, high?: number][]} points by rising x
 * @property {number} [colour] 0 to 7
 * @property {boolean} [dashed]
 *
 * @typedef {object} Lines
 * @property {string} title
 * @property {string} x what the axis shows
 * @property {string} [y]
 * @property {Series[]} series
 * @property {boolean} [share] whether y is shown as a percentage
 * @property {boolean} [log] whether y's axis is logarithmic
 * @property {boolean} [fromZero]
 * @property {number} [height]
 * @property {string} [note]
 */

const MARGIN = { left: 58, right: 12, top: 10, bottom: 34 };

/**
 * Curves with axes, a legend and what the pointer is at. Drawn in the screen's own pixels, anew
 * whenever the room changes.
 *
 * @param {Lines} lines
 * @returns {{element: HTMLElement, update: (lines: Lines) => void, mark: (x: number | null) => void}}
 */
export function linePlot(lines) {
  let spec = lines;
  let width = 0;
  let marked = /** @type {number | null} */ (null);
  const box = h('div', { class: 'plot' });
  const readout = h('p', { class: 'readout' });
  const legend = h('ul', { class: 'legend' });
  const note = h('p', { class: 'hint' });
  const element = h(
    'figure',
    { class: 'panel lines' },
    h('div', { class: 'head' }, h('h2', null, spec.title), h('div', { class: 'actions' }, csvButton(spec.title, numbers))),
    box,
    legend,
    readout,
    note,
  );

  function numbers() {
    return {
      heads: ['series', spec.x, spec.y ?? 'value', 'low', 'high'],
      rows: spec.series.flatMap((one) => one.points.map((point) => [one.name, ...point])),
    };
  }

  /** @param {number} y */
  const told = (y) => (spec.share ? percent(y) : number(y));

  function draw() {
    if (width < 40) {
      return;
    }
    const height = spec.height ?? Math.min(340, Math.max(190, width * 0.48));
    const all = spec.series.flatMap((one) => one.points).filter(([, y]) => Number.isFinite(y) && (!spec.log || y > 0));
    const [x0, x1] = extent(all.map(([x]) => x));
    let [y0, y1] = extent(all.flatMap(([, y, low, high]) => [y, low ?? y, high ?? y]));
    if (spec.log) {
      y0 = Math.max(y0, y1 / 1e9);
      y1 = y1 > y0 ? y1 : y0 * 2;
    } else {
      y0 = spec.fromZero ? Math.min(0, y0) : y0;
      const pad = y1 > y0 ? (y1 - y0) * 0.06 : Math.abs(y1) * 0.1 || 1;
      y1 = spec.share ? Math.min(1, y1 + pad) : y1 + pad;
      y0 = spec.fromZero && y0 === 0 ? 0 : spec.share ? Math.max(0, y0 - pad) : y0 - pad;
    }
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    const px = (/** @type {number} */ x) => MARGIN.left + ((x - x0) / (x1 - x0 || 1)) * (right - MARGIN.left);
    const place = (/** @type {number} */ y) =>
      spec.log ? Math.log(Math.max(y, y0) / y0) / Math.log(y1 / y0) : (y - y0) / (y1 - y0 || 1);
    const py = (/** @type {number} */ y) => bottom - place(y) * (bottom - MARGIN.top);
    const ys = spec.log ? logTicks(y0, y1) : ticks(y0, y1, height / 55);
    const marker = s('line', { class: 'mark', y1: MARGIN.top, y2: bottom, visibility: 'hidden' });
    const drawing = s(
      'svg',
      { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': summary() },
      ys.map((y) => [
        s('line', { class: 'grid', x1: MARGIN.left, x2: right, y1: py(y), y2: py(y) }),
        s('text', { x: MARGIN.left - 6, y: py(y) + 4, 'text-anchor': 'end' }, spec.share ? percent(y, y1 - y0 < 0.05 ? 1 : 0) : number(y)),
      ]),
      ticks(x0, x1, width / 90).map((x) => s('text', { x: px(x), y: bottom + 16, 'text-anchor': 'middle' }, number(x))),
      s('text', { x: right, y: height - 2, 'text-anchor': 'end' }, spec.x),
      spec.series.map((one, i) => curve(one, i, px, py)),
      marker,
    );
    const moveMark = () => {
      const at = marked === null ? null : px(marked);
      marker.setAttribute('visibility', at === null || all.length === 0 ? 'hidden' : 'visible');
      marker.setAttribute('x1', String(at ?? 0));
      marker.setAttribute('x2', String(at ?? 0));
    };
    moveMark();
    redrawMark = moveMark;
    drawing.addEventListener('pointermove', (event) => {
      const x = x0 + ((/** @type {PointerEvent} */ (event).offsetX - MARGIN.left) / (right - MARGIN.left)) * (x1 - x0);
      show(readout, near(Math.min(x1, Math.max(x0, x))));
    });
    drawing.addEventListener('pointerleave', () => show(readout));
    show(box, drawing);
    show(readout, all.length === 0 && 'No numbers yet.');
    show(
      legend,
      spec.series.length > 1 &&
        spec.series.map((one, i) => h('li', { class: `c${(one.colour ?? i) % 8}${one.dashed || i > 7 ? ' dash' : ''}` }, one.name)),
    );
    show(note, spec.note);
  }

  let redrawMark = () => {};

  /** @param {number} x */
  function near(x) {
    let at = NaN;
    for (const one of spec.series) {
      for (const [px] of one.points) {
        if (!(Math.abs(px - x) >= Math.abs(at - x))) {
          at = px;
        }
      }
    }
    const parts = spec.series
      .map((one) => {
        const point = one.points.reduce((best, p) => (Math.abs(p[0] - at) < Math.abs(best[0] - at) ? p : best), one.points[0] ?? [NaN, NaN]);
        return Number.isFinite(point[1]) ? `${spec.series.length > 1 ? `${one.name} ` : ''}${told(point[1])}` : null;
      })
      .filter(Boolean);
    return `${spec.x} ${number(at)}: ${parts.join(' · ')}`;
  }

  function summary() {
    const ends = spec.series
      .filter((one) => one.points.length > 0)
      .slice(0, 6)
      .map((one) => `${one.name}: ${told(one.points[0][1])} to ${told(one.points[one.points.length - 1][1])}`);
    return `${spec.title} over ${spec.x}. ${ends.join('; ')}`;
  }

  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now !== width) {
      width = now;
      draw();
    }
  }).observe(box);

  return {
    element,
    update: (changed) => {
      spec = changed;
      draw();
    },
    mark: (x) => {
      marked = x;
      redrawMark();
    },
  };
}

/**
 * @param {Series} one
 * @param {number} index
 * @param {(x: number) => number} px
 * @param {(y: number) => number} py
 */
function curve(one, index, px, py) {
  const finite = one.points.filter(([, y]) => Number.isFinite(y));
  const path = finite.map(([x, y], i) => `${i ? 'L' : 'M'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');
  const banded = finite.filter(([, , low, high]) => low !== undefined && high !== undefined);
  const band =
    banded.length > 1 &&
    `M${[...banded.map(([x, , , high]) => `${px(x)} ${py(high ?? 0)}`), ...banded.reverse().map(([x, , low]) => `${px(x)} ${py(low ?? 0)}`)].join('L')}Z`;
  return s(
    'g',
    { class: `c${(one.colour ?? index) % 8}` },
    band && s('path', { class: 'band', d: band }),
    s('path', { class: `curve${one.dashed || index > 7 ? ' dashed' : ''}`, d: path }),
    finite.length <= 30 && finite.map(([x, y]) => s('circle', { class: 'dot', cx: px(x), cy: py(y), r: 2.75 })),
  );
}
