/** @typedef {ArrayLike<number>} Code */

/** @param {Code} a */
export function norm(a) {
  return Math.sqrt(dot(a, a));
}

/**
 * @param {Code} a
 * @param {Code} b
 */
export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += a[i] * b[i];
  }
  return sum;
}

/**
 * @param {Code} a
 * @param {Code} b
 */
export function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] - b[i]) ** 2;
  }
  return Math.sqrt(sum);
}

/**
 * @param {Code} a
 * @param {Code} b
 */
export function cosine(a, b) {
  return dot(a, b) / (norm(a) * norm(b) || 1);
}

/**
 * How fast a code changes, between each two times.
 *
 * @param {Code[]} codes
 * @param {number[]} times
 * @returns {[number, number][]} the middle of two times, and the distance for a whole unit of t
 */
export function speed(codes, times) {
  return times.slice(1).map((t, i) => [(t + times[i]) / 2, distance(codes[i + 1], codes[i]) / (t - times[i])]);
}
