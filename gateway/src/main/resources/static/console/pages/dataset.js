import { get, list } from '../api.js';
import { deleteButton } from '../delete.js';
import { h, select, show, table } from '../dom.js';
import { number, time } from '../format.js';
import { empty, waiting, when } from '../states.js';
import { picture } from '../explore/neighbours.js';

const SHOWN = 48;

/** @param {import('../app.js').View} view */
export async function page({ root, id, query, signal, remember }) {
  show(root, waiting());
  const dataset = await get(`v1/datasets/${encodeURIComponent(id)}`, signal);
  const models = (await list('v1/models', { most: 200, signal })).filter((one) => one.datasetId === id);
  const grid = h('div', { class: 'pictures' });
  const told = h('output', { for: 'noise' });
  let from = Math.max(0, Number(query.get('from')) || 0);
  let round = new AbortController();
  signal.addEventListener('abort', () => round.abort());
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'noise', min: 0, max: 1, step: 0.05, value: 0, onchange: draw, oninput: () => (told.textContent = `t = ${time(Number(slider.value))}`) }));
  /** @type {number | null} */
  let after = null;
  /** @type {number[]} */
  const before = [];
  const go = (/** @type {number} */ to) => {
    from = to;
    remember({ from: String(from), of: chosen.value || null });
    draw();
  };
  const chosen = select(
    [['', 'All classes'], ...dataset.factors.flatMap((/** @type {any} */ factor) => Array.from({ length: Math.min(factor.classes, 200) }, (_, i) => [`factor=${encodeURIComponent(factor.name)}&class=${i}`, `${factor.name}: ${factor.classNames[i] ?? i}`]))],
    { value: query.get('of') ?? '', 'aria-label': 'Pictures of', onchange: () => {
      before.length = 0;
      go(0);
    } },
  );

  async function draw() {
    round.abort();
    round = new AbortController();
    const mine = round.signal;
    const t = Number(slider.value);
    told.textContent = `t = ${time(t)}`;
    const of = chosen.value === '' ? '' : `&${chosen.value}`;
    const found = await get(`v1/datasets/${id}/images?from=${from}&limit=${SHOWN}${of}`, mine).catch((refusal) => {
      if (mine.aborted) {
        return null; // another class was chosen meanwhile
      }
      throw refusal;
    });
    if (!found) {
      return;
    }
    /** @type {any[]} */
    const items = found.items;
    after = found.next ?? null;
    show(
      grid,
      items.length === 0 && empty('No more pictures.', 'Go back, or choose another class.'),
      items.map(({ index, classes }) => {
        const link = models.length > 0 ? h('a', { href: `#/explore?model=${models[0].id}&image=${index}` }, `image ${index}`) : `image ${index}`;
        const figure = h('figure', null, h('div', { class: 'pixels' }), h('figcaption', null, link, ` · ${classes.join(', ')}`));
        picture(`v1/datasets/${id}/images/${index}?t=${t}`, `Image ${index}`, mine).then((image) => figure.firstElementChild?.replaceWith(image)).catch(() => {});
        return figure;
      }),
    );
  }

  show(
    root,
    h('div', { class: 'head' }, h('h1', null, dataset.name), h('span', { class: 'mono soft' }, dataset.id), h('div', { class: 'actions' }, h('a', { class: 'button', href: `#/new-run?dataset=${id}` }, 'Train on it'), h('a', { class: 'button quiet', href: `#/lineage/${id}` }, 'Lineage'), deleteButton(`v1/datasets/${encodeURIComponent(id)}`, 'data set'))),
    h(
      'dl',
      { class: 'facts' },
      h('div', null, h('dt', null, 'Images'), h('dd', null, `${number(dataset.images)} of ${dataset.width} × ${dataset.height}, ${dataset.channels === 1 ? 'grey' : 'colour'}`)),
      h('div', null, h('dt', null, 'To train, validate, test'), h('dd', null, `${dataset.splits.train}, ${dataset.splits.validation}, ${dataset.splits.test}`)),
      h('div', null, h('dt', null, 'Source'), h('dd', null, dataset.source)),
      h('div', null, h('dt', null, 'Mean and deviation'), h('dd', null, dataset.mean.map((/** @type {number} */ mean, /** @type {number} */ c) => `${number(mean)} ± ${number(dataset.std[c])}`).join(', '))),
      h('div', null, h('dt', null, 'Made'), h('dd', null, when(dataset.createdAt))),
    ),
    dataset.report.warnings.map((/** @type {string} */ warning) => h('p', { class: 'notice' }, warning)),
    dataset.report.filesSkipped > 0 && h('p', { class: 'notice' }, `${dataset.report.filesSkipped} files could not be read and were left out.`),
    h('section', null, h('h2', null, 'Factors'), table('Factors', ['Factor', 'Classes'], dataset.factors.map((/** @type {any} */ factor) => [factor.name, `${factor.classes}: ${factor.classNames.slice(0, 30).join(', ')}${factor.classes > 30 ? ' …' : ''}`]))),
    h(
      'section',
      null,
      h('div', { class: 'head' }, h('h2', null, 'Pictures'), h('div', { class: 'actions' }, chosen, h('button', { type: 'button', class: 'quiet', onclick: () => go(before.pop() ?? 0) }, 'Before'), h('button', { type: 'button', class: 'quiet', onclick: () => {
        if (after !== null) {
          before.push(from);
          go(after);
        }
      } }, 'Next'))),
      h('div', { class: 'slider narrow' }, h('label', { for: 'noise' }, 'Noised'), told, slider),
      grid,
    ),
    h('section', null, h('h2', null, 'Models of it'), models.length > 0 ? h('ul', null, models.map((one) => h('li', null, h('a', { href: `#/explore?model=${one.id}` }, one.name), ` · ${one.objective}`))) : h('p', { class: 'soft' }, 'None yet.')),
  );
  await draw();
}
