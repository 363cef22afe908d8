import { blob, list, post } from '../api.js';
import { h, select, show } from '../dom.js';
import { number, percent, time, words } from '../format.js';
import { empty, problem, waiting } from '../states.js';
import { png } from './picture.js';

const KEPT = 12;

/**
 * The codes of data sets that a model has recorded, newest first.
 *
 * @param {any} model
 * @param {AbortSignal} signal
 */
export async function recordedBy(model, signal) {
  return (await list('v1/trajectories', { most: 100, signal })).filter((one) => one.modelId === model.id);
}

/**
 * The images most alike at a t, of the data set whose codes a model has recorded.
 *
 * @param {any} model
 * @param {any[]} recorded
 * @param {AbortSignal} signal
 */
export function neighbours(model, recorded, signal) {
  const room = h('div', null);
  const unlike = select([['', 'alike at this t']], { 'aria-label': 'Which neighbours', onchange: () => ask(asked) });
  const element = h('section', { class: 'panel' }, h('div', { class: 'head' }, h('h2', null, 'Nearest neighbours'), h('div', { class: 'actions' }, recorded.length > 0 && unlike)), room);
  if (recorded.length === 0) {
    show(room, empty('No codes of a data set are recorded for this model.', recordButton(model, room)));
    return { element, at: () => {} };
  }
  const trajectories = recorded[0];
  for (const t of trajectories.times) {
    unlike.append(h('option', { value: t }, `and least alike at t = ${time(t)}`));
  }
  /** @type {{t: number, pixels: Float32Array} | null} */
  let asked = null;
  let timer = 0;
  let running = new AbortController();

  /** @param {typeof asked} what */
  async function ask(what) {
    if (!what) {
      return;
    }
    running.abort();
    running = new AbortController();
    const mine = running.signal;
    const t = nearest(trajectories.times, what.t);
    const other = unlike.value === '' ? null : Number(unlike.value);
    try {
      const stages = other === null ? [{ t, keep: KEPT }] : [{ t, keep: 10 * KEPT }, { t: other, keep: KEPT, order: 'farthest' }];
      const image = { content: await png(what.pixels, model) };
      const answer = await post(`v1/trajectories/${trajectories.id}/neighbours`, { image, split: 'train', stages }, mine);
      show(room, votes(trajectories, answer.neighbours, t), pictures(trajectories, answer.neighbours, mine));
    } catch (failure) {
      if (!mine.aborted && !signal.aborted) {
        show(room, problem(failure));
      }
    }
  }

  signal.addEventListener('abort', () => running.abort());
  return {
    element,
    at: (/** @type {number} */ t, /** @type {Float32Array} */ pixels) => {
      asked = { t, pixels };
      if (!room.firstChild) {
        show(room, waiting('Looking for images alike …'));
      }
      clearTimeout(timer);
      timer = setTimeout(() => ask(asked), 180);
    },
  };
}

/**
 * @param {any} model
 * @param {HTMLElement} room
 */
function recordButton(model, room) {
  const start = async () => {
    try {
      const job = await post('v1/trajectories', { modelId: model.id, datasetId: model.datasetId, grid: 10 });
      show(room, h('p', null, 'Being recorded: ', h('a', { href: `#/job/${job.id}` }, 'watch it'), ', then come back.'));
    } catch (refusal) {
      show(room, problem(refusal));
    }
  };
  return h('button', { type: 'button', onclick: start }, 'Record E(x, t) of its data set');
}

/**
 * @param {number[]} times
 * @param {number} t
 */
function nearest(times, t) {
  return times.reduce((best, one) => (Math.abs(one - t) < Math.abs(best - t) ? one : best), times[0]);
}

/**
 * @param {any} trajectories
 * @param {any[]} found
 * @param {number} t
 */
function votes(trajectories, found, t) {
  const lines = trajectories.factors.map((/** @type {any} */ factor, /** @type {number} */ f) => {
    const counts = new Map();
    found.forEach((one) => counts.set(one.labels[f], (counts.get(one.labels[f]) ?? 0) + 1));
    const [label, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
    return h('li', null, `${words(factor.name)}: `, h('strong', null, factor.classNames[label]), ` (${percent(count / Math.max(1, found.length), 0)})`);
  });
  return [h('p', null, `What most of the ${found.length} have in common at t = ${time(t)}, the nearest that is recorded:`), h('ul', { class: 'votes' }, lines)];
}

/**
 * @param {any} trajectories
 * @param {any[]} found
 * @param {AbortSignal} signal
 */
function pictures(trajectories, found, signal) {
  return h(
    'div',
    { class: 'pictures' },
    found.map((one) => {
      const labels = trajectories.factors.map((/** @type {any} */ factor, /** @type {number} */ f) => factor.classNames[one.labels[f]]).join(', ');
      const figure = h('figure', null, h('figcaption', null, labels, h('br'), `distance ${number(one.distance)}`));
      picture(`v1/datasets/${trajectories.datasetId}/images/${one.index}`, labels, signal).then((image) => figure.prepend(image)).catch(() => {});
      return figure;
    }),
  );
}

/**
 * An image of the API, which needs the token.
 *
 * @param {string} path
 * @param {string} alt
 * @param {AbortSignal} signal
 */
export async function picture(path, alt, signal) {
  const address = URL.createObjectURL(await blob(path, signal));
  const image = h('img', { class: 'pixels', alt, src: address });
  image.addEventListener('load', () => URL.revokeObjectURL(address));
  return image;
}
