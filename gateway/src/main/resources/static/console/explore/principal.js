import { dot, norm } from './codes.js';

/** Above so many, the plane is found from codes at even distances: the covariance costs n·d². */
const ROWS = 4000;

/**
 * The plane in which codes vary most: their first two principal components, by subspace iteration
 * on the covariance.
 *
 * @param {ArrayLike<number>[]} codes at least one, all of one length
 * @returns {{mean: Float64Array, axes: [Float64Array, Float64Array], shares: [number, number]}} unit
 *     axes, each with its largest component above 0, and the share of the variance along each
 */
export function principal(codes) {
  const every = Math.max(1, Math.ceil(codes.length / ROWS));
  const rows = codes.filter((_, i) => i % every === 0);
  const size = rows[0].length;
  const mean = new Float64Array(size);
  rows.forEach((row) => mean.forEach((_, i) => (mean[i] += row[i] / rows.length)));
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const centred = new Float64Array(size);
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      centred[i] = row[i] - mean[i];
    }
    for (let i = 0; i < size; i++) {
      const line = covariance[i];
      for (let j = 0; j <= i; j++) {
        line[j] += (centred[i] * centred[j]) / rows.length;
      }
    }
  }
  let total = 0;
  for (let i = 0; i < size; i++) {
    total += covariance[i][i];
    for (let j = 0; j < i; j++) {
      covariance[j][i] = covariance[i][j];
    }
  }
  const times = (/** @type {Float64Array} */ v) => Float64Array.from(covariance, (line) => dot(line, v));
  // Begins with the two values that vary most, so the result is the same each time.
  const [most, next] = [...covariance.keys()].sort((a, b) => covariance[b][b] - covariance[a][a]);
  let first = /** @type {Float64Array} */ (unit(size, most));
  let second = /** @type {Float64Array} */ (unit(size, next ?? most));
  for (let step = 0; step < 200; step++) {
    const [a, b] = [times(first), times(second)];
    const turned = scaled(a, first);
    const other = scaled(b.map((value, i) => value - dot(turned, b) * turned[i]), second);
    const moved = 2 - Math.abs(dot(turned, first)) - Math.abs(dot(other, second));
    first = turned;
    second = other;
    if (moved < 1e-15) {
      break;
    }
  }
  const share = (/** @type {Float64Array} */ axis) => (total > 0 ? dot(axis, times(axis)) / total : 0);
  return { mean, axes: [upward(first), upward(second)], shares: [share(first), share(second)] };
}

/**
 * @param {number} size
 * @param {number} at
 */
function unit(size, at) {
  const vector = new Float64Array(size);
  vector[at] = 1;
  return vector;
}

/**
 * @param {Float64Array} vector
 * @param {Float64Array} otherwise where it has no length
 */
function scaled(vector, otherwise) {
  const length = norm(vector);
  return length > 1e-300 ? vector.map((value) => value / length) : otherwise;
}

/** @param {Float64Array} axis */
function upward(axis) {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

/**
 * @param {ArrayLike<number>} code
 * @param {{mean: Float64Array, axes: [Float64Array, Float64Array]}} plane
 * @returns {[number, number]}
 */
export function projected(code, { mean, axes }) {
  let x = 0;
  let y = 0;
  for (let i = 0; i < mean.length; i++) {
    const value = code[i] - mean[i];
    x += value * axes[0][i];
    y += value * axes[1][i];
  }
  return [x, y];
}

/**
 * Where a point is at a time between those that are known, on the line between both.
 *
 * @param {[number, number][]} points one at each time
 * @param {number[]} times rising
 * @param {number} t
 * @returns {[number, number]}
 */
export function between(points, times, t) {
  const after = times.findIndex((one) => one >= t);
  if (after <= 0) {
    return points[after === 0 ? 0 : times.length - 1];
  }
  const share = (t - times[after - 1]) / (times[after] - times[after - 1]);
  const [from, to] = [points[after - 1], points[after]];
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}
