import { ask, post } from '../api.js';
import { h, show } from '../dom.js';
import { number, time } from '../format.js';
import { linePlot } from '../plots/lines.js';
import { problem } from '../states.js';
import { base64, floats, paint, read } from './picture.js';

/** How many σ beyond black and white noise is shown: fewer would cut off more of it. */
const MARGIN = 2;

/**
 * What a model's score network, or its decoder, makes of a code at each t, beside what it makes of
 * the code of another image.
 *
 * @typedef {object} Shown
 * @property {Float32Array} pixels of the image
 * @property {number} number of the image in the data set; -1 if it is not of it
 * @property {number} seed of the noise
 * @property {number} grid n of the times 0, 1/n, …, 1
 */

/**
 * @param {any} model
 * @param {any} dataset of the model; null if it is not there
 * @param {() => void} ready called when there is something to be drawn
 * @param {AbortSignal} signal
 */
export function reconstructions(model, dataset, ready, signal) {
  const own = figure('Made of the noise and the code');
  const other = figure('Made of the noise and the code of another image');
  const stranger = canvas('The other image');
  const told = h('div', { class: 'status', role: 'status' });
  const pair = h('div', { class: 'pair', hidden: true }, own.element, other.element);
  const curve = linePlot({ title: 'What the code adds', x: 't', y: 'squared error', series: [] });
  curve.element.hidden = true;
  let running = new AbortController();
  signal.addEventListener('abort', () => running.abort());
  /** @type {any} */
  let answer = null;
  let another = { number: -1, pixels: /** @type {Float32Array | null} */ (null) };
  // what follows needs a network beside the encoder, and the model tells whether it has one
  const able = model.parameterCount.scoreNetwork > 0 || model.objective === 'ae' || model.objective === 'vae';
  if (!able) {
    show(told, h('p', { class: 'hint' }, 'This model is its encoder alone. One that was trained here also shows what it makes of its codes.'));
  }

  /** @param {Shown} shown */
  async function load(shown) {
    running.abort();
    answer = null;
    if (!able) {
      return;
    }
    running = new AbortController();
    const mine = running.signal;
    pair.setAttribute('aria-busy', 'true');
    try {
      await meet(shown.number, mine);
      const images = another.pixels ? [shown.pixels, another.pixels] : [shown.pixels];
      const made = await post(
        'v1/reconstructions',
        {
          modelId: model.id,
          grid: shown.grid,
          seed: shown.seed,
          format: 'float32',
          pixels: { shape: [images.length, model.channels, model.height, model.width], data: base64(joined(images)) },
        },
        mine,
      );
      answer = made.images[0].reconstructions;
      pair.hidden = false;
      curve.element.hidden = false;
      pair.removeAttribute('aria-busy');
      other.element.hidden = !another.pixels;
      show(told);
      drawCurve();
      ready();
    } catch (failure) {
      if (!mine.aborted) {
        pair.hidden = true;
        curve.element.hidden = true;
        show(told, problem(failure, () => load(shown)));
      }
    }
  }

  /**
   * Another image of the data set, kept until it is the one to be shown.
   *
   * @param {number} shown
   * @param {AbortSignal} mine
   */
  async function meet(shown, mine) {
    if (!dataset || dataset.images < 2 || (another.pixels && another.number !== shown)) {
      return;
    }
    const chosen = (shown + 1 + Math.floor(Math.random() * (dataset.images - 1))) % dataset.images;
    const file = await ask(`v1/datasets/${dataset.id}/images/${chosen}`, { signal: mine });
    another = { number: chosen, pixels: await read(await file.blob(), model) };
    paint(stranger, /** @type {Float32Array} */ (another.pixels), model);
  }

  function drawCurve() {
    const series = [{ name: 'with its code', points: points('withCode') }];
    if (another.pixels) {
      series.push({ name: `with the code of image ${another.number}`, points: points('withOtherCode') });
    }
    curve.update({
      title: 'What the code adds',
      x: 't',
      y: 'squared error',
      log: true,
      series,
      note: another.pixels
        ? 'Squared error per pixel value, where white is 1, of what the model makes. Where the curves part, the code tells what the noise hides; where they meet, the image still shows it, or the code is not used.'
        : 'Squared error per pixel value, where white is 1, of what the model makes.',
    });
  }

  /** @param {'withCode' | 'withOtherCode'} which */
  function points(which) {
    return answer.map((/** @type {any} */ one) => /** @type {[number, number]} */ ([one.t, one[which].squaredError]));
  }

  /** @param {number} at place among the times */
  function move(at) {
    const one = answer?.[at];
    if (!one) {
      return;
    }
    paint(own.canvas, floats(one.withCode.image), model);
    own.caption.textContent = `${one.noised ? 'denoised with its code' : 'decoded from its code'}: error ${number(one.withCode.squaredError)}`;
    if (one.withOtherCode) {
      paint(other.canvas, floats(one.withOtherCode.image), model);
      show(other.caption, stranger, h('span', null, `with the code of image ${another.number}: error ${number(one.withOtherCode.squaredError)}${gain(one.gain)}`));
    }
    curve.mark(one.t);
  }

  return {
    /** Two images, beside or below x and x at t. */
    element: h('div', { class: 'made' }, pair, told),
    /** The errors over t. */
    curve: curve.element,
    load,
    move,
    /**
     * x at t as the network was shown it, to be painted, and how it was made; null if that is not
     * known.
     *
     * @param {number} at
     */
    noised(at) {
      const noised = answer?.[at].noised;
      return noised ? { values: stretched(floats(noised.image), noised.pixelNoise), mean: noised.signal, std: noised.noise } : null;
    },
  };
}

/** @param {number | undefined} decibels */
function gain(decibels) {
  return decibels === undefined ? '' : `, ${number(Math.abs(decibels))} dB ${decibels < 0 ? 'less' : 'more'}`;
}

/**
 * From 2σ below black to 2σ above white.
 *
 * @param {Float32Array} values
 * @param {number} sigma
 */
function stretched(values, sigma) {
  return values.map((value) => (value + MARGIN * sigma) / (1 + 2 * MARGIN * sigma));
}

/** @param {Float32Array[]} images */
function joined(images) {
  const all = new Float32Array(images.length * images[0].length);
  images.forEach((one, i) => all.set(one, i * one.length));
  return all;
}

/** @param {string} label */
function figure(label) {
  const made = canvas(label);
  const caption = h('figcaption', null);
  return { canvas: made, caption, element: h('figure', null, made, caption) };
}

/** @param {string} label */
function canvas(label) {
  return /** @type {HTMLCanvasElement} */ (h('canvas', { class: 'pixels', role: 'img', 'aria-label': label }));
}
