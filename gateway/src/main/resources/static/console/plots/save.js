import { h } from '../dom.js';

/**
 * Gives a file to the browser's downloads.
 *
 * @param {Blob} content
 * @param {string} name
 */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/**
 * @param {string} name of the file, without its end
 * @param {() => {heads: string[], rows: (string | number | null | undefined)[][]}} numbers
 */
export function csvButton(name, numbers) {
  const write = () => {
    const { heads, rows } = numbers();
    const text = [heads, ...rows]
      .map((row) => row.map((cell) => (/[",\n]/.test(String(cell ?? '')) ? `"${String(cell).replaceAll('"', '""')}"` : (cell ?? ''))).join(','))
      .join('\n');
    save(new Blob([`${text}\n`], { type: 'text/csv' }), `${name.replace(/[^\w.-]+/g, '-')}.csv`);
  };
  return h('button', { type: 'button', class: 'quiet plot-tools', onclick: write, 'aria-label': `${name} as CSV` }, 'CSV');
}
