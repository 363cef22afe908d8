import { get } from '../api.js';
import { select } from '../dom.js';
import { percent, words } from '../format.js';
import { extent } from '../plots/scales.js';
import { scatterPlot } from '../plots/scatter.js';
import { between, principal, projected } from './principal.js';

/** Images of a map, in as many questions as the API's largest slice asks for. */
const IMAGES = 512;
const SLICE = 256;

/**
 * A map of a data set's recorded codes: their first two principal components, which are the same at
 * every t, so that images move with it.
 *
 * @param {any} trajectories as the API lists them
 * @param {(image: number) => void} choose what to do with an image of the data set
 * @param {AbortSignal} signal
 * @returns {Promise<{element: HTMLElement, own: (codes: number[][], times: number[]) => void, at: (t: number) => void}>}
 */
export async function codeMap(trajectories, choose, signal) {
  const split = trajectories.test > 0 ? 'test' : 'train';
  const images = Math.min(IMAGES, trajectories[split]);
  const path = `v1/trajectories/${trajectories.id}/slice?split=${split}`;
  const starts = Array.from({ length: Math.ceil(images / SLICE) }, (_, i) => i * SLICE);
  const slices = await Promise.all(starts.map((from) => get(`${path}&from=${from}&count=${Math.min(SLICE, images - from)}`, signal)));
  /** @type {number[][][]} */
  const codes = slices.flatMap((one) => one.z);
  /** @type {number[][]} */
  const labels = slices.flatMap((one) => one.labels);
  /** @type {number[]} */
  const indices = slices.flatMap((one) => one.indices);
  const plane = principal(codes.flat());
  const places = codes.map((image) => image.map((code) => projected(code, plane)));
  const state = { t: 0, factor: 0, path: /** @type {[number, number][]} */ ([]), times: /** @type {number[]} */ ([]) };

  const factor = select(
    trajectories.factors.map((/** @type {any} */ one, /** @type {number} */ i) => [String(i), words(one.name)]),
    { 'aria-label': 'Coloured by', onchange: () => {
      state.factor = Number(factor.value);
      draw();
    } },
  );
  const scale = select([['all', 'One scale for all t'], ['each', 'Fill the map at each t']], { 'aria-label': 'Scale', onchange: () => draw() });
  const everywhere = boundsOf(places.flat());
  const plot = scatterPlot({
    title: 'Map of codes',
    name: (point) => `Image ${indices[point]}`,
    choose: (point) => choose(indices[point]),
    controls: [factor, scale],
    note:
      `${images} ${split} images by the two directions in which codes vary most over all t (${percent(plane.shares[0], 0)} and ` +
      `${percent(plane.shares[1], 0)} of the variance). The line is E(x, ·) of the image above, the ring where it is at this t. ` +
      'Click a point to explore its image. Between the t that are recorded, points are drawn on the line between both.',
  });

  function draw() {
    const { classNames } = trajectories.factors[state.factor];
    const points = places.map((one) => between(one, trajectories.times, state.t));
    plot.draw({
      bounds: scale.value === 'all' ? everywhere : boundsOf(points),
      points,
      kinds: labels.map((one) => one[state.factor]),
      kindNames: classNames,
      path: state.path,
      ring: state.path.length > 0 ? between(state.path, state.times, state.t) : null,
    });
  }

  return {
    element: plot.element,
    own: (trajectory, times) => {
      state.path = trajectory.map((code) => projected(code, plane));
      state.times = times;
    },
    at: (t) => {
      state.t = t;
      draw();
    },
  };
}

/**
 * @param {[number, number][]} points
 * @returns {[number, number][]}
 */
function boundsOf(points) {
  return [0, 1].map((axis) => {
    const [low, high] = extent(points.map((point) => point[axis]));
    const room = 0.04 * (high - low) || 1;
    return [low - room, high + room];
  });
}
