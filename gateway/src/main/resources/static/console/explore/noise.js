/**
 * What a diffusion makes of an image, as in training: x_t = a(t)·x_0 + σ(t)·n, where x_0 is what the
 * networks see of the pixels, (pixel − mean)/std.
 *
 * @typedef {{kind: 've' | 'vp' | 'sub-vp', sigmaMin?: number, sigmaMax?: number, betaMin?: number, betaMax?: number}} Diffusion
 */

const CHAIN_STEPS = 1000;

/**
 * @param {Diffusion} diffusion
 * @param {number} t 0 to 1
 * @param {boolean} [discrete] whether times are those of the chain
 * @returns {{mean: number, std: number}} what is left of the image, and the noise beside it
 */
export function kernel(diffusion, t, discrete = false) {
  if (diffusion.kind === 've') {
    const { sigmaMin = 0.01, sigmaMax = 50 } = diffusion;
    return { mean: 1, std: sigmaMin * (sigmaMax / sigmaMin) ** t };
  }
  const { betaMin = 0.1, betaMax = 20 } = diffusion;
  const log = discrete && diffusion.kind === 'vp' ? chain(betaMin, betaMax, t) : (-t * t * (betaMax - betaMin)) / 4 - (t * betaMin) / 2;
  const variance = -Math.expm1(2 * log);
  return { mean: Math.exp(log), std: diffusion.kind === 'vp' ? Math.sqrt(variance) : variance };
}

/**
 * Half the logarithm of DDPM's product of 1 − β.
 *
 * @param {number} betaMin
 * @param {number} betaMax
 * @param {number} t
 */
function chain(betaMin, betaMax, t) {
  let sum = 0;
  for (let j = 0; j <= Math.round(t * (CHAIN_STEPS - 1)); j++) {
    sum += Math.log1p(-(betaMin + ((betaMax - betaMin) * j) / (CHAIN_STEPS - 1)) / CHAIN_STEPS);
  }
  return sum / 2;
}

/**
 * Standard normal numbers, the same for the same seed.
 *
 * @param {number} count
 * @param {number} seed
 */
export function normal(count, seed) {
  let state = (seed + 1) * 0x9e3779b9;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    numbers[i] = radius * Math.cos(angle);
    if (i + 1 < count) {
      numbers[i + 1] = radius * Math.sin(angle);
    }
  }
  return numbers;
}

/**
 * x_t in pixel values, and the range that is shown from black to white: the image's own, and two
 * standard deviations of the noise to either side, so that it can be seen to vanish.
 *
 * @param {Float32Array} pixels [C, H, W], 0 to 1
 * @param {Float32Array} noise
 * @param {{mean: number, std: number}} at
 * @param {{mean: number[], std: number[]}} seen what the networks see
 */
export function noised(pixels, noise, at, seen) {
  const values = new Float32Array(pixels.length);
  const plane = pixels.length / seen.mean.length;
  const spread = (2 * at.std * seen.std.reduce((a, b) => a + b, 0)) / seen.std.length;
  for (let i = 0; i < pixels.length; i++) {
    const c = Math.floor(i / plane);
    const pixel = at.mean * (pixels[i] - seen.mean[c]) + seen.mean[c] + at.std * seen.std[c] * noise[i];
    values[i] = (pixel + spread) / (1 + 2 * spread);
  }
  return values;
}
