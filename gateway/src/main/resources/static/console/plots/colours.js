/** @typedef {[number, number, number]} Rgb */

/** Colours of curves that the style sheet has. */
const CURVES = 8;

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Viridis at nine places: light tells more than dark, also in grey. */
const RISING = /** @type {Rgb[]} */ ([
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37],
]);

/** Below and above zero; what is zero looks like the paper. */
const SIGNED = {
  light: /** @type {Rgb[]} */ ([[20, 60, 140], [67, 121, 199], [156, 190, 228], [248, 247, 244], [240, 178, 132], [212, 105, 44], [140, 50, 10]]),
  dark: /** @type {Rgb[]} */ ([[150, 195, 255], [84, 138, 222], [45, 78, 132], [27, 32, 41], [126, 68, 32], [214, 122, 62], [255, 190, 140]]),
};

/**
 * @param {Rgb[]} stops
 * @param {number} share 0 to 1
 * @returns {Rgb}
 */
function between(stops, share) {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(at));
  const rest = at - i;
  return /** @type {Rgb} */ (stops[i].map((low, c) => Math.round(low + (stops[i + 1][c] - low) * rest)));
}

/** @param {number} share 0 to 1 */
export function rising(share) {
  return between(RISING, share);
}

/** @param {number} share −1 to 1 */
export function signed(share) {
  return between(dark.matches ? SIGNED.dark : SIGNED.light, (share + 1) / 2);
}

/**
 * The colour of one of several kinds: that of the same curve where there are few, else a hue of its
 * own.
 *
 * @param {Element} element where it is used
 * @param {number} kind from 0
 * @param {number} kinds
 */
export function category(element, kind, kinds) {
  if (kinds <= CURVES) {
    return getComputedStyle(element).getPropertyValue(`--c${kind}`);
  }
  const light = (dark.matches ? 68 : 40) + (kind % 2 ? 7 : -7);
  return `hsl(${Math.round((360 * kind) / kinds)} 70% ${light}%)`;
}

/**
 * Tells when light turns to dark.
 *
 * @param {() => void} listener
 */
export function onTheme(listener) {
  dark.addEventListener('change', listener);
}
