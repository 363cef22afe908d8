import { list } from '../api.js';
import { field, h, show, table } from '../dom.js';
import { number } from '../format.js';
import { badge, empty, pace, waiting, when } from '../states.js';
import { chips } from '../runs/labels.js';

const MOST_COMPARED = 10;
const SHOWN = 200;

/** @param {import('../app.js').View} view */
export async function page({ root, query, signal, remember, every }) {
  const rows = h('div', null, waiting());
  const picked = new Set();
  const compare = h('a', { class: 'button quiet', 'aria-disabled': 'true' }, 'Compare');
  const filter = /** @type {HTMLInputElement} */ (h('input', { type: 'search', value: query.get('q') ?? '', placeholder: 'name, tag, note, preset, objective, state', oninput: () => {
    remember({ q: filter.value || null });
    draw();
  } }));
  show(
    root,
    h('div', { class: 'head' }, h('h1', null, 'Runs'), h('div', { class: 'actions' }, compare, h('a', { class: 'button', href: '#/new-run' }, 'Start a run'))),
    h('div', { class: 'filter' }, field('Find', filter)),
    rows,
  );
  /** @type {any[]} */
  let runs = [];
  let drawn = '';

  function tell() {
    compare.textContent = picked.size > 0 ? `Compare ${picked.size}` : 'Compare';
    if (picked.size > 1) {
      compare.setAttribute('href', `#/compare?ids=${[...picked].join(',')}`);
      compare.removeAttribute('aria-disabled');
    } else {
      compare.removeAttribute('href');
      compare.setAttribute('aria-disabled', 'true');
    }
  }

  function draw() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = runs.filter((run) => {
      const text = `${run.name} ${run.plan.preset} ${run.plan.objective} ${run.job.state} ${run.tags.join(' ')} ${run.notes} ${run.id}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    if (runs.length === 0) {
      show(rows, empty('No run yet.', [h('a', { href: '#/new-run' }, 'Start one'), ' of preset tiny; it takes minutes.']));
      return;
    }
    show(
      rows,
      found.length === 0 && empty('No run is like that.', 'Clear the field above to see all.'),
      found.length > 0 &&
        table('Training runs', ['', 'Run', 'State', 'Step', 'Preset', 'Objective', 'Seed', 'Begun'], found.slice(0, SHOWN).map((run) => [
          h('input', { type: 'checkbox', checked: picked.has(run.id), 'aria-label': `Compare ${run.name}`, onchange: (/** @type {Event} */ event) => {
            const box = /** @type {HTMLInputElement} */ (event.target);
            if (box.checked && picked.size >= MOST_COMPARED) {
              box.checked = false;
              return;
            }
            box.checked ? picked.add(run.id) : picked.delete(run.id);
            tell();
          } }),
          [h('a', { href: `#/run/${run.id}` }, run.name), ' ', chips(run.tags)],
          [badge(run.job.state), run.job.state === 'running' && h('div', { class: 'hint' }, pace(run.job))],
          `${number(run.step)} of ${number(run.steps)}`,
          run.plan.preset,
          run.plan.objective,
          run.plan.seed,
          when(run.job.createdAt),
        ])),
      found.length > SHOWN && h('p', { class: 'soft' }, `${found.length - SHOWN} more: say more in the field above.`),
    );
  }

  async function refresh() {
    runs = await list('v1/training-runs', { most: 1000, signal });
    const text = JSON.stringify(runs.map((run) => [run.id, run.step, run.job.state, run.tags, run.notes]));
    if (text !== drawn) {
      drawn = text;
      draw();
    }
  }
  tell();
  drawn = 'nothing';
  await refresh();
  every(5000, refresh);
}
