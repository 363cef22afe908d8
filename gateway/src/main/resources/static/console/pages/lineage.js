import { get } from '../api.js';
import { h, s, show } from '../dom.js';
import { bytes, words } from '../format.js';
import { waiting, when } from '../states.js';
import { pageOf } from '../things.js';

const WIDTH = 190;
const HEIGHT = 46;
const ACROSS = 60;
const DOWN = 14;
const LETTERS = 24;

/**
 * What a thing was made from, to its left, and what was made of it, to its right.
 *
 * @param {import('../app.js').View} view
 */
export async function page({ root, id, signal }) {
  show(root, waiting());
  const lineage = await get(`v1/lineage/${encodeURIComponent(id)}`, signal);
  const one = lineage.artifact;
  const to = pageOf(one.kind, one.id);
  show(
    root,
    h('div', { class: 'head' }, h('h1', null, `Lineage of ${one.name}`), h('span', { class: 'mono soft' }, one.id), h('div', { class: 'actions' }, to && h('a', { class: 'button', href: to }, `Open the ${words(one.kind).toLowerCase()}`))),
    h(
      'dl',
      { class: 'facts' },
      h('div', null, h('dt', null, 'Kind'), h('dd', null, words(one.kind))),
      h('div', null, h('dt', null, 'Size'), h('dd', null, bytes(one.bytes))),
      h('div', null, h('dt', null, 'Made'), h('dd', null, when(one.createdAt))),
      h('div', null, h('dt', null, 'By'), h('dd', null, one.jobId ? h('a', { href: `#/job/${one.jobId}` }, h('code', null, one.jobId)) : 'an upload')),
    ),
    graph(lineage),
    h('p', { class: 'soft' }, 'Each box leads to its own lineage. What a box was made from stands to its left; a dashed box was deleted.', lineage.truncated && ' There is more than is shown.'),
  );
}

/** @param {any} lineage */
function graph({ artifact, ancestors, descendants, edges }) {
  /** @type {Map<string, any>} */
  const known = new Map([artifact, ...ancestors, ...descendants].map((one) => [one.id, one]));
  const drawn = edges.filter((/** @type {any} */ edge) => known.has(edge.parent) && known.has(edge.child));
  const places = placed(known, drawn);
  const columns = Math.max(...[...places.values()].map(({ column }) => column)) + 1;
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1;
  const width = columns * (WIDTH + ACROSS) - ACROSS;
  const height = rows * (HEIGHT + DOWN) - DOWN;
  const x = (/** @type {string} */ one) => (places.get(one)?.column ?? 0) * (WIDTH + ACROSS);
  const y = (/** @type {string} */ one) => (places.get(one)?.row ?? 0) * (HEIGHT + DOWN);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Lineage' },
    s(
      'svg',
      { class: 'family', viewBox: `-2 -2 ${width + 4} ${height + 4}`, width: width + 4, height: height + 4, role: 'group', 'aria-label': `${known.size} things and how they come from each other` },
      drawn.map((/** @type {any} */ edge) => {
        const from = [x(edge.parent) + WIDTH, y(edge.parent) + HEIGHT / 2];
        const end = [x(edge.child), y(edge.child) + HEIGHT / 2];
        const middle = (from[0] + end[0]) / 2;
        return s('path', { class: 'edge', d: `M${from}C${middle},${from[1]} ${middle},${end[1]} ${end}` });
      }),
      [...known.values()].map((one) =>
        s(
          'a',
          { href: `#/lineage/${one.id}`, 'aria-current': one.id === artifact.id && 'true', class: one.deletionId && 'gone' },
          s('title', null, `${words(one.kind)} ${one.name}, ${one.id}`),
          s('rect', { x: x(one.id), y: y(one.id), width: WIDTH, height: HEIGHT, rx: 6 }),
          s('text', { class: 'kind', x: x(one.id) + 10, y: y(one.id) + 18 }, words(one.kind)),
          s('text', { x: x(one.id) + 10, y: y(one.id) + 35 }, one.name.length > LETTERS ? `${one.name.slice(0, LETTERS - 1)}…` : one.name),
        ),
      ),
    ),
  );
}

/**
 * A column for each thing, right of all that it was made from, and a row of its own there.
 *
 * @param {Map<string, any>} known
 * @param {{parent: string, child: string}[]} edges
 */
function placed(known, edges) {
  /** @type {Map<string, number>} */
  const columns = new Map();
  /** @param {string} id @returns {number} */
  const column = (id) => {
    const known = columns.get(id);
    if (known !== undefined) {
      return known;
    }
    columns.set(id, 0);
    const found = Math.max(-1, ...edges.filter((edge) => edge.child === id).map((edge) => column(edge.parent))) + 1;
    columns.set(id, found);
    return found;
  };
  /** @type {number[]} */
  const filled = [];
  /** @type {Map<string, {column: number, row: number}>} */
  const places = new Map();
  for (const id of known.keys()) {
    const at = column(id);
    places.set(id, { column: at, row: filled[at] ?? 0 });
    filled[at] = (filled[at] ?? 0) + 1;
  }
  return places;
}
