import { find, get, list, post } from '../api.js';
import { field, h, select, show, table } from '../dom.js';
import { bytes, duration, number, words } from '../format.js';
import { empty, problem, waiting } from '../states.js';
import { flat } from '../runs/settings.js';

/** What stands above the fold; all else is under "More settings". */
const FIRST = ['datasetId', 'preset', 'objective', 'name', 'steps', 'seed', 'probe.everySteps', 'samples.everySteps'];

/**
 * The settings of a schema by their paths, such as `encoder.latentSize`.
 *
 * @param {Record<string, any>} schemas all of the API's document
 * @param {string} name
 * @param {string} [before]
 * @returns {[path: string, property: any][]}
 */
function settings(schemas, name, before = '') {
  return Object.entries(schemas[name].properties).flatMap(([key, property]) => {
    const inner = property.$ref?.split('/').pop();
    return inner ? settings(schemas, inner, `${before}${key}.`) : /** @type {[string, any][]} */ ([[before + key, property]]);
  });
}

/** @param {string} path */
const label = (path) => words(path.replace(/([A-Z])/g, ' $1').replace(/ Id$/, '').replaceAll('.', ' ').toLowerCase());

/** @param {import('../app.js').View} view */
export async function page({ root, query, signal }) {
  show(root, h('h1', null, 'Start a run'), waiting());
  const like = query.get('like');
  const [datasets, presets, document, model] = await Promise.all([
    list('v1/datasets', { most: 200, signal }),
    get('v1/presets', signal),
    get('v3/api-docs', signal),
    like ? find(`v1/training-runs/${encodeURIComponent(like)}`, signal) : null,
  ]);
  if (datasets.length === 0) {
    show(root, h('h1', null, 'Start a run'), empty('A run needs a data set, and there is none.', [h('a', { href: '#/datasets' }, 'Make one'), ': drop files, or have one drawn.']));
    return;
  }
  const properties = Object.fromEntries(settings(document.components.schemas, 'TrainingRunRequest'));
  /** @type {Map<string, HTMLInputElement | HTMLSelectElement>} */
  const controls = new Map();
  const before = model?.plan;
  const known = /** @type {Record<string, string>} */ ({
    datasetId: query.get('dataset') ?? before?.datasetId ?? datasets[0].id,
    preset: before?.preset ?? presets.items[0].name,
    objective: before?.objective ?? 'vdrl',
    steps: before ? String(before.steps) : '',
    seed: before ? String(before.seed) : '',
  });

  /**
   * @param {string} name
   * @param {any} property
   * @param {string} [shown]
   */
  function control(name, property, shown = name) {
    const value = known[name] ?? '';
    /** @type {HTMLElement} */
    let made;
    if (name === 'datasetId') {
      made = select(datasets.map((one) => [one.id, `${one.name} · ${one.images} images of ${one.width} × ${one.height}`]), { value });
    } else if (name === 'preset') {
      made = select(presets.items.map((/** @type {any} */ one) => [one.name, one.name]), { value });
    } else if (property.enum) {
      const own = name === 'objective' ? [] : [['', 'as the preset says']];
      made = select([...own, ...property.enum.map((/** @type {string} */ one) => [one, one])], { value });
    } else if (property.type === 'boolean') {
      made = select([['', 'as the preset says'], ['true', 'yes'], ['false', 'no']], { value });
    } else if (property.type === 'integer' || property.type === 'number') {
      made = h('input', { type: 'number', step: property.type === 'integer' ? 1 : 'any', min: property.minimum, max: property.maximum, value, placeholder: 'as the preset says' });
    } else {
      made = h('input', { type: 'text', value, placeholder: property.type === 'array' ? 'numbers, with commas' : '' });
    }
    made.setAttribute('name', name);
    made.addEventListener('change', plan);
    controls.set(name, /** @type {HTMLInputElement} */ (made));
    return field(label(shown), made, name === 'datasetId' ? undefined : property.description);
  }

  function request() {
    /** @type {Record<string, unknown>} */
    const body = {};
    for (const [name, one] of controls) {
      const text = one.value.trim();
      if (text === '') {
        continue;
      }
      const type = properties[name].type;
      const path = name.split('.');
      const last = /** @type {string} */ (path.pop());
      const object = path.reduce((/** @type {any} */ outer, key) => (outer[key] ??= {}), body);
      object[last] = type === 'integer' || type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : type === 'array' ? text.split(',').map(Number) : text;
    }
    return body;
  }

  /** What is not above the fold: the run's own settings, then those of each part of it. */
  function more() {
    const parts = Map.groupBy(
      Object.keys(properties).filter((name) => !FIRST.includes(name)),
      (name) => name.split('.').slice(0, -1).join('.'),
    );
    return [...parts].map(([part, names]) => {
      const fields = h('div', { class: 'fields' }, names.map((name) => control(name, properties[name], name.slice(part === '' ? 0 : part.length + 1))));
      return part ? h('fieldset', null, h('legend', null, label(part)), fields) : fields;
    });
  }

  const about = h('p', { class: 'hint' });
  const dry = h('div', { 'aria-live': 'polite' });
  let asking = new AbortController();

  async function plan() {
    const preset = presets.items.find((/** @type {any} */ one) => one.name === controls.get('preset')?.value);
    show(about, preset && `${preset.description}. It takes ${preset.cost}. What to expect: ${preset.expected}.`);
    asking.abort();
    asking = new AbortController();
    const mine = asking.signal;
    show(dry, waiting('A few small steps are tried, to tell what the run would take …'));
    try {
      const told = await post('v1/training-plans', request(), mine);
      show(
        dry,
        h(
          'dl',
          { class: 'facts' },
          told.estimatedSeconds !== undefined && h('div', null, h('dt', null, 'Time'), h('dd', null, `about ${duration(told.estimatedSeconds)}`)),
          told.estimatedMemoryBytes !== undefined && h('div', null, h('dt', null, 'Memory'), h('dd', null, `about ${bytes(told.estimatedMemoryBytes)}`)),
          h('div', null, h('dt', null, 'Encoder'), h('dd', null, `${number(told.parameterCount.encoder)} parameters`)),
          h('div', null, h('dt', null, 'Score network'), h('dd', null, `${number(told.parameterCount.scoreNetwork)} parameters`)),
          h('div', null, h('dt', null, 'Steps'), h('dd', null, `${number(told.plan.steps)} of ${told.plan.batchSize} images`)),
        ),
        h('details', null, h('summary', null, 'The whole plan'), table('Plan', ['Setting', 'Value'], flat(told.plan).map(([key, value]) => [h('code', null, key), value]))),
      );
    } catch (refusal) {
      if (!mine.aborted && !signal.aborted) {
        show(dry, problem(refusal));
      }
    }
  }
  signal.addEventListener('abort', () => asking.abort());

  const said = h('div', null);
  const start = h('button', { type: 'submit' }, 'Start');
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    start.setAttribute('disabled', '');
    try {
      // A run like another takes over what the form does not show.
      const run = like && model ? await post(`v1/training-runs/${encodeURIComponent(like)}/clone`, request()) : await post('v1/training-runs', request());
      location.hash = `#/run/${run.id}`;
    } catch (refusal) {
      show(said, problem(refusal));
      start.removeAttribute('disabled');
    }
  }

  show(
    root,
    h('h1', null, 'Start a run'),
    like && model && h('p', { class: 'notice' }, 'Like ', h('a', { href: `#/run/${model.id}` }, model.name), ': what is left empty below is as there.'),
    h(
      'form',
      { class: 'run-form', onsubmit: submit },
      h(
        'div',
        { class: 'panel' },
        h('div', { class: 'fields' }, FIRST.map((name) => control(name, properties[name]))),
        about,
        h(
          'details',
          null,
          h('summary', null, 'More settings'),
          more(),
        ),
      ),
      h('div', { class: 'panel' }, h('h2', null, 'What it would take'), dry, said, h('p', null, start)),
    ),
  );
  await plan();
}
