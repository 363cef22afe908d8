import { blob, events, find, get, post } from '../api.js';
import { deleteButton } from '../delete.js';
import { h, show, table } from '../dom.js';
import { bytes, duration, number, took } from '../format.js';
import { heatMap } from '../plots/heat.js';
import { linePlot } from '../plots/lines.js';
import { save } from '../plots/save.js';
import { badge, blame, pace, problem, progress, waiting, when } from '../states.js';
import { labels } from '../runs/labels.js';
import { flat } from '../runs/settings.js';
import { picture } from '../explore/neighbours.js';

const OPEN = new Set(['queued', 'running', 'cancelling']);

/** @param {import('../app.js').View} view */
export async function page({ root, id, signal, every }) {
  const path = `v1/training-runs/${encodeURIComponent(id)}`;
  const head = h('div', { class: 'head' });
  const said = h('div', null);
  const body = h('div', null, waiting());
  const course = h('div', { class: 'plots-grid' });
  const told = h('div', { class: 'plots-grid' });
  const samples = h('section', { class: 'panel', hidden: true });
  const written = h('div', null);
  const settings = h('section', null);
  show(root, head, said, body, h('section', null, h('h2', null, 'How it learns'), course), h('section', null, h('h2', null, 'What its codes tell'), told, samples), h('section', null, h('h2', null, 'Tags and notes'), written), settings);
  const plots = {
    loss: linePlot(empty('Loss')),
    norm: linePlot(empty('Gradient norm')),
  };
  show(course, plots.loss.element, plots.norm.element);
  /** @type {Map<string, ReturnType<typeof heatMap>>} */
  const maps = new Map();

  let headed = '';

  function header(/** @type {any} */ run) {
    const act = (/** @type {string} */ text, /** @type {string} */ query) =>
      h('button', { type: 'button', class: 'quiet', onclick: async () => {
        try {
          await post(`${path}/cancel?keep=${query}`, {});
          await refresh();
        } catch (refusal) {
          show(said, problem(refusal));
        }
      } }, text);
    if (run.job.state === headed) {
      return; // a question in it goes on
    }
    headed = run.job.state;
    show(
      head,
      h('h1', null, run.name),
      badge(run.job.state),
      h(
        'div',
        { class: 'actions' },
        run.modelId && h('a', { class: 'button', href: `#/explore?model=${run.modelId}` }, 'Explore E(x, t)'),
        run.modelId && h('a', { class: 'button quiet', href: `#/lineage/${run.modelId}` }, 'Lineage'),
        run.modelId && hubButton(run.modelId),
        h('a', { class: 'button quiet', href: `#/new-run?like=${run.id}` }, 'Start one like it'),
        run.modelId && deleteButton(`v1/models/${run.modelId}`, 'model'),
        !OPEN.has(run.job.state) && deleteButton(path, 'run'),
        (run.job.state === 'running' || run.job.state === 'queued') && [act('Stop, keep its state', 'checkpoint'), act('Stop', 'discard')],
      ),
    );
  }

  function hubButton(/** @type {string} */ modelId) {
    return h('button', { type: 'button', class: 'quiet', onclick: async () => {
      try {
        save(await blob(`v1/models/${modelId}/exports/huggingface`, signal), `${modelId}.zip`);
      } catch (refusal) {
        show(said, problem(refusal));
      }
    } }, 'Folder for the Hub');
  }

  /** @type {any} */
  let dataset = null;

  async function refresh() {
    const [run, metrics, probes, held] = await Promise.all([
      get(path, signal),
      find(`${path}/metrics?points=500`, signal),
      find(`${path}/probes`, signal),
      find(`${path}/held-out-losses`, signal),
    ]);
    if (!written.firstChild) {
      show(written, labels(path, run, signal));
    }
    dataset ??= await find(`v1/datasets/${run.plan.datasetId}`, signal);
    header(run);
    const recent = metrics?.recent;
    const open = OPEN.has(run.job.state);
    show(
      body,
      open && [progress(run.job), h('p', null, `Step ${number(run.step)} of ${number(run.steps)} · ${pace(run.job)}`)],
      !open && h('p', { class: 'soft' }, `Step ${number(run.step)} of ${number(run.steps)} · ended `, when(run.job.finishedAt), ` · took ${took(run.job)}`),
      run.job.failure && blame(run.job.failure),
      h(
        'dl',
        { class: 'facts' },
        fact('Data set', h('a', { href: `#/dataset/${run.plan.datasetId}` }, dataset?.name ?? run.plan.datasetId)),
        fact('Preset', run.plan.preset),
        fact('Objective', run.plan.objective),
        fact('Code', `${run.plan.encoder.latentSize} values`),
        recent && fact('Images a second', number(recent.imagesPerSecond)),
        recent && fact('A step', `${duration(recent.secondsP50)} (95 %: ${duration(recent.secondsP95)})`),
        recent?.memoryBytes && fact('Memory', bytes(recent.memoryBytes)),
        fact('Seed', run.plan.seed),
      ),
    );
    const points = metrics?.points ?? [];
    const positive = points.every((/** @type {any} */ point) => point.loss > 0);
    plots.loss.update({
      ...empty('Loss'),
      log: positive,
      series: [
        { name: 'loss', points: pairs(points, 'loss') },
        ...(points.some((/** @type {any} */ point) => point.latentPenalty > 0) ? [{ name: 'of it the penalty', points: pairs(points, 'latentPenalty'), dashed: true }] : []),
        ...(points.some((/** @type {any} */ point) => point.contrastLoss > 0) ? [{ name: 'of it the contrast', points: pairs(points, 'contrastLoss'), dashed: true }] : []),
      ],
    });
    plots.norm.update({ ...empty('Gradient norm'), log: true, series: [{ name: 'norm', points: pairs(points, 'gradientNorm'), colour: 1 }] });
    observations(probes?.points ?? [], held?.points ?? []);
    return run;
  }

  function observations(/** @type {any[]} */ probes, /** @type {any[]} */ held) {
    for (const factor of new Set(probes.map((point) => point.factor))) {
      place(`Probe accuracy: ${factor}`, { ...grid(probes.filter((point) => point.factor === factor), 'accuracy'), share: true });
    }
    if (held.length > 0) {
      place('Held-out loss', grid(held, 'heldOutLoss'));
      place('Rate of the code', { ...grid(held, 'rate'), note: 'What a code costs at each t: nats of a distribution (vdrl), the sum of absolute values of a value (drl).' });
    }
    if (maps.size === 0) {
      show(told, h('p', { class: 'soft' }, 'Nothing was measured beside the steps. Runs started with “probe every steps” show here what linear probes read from the codes, over t and step.'));
    }
  }

  /**
   * @param {string} title
   * @param {any} map
   */
  function place(title, map) {
    const known = maps.get(title);
    if (known) {
      known.update({ title, ...map });
      return;
    }
    if (maps.size === 0) {
      show(told);
    }
    const made = heatMap({ title, ...map });
    maps.set(title, made);
    told.append(made.element);
  }

  async function pictures() {
    const made = (await find(`${path}/samples`, signal))?.pictures ?? [];
    if (made.length === 0) {
      return;
    }
    samples.hidden = false;
    const room = h('div', null);
    const output = h('output', { for: 'sample-step' });
    const draw = async () => {
      const { step } = made[Number(slider.value)];
      output.textContent = `step ${number(step)}`;
      slider.setAttribute('aria-valuetext', `step ${step}`);
      show(room, await picture(`${path}/samples/${step}`, `Test images, and below each a sample of its code after step ${step}`, signal));
      room.firstElementChild?.classList.add('sheet');
    };
    const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'sample-step', min: 0, max: made.length - 1, value: made.length - 1, oninput: draw }));
    show(samples, h('h2', null, 'Test images, and samples of their codes'), h('div', { class: 'slider' }, h('label', { for: 'sample-step' }, 'After'), output, slider), room);
    await draw();
  }

  const run = await refresh();
  show(settings, h('details', null, h('summary', null, 'All settings'), table('Settings', ['Setting', 'Value'], flat(run.plan).map(([key, value]) => [h('code', null, key), value]))));
  await pictures();
  if (OPEN.has(run.job.state)) {
    let stale = true;
    events(run.job.id, () => (stale = true), signal);
    every(2000, async () => {
      if (stale) {
        stale = false;
        await refresh();
      }
    });
  }
}

/** @param {string} title */
function empty(title) {
  return { title, x: 'step', series: /** @type {import('../plots/lines.js').Series[]} */ ([]) };
}

/**
 * @param {string} name
 * @param {import('../dom.js').Child} value
 */
function fact(name, value) {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

/**
 * @param {any[]} points
 * @param {string} value
 * @returns {[number, number][]}
 */
function pairs(points, value) {
  return points.map((point) => [point.step, point[value]]);
}

/**
 * Values over (t × step), noise at the top.
 *
 * @param {any[]} points
 * @param {string} value
 */
function grid(points, value) {
  const steps = [...new Set(points.map((point) => point.step))].sort((a, b) => a - b);
  const times = [...new Set(points.map((point) => point.t))].sort((a, b) => b - a);
  const at = new Map(points.map((point) => [`${point.step} ${point.t}`, point[value]]));
  return { rows: times.map((t) => steps.map((step) => at.get(`${step} ${t}`) ?? NaN)), rowNames: times, columns: steps, x: 'step', y: 't' };
}
