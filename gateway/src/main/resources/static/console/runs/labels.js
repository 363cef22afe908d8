/** Tags and notes that people write on a run. */

import { patch } from '../api.js';
import { field, h, show } from '../dom.js';
import { problem } from '../states.js';

/**
 * @param {string[]} tags
 */
export function chips(tags) {
  return tags.map((tag) => h('span', { class: 'tag' }, tag));
}

/**
 * Shows what is written on a run, and takes something else.
 *
 * @param {string} path of the run
 * @param {{tags: string[], notes: string}} run
 * @param {AbortSignal} signal
 */
export function labels(path, run, signal) {
  const tags = /** @type {HTMLInputElement} */ (h('input', { value: run.tags.join(', '), placeholder: 'baseline, paper', maxlength: 1200, name: 'tags' }));
  const notes = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 4, maxlength: 10_000, name: 'notes' }));
  notes.value = run.notes;
  const said = h('div', { 'aria-live': 'polite' });
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const words = tags.value.split(',').map((tag) => tag.trim()).filter(Boolean);
      const now = await patch(path, { tags: words, notes: notes.value }, signal);
      tags.value = now.tags.join(', ');
      show(said, h('p', { class: 'soft', role: 'status' }, 'Saved.'));
    } catch (refusal) {
      show(said, problem(refusal));
    }
  };
  return h('form', { class: 'labels', onsubmit: save }, field('Tags, with commas between', tags), field('Notes', notes), h('button', { type: 'submit', class: 'quiet' }, 'Save'), said);
}
