import { Problem, post, remove } from './api.js';
import { h, show } from './dom.js';
import { words } from './format.js';
import { problem } from './states.js';

/**
 * A button that deletes a thing once that was confirmed. If other things need it, they are named and
 * may be deleted with it; afterwards it can be restored.
 *
 * @param {string} path of the thing
 * @param {string} what it is, after "Delete"
 * @returns {HTMLElement}
 */
export function deleteButton(path, what) {
  const box = h('span', { class: 'deleting' });
  const id = path.slice(path.lastIndexOf('/') + 1);
  const button = (/** @type {string} */ text, /** @type {() => void} */ act, kind = 'quiet') => h('button', { type: 'button', class: kind, onclick: act }, text);
  const idle = () => show(box, button(`Delete ${what}`, ask));
  const keep = () => button('Keep it', idle);

  function ask() {
    show(box, h('span', null, `Delete this ${what}? It can be restored for some days. `), button('Yes, delete it', () => act(false), 'danger'), ' ', keep());
  }

  async function act(/** @type {boolean} */ cascade) {
    try {
      await remove(`${path}${cascade ? '?cascade=true' : ''}`);
      show(box, h('strong', { role: 'status' }, 'Deleted. '), button('Restore it', restore));
    } catch (refusal) {
      const needed = refusal instanceof Problem && refusal.type === 'still-needed' ? refusal.dependants : [];
      show(
        box,
        needed.length > 0
          ? [
              h('span', { role: 'alert' }, 'Still needed by:'),
              h('ul', null, needed.map((one) => h('li', null, `${words(one.kind)} ${one.name} `, h('code', null, one.id)))),
              button(`Delete all ${needed.length + 1}`, () => act(true), 'danger'),
              ' ',
            ]
          : problem(refusal),
        keep(),
      );
    }
  }

  async function restore() {
    try {
      await post(`v1/deletions/${id}/restore`, {});
      idle();
    } catch (refusal) {
      show(box, problem(refusal));
    }
  }

  idle();
  return box;
}
