/** @typedef {{channels: number, height: number, width: number}} Shape */

/**
 * A picture as a model takes it: the middle of it, in the model's shape, at its size. A picture that
 * has that size already keeps its pixels.
 *
 * @param {Blob} file
 * @param {Shape} shape
 * @returns {Promise<Float32Array>} [C, H, W], 0 to 1
 */
export async function read(file, shape) {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('The browser cannot read this file as a picture. PNG, JPEG, WebP and GIF work.');
  });
  const { width, height } = shape;
  const crop = Math.min(bitmap.width / width, bitmap.height / height);
  // First only cut, for scaling would mix in what lies beside the cut.
  let [w, h] = [Math.max(1, Math.round(crop * width)), Math.max(1, Math.round(crop * height))];
  let source = canvas(w, h);
  draw2d(source, bitmap, Math.floor((bitmap.width - w) / 2), Math.floor((bitmap.height - h) / 2), w, h);
  while (w > 2 * width) {
    const half = canvas(Math.ceil(w / 2), Math.ceil(h / 2));
    draw2d(half, source, 0, 0, w, h);
    [source, w, h] = [half, half.width, half.height];
  }
  const small = canvas(width, height);
  draw2d(small, source, 0, 0, w, h);
  bitmap.close();
  const data = context(small).getImageData(0, 0, width, height).data;
  const plane = width * height;
  const values = new Float32Array(shape.channels * plane);
  for (let i = 0; i < plane; i++) {
    const opaque = data[4 * i + 3] / 255; // what is transparent is white
    const rgb = [0, 1, 2].map((c) => (data[4 * i + c] * opaque) / 255 + 1 - opaque);
    if (shape.channels === 1) {
      values[i] = Math.min(1, 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
    } else {
      rgb.slice(0, shape.channels).forEach((value, c) => (values[c * plane + i] = Math.min(1, value)));
    }
  }
  return values;
}

/**
 * @param {HTMLCanvasElement} target
 * @param {ArrayLike<number>} values [C, H, W], shown from 0 to 1
 * @param {Shape} shape
 */
export function paint(target, values, { channels, height, width }) {
  target.width = width;
  target.height = height;
  const image = context(target).createImageData(width, height);
  const plane = width * height;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = 255 * values[(channels === 1 ? 0 : c) * plane + i]; // clamps by itself
    }
    image.data[4 * i + 3] = 255;
  }
  context(target).putImageData(image, 0, 0);
}

/**
 * Little-endian float32 in base64.
 *
 * @param {Float32Array} values
 */
export function base64(values) {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return ofBytes(bytes);
}

/**
 * What {@link base64} wrote.
 *
 * @param {string} text
 */
export function floats(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/**
 * The same picture as a PNG in base64.
 *
 * @param {Float32Array} values
 * @param {Shape} shape
 * @returns {Promise<string>}
 */
export async function png(values, shape) {
  const target = canvas(shape.width, shape.height);
  paint(target, values, shape);
  const file = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => target.toBlob(resolve, 'image/png'));
  return ofBytes(new Uint8Array(await /** @type {Blob} */ (file).arrayBuffer()));
}

/** @param {Uint8Array} bytes */
function ofBytes(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

/**
 * @param {number} width
 * @param {number} height
 */
function canvas(width, height) {
  const made = document.createElement('canvas');
  made.width = width;
  made.height = height;
  return made;
}

/** @param {HTMLCanvasElement} target */
function context(target) {
  return /** @type {CanvasRenderingContext2D} */ (target.getContext('2d', { willReadFrequently: true }));
}

/**
 * @param {HTMLCanvasElement} target
 * @param {CanvasImageSource} source
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 */
function draw2d(target, source, x, y, w, h) {
  const drawing = context(target);
  drawing.imageSmoothingEnabled = w !== target.width || h !== target.height;
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(source, x, y, w, h, 0, 0, target.width, target.height);
}
