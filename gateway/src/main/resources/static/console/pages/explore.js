import { ask, find, list, post } from '../api.js';
import { field, h, select, show } from '../dom.js';
import { number, time } from '../format.js';
import { barPlot } from '../plots/bars.js';
import { heatMap } from '../plots/heat.js';
import { linePlot } from '../plots/lines.js';
import { empty, problem, waiting } from '../states.js';
import { cosine, norm, speed } from '../explore/codes.js';
import { kernel, noised, normal } from '../explore/noise.js';
import { codeMap } from '../explore/map.js';
import { neighbours, recordedBy } from '../explore/neighbours.js';
import { base64, paint, read } from '../explore/picture.js';
import { reads } from '../explore/reads.js';
import { reconstructions } from '../explore/reconstructions.js';

/** Times 0, 1/n, …, 1: all encoded in one call, so that the slider only draws. */
const GRID = 20;

/** @param {import('../app.js').View} view */
export async function page({ root, query, signal, remember }) {
  show(root, h('h1', null, 'Explore E(x, t)'), waiting());
  const models = await list('v1/models', { most: 200, signal });
  if (models.length === 0) {
    show(
      root,
      h('h1', null, 'Explore E(x, t)'),
      empty('There is no model yet.', [h('a', { href: '#/new-run' }, 'Start a run'), ' of preset tiny, or let ', h('code', null, './p2f demo'), ' train one.']),
    );
    return;
  }
  const asked = query.get('model');
  const chosen = models.find((one) => one.id === asked || one.aliases.includes(asked)) ?? models[0];
  const desk = h('div', null);
  const options = models.map((one) => /** @type {[string, string]} */ ([one.id, label(one)]));
  const choice = select(options, { value: chosen.id, onchange: () => open(models.find((one) => one.id === choice.value)) });
  show(root, h('div', { class: 'head' }, h('h1', null, 'Explore E(x, t)'), h('div', { class: 'actions model-choice' }, field('Model', choice))), desk);
  let closing = new AbortController();
  signal.addEventListener('abort', () => closing.abort());

  /** @param {any} model */
  async function open(model) {
    closing.abort();
    closing = new AbortController();
    const mine = closing.signal;
    remember({ model: model.aliases[0] ?? model.id });
    show(desk, waiting('Getting the model ready …'));
    try {
      const bench = await workbench(model, query, remember, mine);
      if (!mine.aborted) {
        show(desk, bench);
      }
    } catch (failure) {
      if (!mine.aborted) {
        show(desk, problem(failure, () => open(model)));
      }
    }
  }
  await open(chosen);
}

/** @param {any} model */
function label(model) {
  const aliases = model.aliases.length ? `${model.aliases.join(', ')} · ` : '';
  return `${aliases}${model.name} · ${model.objective} ${model.latentSize} values · step ${model.step}`;
}

/**
 * @param {any} model
 * @param {URLSearchParams} query
 * @param {import('../app.js').View['remember']} remember
 * @param {AbortSignal} signal
 */
async function workbench(model, query, remember, signal) {
  const [run, dataset] = await Promise.all([
    find(`v1/training-runs/${model.runId}`, signal),
    find(`v1/datasets/${model.datasetId}`, signal),
  ]);
  const state = {
    pixels: /** @type {Float32Array | null} */ (null),
    noise: new Float32Array(),
    seed: 0,
    number: -1,
    codes: /** @type {number[][]} */ ([]),
    times: Array.from({ length: GRID + 1 }, (_, i) => i / GRID),
    seen: { mean: Array(model.channels).fill(0), std: Array(model.channels).fill(1) },
    held: /** @type {{codes: number[][], name: string} | null} */ (null),
    name: '',
    at: Math.round(GRID * Math.min(1, Math.max(0, Number(query.get('t') ?? 0.3)))) || 0,
  };

  const clean = /** @type {HTMLCanvasElement} */ (h('canvas', { class: 'pixels', role: 'img', 'aria-label': 'The image x' }));
  const noisy = /** @type {HTMLCanvasElement} */ (h('canvas', { class: 'pixels', role: 'img', 'aria-label': 'The noised image' }));
  const cleanName = h('figcaption', null, 'x');
  const noisyName = h('figcaption', null, 'x at t');
  const status = h('div', { class: 'status', role: 'status' });
  const slider = /** @type {HTMLInputElement} */ (
    h('input', { type: 'range', id: 't', min: 0, max: GRID, step: 1, value: state.at, oninput: () => move(Number(slider.value)) })
  );
  const told = h('output', { for: 't' });
  const bars = barPlot('E(x, t)');
  const plots = h('div', { class: 'plots-grid' });
  const side = h('div', { class: 'plots-grid further' });
  const file = /** @type {HTMLInputElement} */ (
    h('input', { type: 'file', id: 'own-image', class: 'unseen', accept: 'image/*', onchange: () => file.files?.[0] && take(file.files[0], file.files[0].name) })
  );
  const index = /** @type {HTMLInputElement} */ (
    h('input', { type: 'number', min: 0, max: (dataset?.images ?? 1) - 1, value: query.get('image') ?? 0, 'aria-label': 'Number of the image', onchange: () => fromDataset() })
  );
  const drop = h(
    'div',
    { class: 'drop' },
    file,
    h('label', { class: 'button', for: 'own-image' }, 'Choose an image'),
    h('p', { class: 'hint' }, `or drop or paste one here; it is cut to ${model.width} × ${model.height}${model.channels === 1 ? ', grey' : ''} in the browser`),
    dataset &&
      h('div', { class: 'row examples' }, h('span', { class: 'soft' }, `or of ${dataset.name}, number`), index, h('button', { type: 'button', class: 'quiet', onclick: () => another() }, 'Another')),
  );
  const maps = {
    code: /** @type {ReturnType<typeof heatMap> | null} */ (null),
    alike: /** @type {ReturnType<typeof heatMap> | null} */ (null),
    change: /** @type {ReturnType<typeof linePlot> | null} */ (null),
    pair: /** @type {ReturnType<typeof linePlot> | null} */ (null),
  };
  const made = reconstructions(model, dataset, () => move(state.at), signal);
  const further = { reads: /** @type {any} */ (null), neighbours: /** @type {any} */ (null), map: /** @type {Awaited<ReturnType<typeof codeMap>> | null} */ (null) };

  /** @param {number} at */
  function move(at) {
    const begun = performance.now();
    state.at = at;
    const t = state.times[at];
    told.textContent = `t = ${time(t)}`;
    slider.setAttribute('aria-valuetext', `t = ${time(t)}`);
    if (state.pixels) {
      const seen = made.noised(at);
      const noise = kernelAt(t) ?? seen;
      paint(noisy, seen ? seen.values : noise ? noised(state.pixels, state.noise, noise, state.seen) : state.pixels, model);
      made.move(at);
      noisyName.textContent = noise ? `x at t = ${time(t)}: ${noise.mean < 0.995 ? `${number(noise.mean)} of it, ` : ''}noise σ = ${number(noise.std)}` : 'how it was noised is not known';
    }
    if (state.codes.length > 0) {
      bars.draw(state.codes[at], largest(), `E(x, ${time(t)})`);
      for (const map of Object.values(maps)) {
        map && map.mark(map === maps.change || map === maps.pair ? t : at);
      }
    }
    further.reads?.mark(t);
    further.map?.at(t);
    state.pixels && further.neighbours?.at(t, state.pixels);
    slider.dataset.drawnIn = (performance.now() - begun).toFixed(1);
    remember({ t: time(t) });
  }

  /** @param {number} t */
  function kernelAt(t) {
    return run && kernel(run.plan.diffusion, t, run.plan.loss?.timeSteps === 'discrete');
  }

  function largest() {
    return state.codes.reduce((most, code) => code.reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);
  }

  async function encode() {
    const begun = performance.now();
    show(status, waiting(`Encoding at ${GRID + 1} times …`));
    const answer = await post(
      'v1/encodings',
      { modelId: model.id, grid: GRID, pixels: { shape: [1, model.channels, model.height, model.width], data: base64(/** @type {Float32Array} */ (state.pixels)) } },
      signal,
    );
    state.codes = answer.z[0];
    state.times = answer.times;
    state.seen = answer.preprocessing;
    const { mean, std } = state.seen;
    if (run?.plan.images?.scaling === 'unit' || !mean?.length) {
      state.seen = { mean: Array(model.channels).fill(0), std: Array(model.channels).fill(1) };
    } else {
      state.seen = { mean, std };
    }
    show(status, h('p', { class: 'soft' }, `${answer.times.length} codes of ${model.latentSize} values in ${number(Math.round(performance.now() - begun))} ms`));
    drawMaps();
    further.map?.own(state.codes, state.times);
    move(state.at);
    reconstruct();
  }

  function reconstruct() {
    made.load({ pixels: /** @type {Float32Array} */ (state.pixels), number: state.number, seed: state.seed, grid: GRID });
  }

  function drawMaps() {
    const names = state.codes[0].map((_, i) => i);
    const columns = state.times;
    const code = {
      title: 'The code over all t',
      rows: names.map((i) => state.codes.map((one) => one[i])),
      rowNames: names,
      columns,
      x: 't',
      y: 'value',
      signed: true,
    };
    const alike = {
      title: 'How alike codes of two t are',
      rows: state.codes.map((one) => state.codes.map((other) => cosine(one, other))).reverse(),
      rowNames: [...columns].reverse().map(time),
      columns,
      x: 't',
      y: 't of the other',
      note: 'Cosine of the angle between both codes.',
    };
    const change = {
      title: 'How much the code changes along t',
      x: 't',
      fromZero: true,
      series: [
        { name: 'speed ‖dE/dt‖', points: speed(state.codes, columns) },
        { name: 'length ‖E‖', points: state.codes.map((one, i) => /** @type {[number, number]} */ ([columns[i], norm(one)])), dashed: true },
      ],
    };
    const pair = state.held && {
      title: `How alike ${state.held.name} and ${state.name} are`,
      x: 't',
      series: [{ name: 'cosine', points: state.codes.map((one, i) => /** @type {[number, number]} */ ([columns[i], cosine(one, /** @type {any} */ (state.held).codes[i])])) }],
      note: 'Two images can be alike at one t and differ at another.',
    };
    if (maps.code && maps.alike && maps.change) {
      maps.code.update(code);
      maps.alike.update(alike);
      maps.change.update(change);
    } else {
      maps.code = heatMap(code);
      maps.alike = heatMap(alike);
      maps.change = linePlot(change);
      show(plots, maps.code.element, maps.change.element, maps.alike.element);
    }
    if (pair) {
      maps.pair?.element.remove();
      maps.pair = linePlot(pair);
      plots.prepend(maps.pair.element);
    }
  }

  /**
   * @param {Blob} picture
   * @param {string} name
   * @param {number} [number] in the data set
   */
  async function take(picture, name, number = -1) {
    try {
      state.pixels = await read(picture, model);
      state.name = name;
      state.number = number;
      cleanName.textContent = name;
      state.noise = normal(state.pixels.length, state.seed);
      paint(clean, state.pixels, model);
      await encode();
    } catch (failure) {
      if (!signal.aborted) {
        show(status, problem(failure));
      }
    }
  }

  async function fromDataset() {
    const number = Math.min(Number(index.max), Math.max(0, Math.floor(Number(index.value)) || 0));
    index.value = String(number);
    remember({ image: String(number) });
    try {
      const answer = await ask(`v1/datasets/${model.datasetId}/images/${number}`, { signal });
      await take(await answer.blob(), `image ${number}`, number);
    } catch (failure) {
      if (!signal.aborted) {
        show(status, problem(failure));
      }
    }
  }

  /** @param {number} image of the data set */
  function choose(image) {
    index.value = String(image);
    return fromDataset();
  }

  function another() {
    index.value = String(Math.floor(Math.random() * (Number(index.max) + 1)));
    return fromDataset();
  }

  /** @param {DataTransfer | null} data */
  function taken(data) {
    const image = [...(data?.files ?? [])].find((one) => one.type.startsWith('image/'));
    if (image) {
      remember({ image: null });
      take(image, image.name);
    } else if (data?.files.length) {
      show(status, problem(new Error('That is no picture. Drop a PNG, JPEG, WebP or GIF.')));
    }
  }

  const hold = h('button', { type: 'button', class: 'quiet', onclick: () => {
    state.held = { codes: state.codes, name: state.name };
    show(status, h('p', { class: 'notice' }, `${state.name} is kept: choose another image, and the page shows how alike both are at each t.`));
  } }, 'Keep to compare');
  const again = h('button', { type: 'button', class: 'quiet', onclick: () => {
    state.seed++;
    state.noise = normal(state.pixels?.length ?? 0, state.seed);
    move(state.at);
    state.pixels && reconstruct();
  } }, 'New noise');
  let playing = 0;
  const play = h('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false', onclick: () => {
    if (playing) {
      clearInterval(playing);
      playing = 0;
    } else {
      playing = setInterval(() => {
        const next = (state.at + 1) % (GRID + 1);
        slider.value = String(next);
        move(next);
      }, 160);
    }
    play.setAttribute('aria-pressed', String(playing > 0));
    play.textContent = playing ? 'Stop' : 'Play';
  } }, 'Play');
  signal.addEventListener('abort', () => clearInterval(playing));

  const left = h(
    'section',
    { class: 'panel image-panel', 'aria-label': 'Image and time' },
    h('div', { class: 'pair' }, h('figure', null, clean, cleanName), h('figure', null, noisy, noisyName)),
    made.element,
    h('div', { class: 'slider' }, h('label', { for: 't' }, 'Noise time'), told, slider),
    h('div', { class: 'ends soft', 'aria-hidden': 'true' }, h('span', null, '0: clean'), h('span', null, '1: noise')),
    h('div', { class: 'row' }, play, again, hold),
    drop,
    status,
  );
  left.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  left.addEventListener('dragleave', () => drop.classList.remove('over'));
  left.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    taken(/** @type {DragEvent} */ (event).dataTransfer);
  });
  document.addEventListener('paste', (event) => taken(event.clipboardData), { signal });

  if (dataset) {
    fromDataset();
  }
  Promise.all([reads(model, signal), recordedBy(model, signal)]).then(async ([read, recorded]) => {
    further.reads = read;
    further.neighbours = neighbours(model, recorded, signal);
    show(side, read.element, further.neighbours.element);
    move(state.at);
    const own = recorded.find((one) => one.datasetId === model.datasetId);
    if (own) {
      further.map = await codeMap(own, choose, signal);
      further.map.own(state.codes, state.times);
      side.append(further.map.element);
      move(state.at);
    }
  }).catch((failure) => signal.aborted || side.append(problem(failure)));

  return [h('div', { class: 'bench' }, left, h('div', { class: 'bench-right' }, bars.element, made.curve, facts(model, run, dataset))), plots, side];
}

/**
 * @param {any} model
 * @param {any} run
 * @param {any} dataset
 */
function facts(model, run, dataset) {
  const still = run?.plan.encoder?.time === 'fixed';
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, 'The model'),
    h(
      'dl',
      { class: 'facts' },
      h('div', null, h('dt', null, 'Name'), h('dd', null, model.aliases.length ? model.aliases.join(', ') : model.name)),
      h('div', null, h('dt', null, 'Objective'), h('dd', null, model.objective)),
      h('div', null, h('dt', null, 'Run'), h('dd', null, run ? h('a', { href: `#/run/${run.id}` }, run.name) : model.runId)),
      h('div', null, h('dt', null, 'Data set'), h('dd', null, dataset ? h('a', { href: `#/dataset/${dataset.id}` }, dataset.name) : model.datasetId)),
      h('div', null, h('dt', null, 'Images'), h('dd', null, `${model.channels} × ${model.height} × ${model.width}`)),
      h('div', null, h('dt', null, 'Encoder'), h('dd', null, `${number(model.parameterCount.encoder)} parameters`)),
    ),
    still && h('p', { class: 'notice' }, 'This encoder is static: it knows no t, so its code is the same at all of them.'),
    h('details', null, h('summary', null, 'The same from a terminal'), h('pre', { tabindex: '0' }, h('code', null, `TOKEN=$(./p2f token)\ncurl -H "Authorization: Bearer $TOKEN" \\\n  -F images=@picture.png -F grid=${GRID} -F modelId=${model.aliases[0] ?? model.id} \\\n  ${new URL('../v1/encodings', document.baseURI)}`))),
  );
}
