import { find, get } from '../api.js';
import { h, show, table } from '../dom.js';
import { linePlot } from '../plots/lines.js';
import { empty, waiting } from '../states.js';
import { byFactor } from '../explore/reads.js';
import { differences } from '../runs/settings.js';

/** @param {import('../app.js').View} view */
export async function page({ root, query, signal }) {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean).slice(0, 10);
  show(root, h('h1', null, 'Compare runs'), waiting());
  if (ids.length < 2) {
    show(root, h('h1', null, 'Compare runs'), empty('Which?', ['Tick two to ten in ', h('a', { href: '#/runs' }, 'the list of runs'), '.']));
    return;
  }
  const runs = await Promise.all(
    ids.map(async (id) => {
      const path = `v1/training-runs/${encodeURIComponent(id)}`;
      const [run, metrics, probes] = await Promise.all([get(path, signal), find(`${path}/metrics?points=300`, signal), find(`${path}/probes`, signal)]);
      return { run, points: metrics?.points ?? [], probes: probes?.points ?? [] };
    }),
  );
  const names = runs.map(({ run }, i) => (runs.some((other, j) => j !== i && other.run.name === run.name) ? `${run.name} (${run.id.slice(-5)})` : run.name));
  const course = (/** @type {string} */ title, /** @type {string} */ value) =>
    linePlot({
      title,
      x: 'step',
      log: runs.every(({ points }) => points.every((/** @type {any} */ point) => point[value] > 0)),
      series: runs.map(({ points }, i) => ({ name: names[i], points: points.map((/** @type {any} */ point) => [point.step, point[value]]) })),
    }).element;
  const factors = [...new Set(runs.flatMap(({ probes }) => probes.map((/** @type {any} */ point) => point.factor)))];
  const told = factors.map(
    (factor) =>
      linePlot({
        title: `Probe accuracy at the end: ${factor}`,
        x: 't',
        share: true,
        series: runs.flatMap(({ probes }, i) => {
          const last = Math.max(...probes.map((/** @type {any} */ point) => point.step));
          const curve = byFactor(probes.filter((/** @type {any} */ point) => point.step === last && point.factor === factor))[0];
          return curve ? [{ ...curve, name: names[i], colour: i }] : [];
        }),
      }).element,
  );
  const rows = differences(runs.map(({ run }) => run.plan));
  show(
    root,
    h('h1', null, 'Compare runs'),
    h('section', null, h('div', { class: 'plots-grid' }, course('Loss', 'loss'), course('Gradient norm', 'gradientNorm'), told)),
    h(
      'section',
      null,
      h('h2', null, 'Settings that differ'),
      table('Settings that differ', ['Setting', ...runs.map(({ run }, i) => h('a', { href: `#/run/${run.id}` }, names[i]))], rows.map(({ name, values }) => [h('code', null, name), ...values])),
      rows.length === 0 && h('p', null, 'None: these runs have the same plan.'),
    ),
  );
}
