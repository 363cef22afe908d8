import { h, show } from '../dom.js';
import { number } from '../format.js';
import { onTheme, signed } from './colours.js';

/**
 * A code's values as bars about zero, on a scale that stays, so that codes can be compared.
 *
 * @param {string} title
 * @returns {{element: HTMLElement, draw: (values: ArrayLike<number>, largest: number, caption: string) => void}}
 */
export function barPlot(title) {
  const canvas = /** @type {HTMLCanvasElement} */ (h('canvas', { role: 'img', 'aria-label': title }));
  const heading = h('h2', null, title);
  const readout = h('p', { class: 'readout' });
  const element = h('figure', { class: 'panel bars' }, heading, canvas, readout);
  /** @type {ArrayLike<number>} */
  let values = [];
  let largest = 1;

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const style = getComputedStyle(element);
    context.clearRect(0, 0, width, height);
    const room = width / Math.max(1, values.length);
    const middle = height / 2;
    for (let i = 0; i < values.length; i++) {
      const share = values[i] / largest;
      const length = share * (middle - 4);
      const rgb = signed(Math.sign(share) * (0.45 + 0.55 * Math.abs(share)));
      context.fillStyle = `rgb(${rgb.join(' ')})`;
      context.fillRect(i * room, middle - Math.max(0, length), Math.max(1, room * 0.82), Math.max(1, Math.abs(length)));
    }
    context.fillStyle = style.getPropertyValue('--edge');
    context.fillRect(0, Math.round(middle), width, ratio);
  }

  canvas.addEventListener('pointermove', (event) => {
    const i = Math.floor((event.offsetX / canvas.clientWidth) * values.length);
    if (i >= 0 && i < values.length) {
      show(readout, `Value ${i}: ${number(values[i])}`);
    }
  });
  canvas.addEventListener('pointerleave', () => show(readout, scale()));
  const scale = () => `Bars reach from −${number(largest)} to ${number(largest)}, the largest value of any t.`;
  new ResizeObserver(draw).observe(canvas);
  onTheme(draw);

  return {
    element,
    draw: (code, most, caption) => {
      values = code;
      largest = most || 1;
      heading.textContent = caption;
      canvas.setAttribute('aria-label', `${caption}: ${code.length} values from ${number(Math.min(...Array.from(code)))} to ${number(Math.max(...Array.from(code)))}`);
      show(readout, scale());
      draw();
    },
  };
}
