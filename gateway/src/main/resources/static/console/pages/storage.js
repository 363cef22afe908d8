import { get, list, post } from '../api.js';
import { h, show, table } from '../dom.js';
import { bytes, words } from '../format.js';
import { empty, problem, waiting, when } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, signal }) {
  show(root, h('h1', null, 'Storage'), waiting());
  await draw(root, signal);
}

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
async function draw(root, signal) {
  const [usage, deletions] = await Promise.all([get('v1/usage', signal), list('v1/deletions', { most: 100, signal })]);
  const refresh = () => draw(root, signal);
  show(
    root,
    h('h1', null, 'Storage'),
    h(
      'p',
      { class: 'lead' },
      `${bytes(usage.usedBytes)} are stored`,
      usage.quotaBytes !== undefined && ` of ${bytes(usage.quotaBytes)}`,
      `; ${bytes(usage.diskFreeBytes)} are free on the disk.`,
      usage.restorableBytes > 0 && ` ${bytes(usage.restorableBytes)} are of what was deleted and can be restored.`,
    ),
    h(
      'section',
      null,
      h('h2', null, 'By kind'),
      usage.kinds.length === 0
        ? empty('Nothing is stored yet.', ['Make a data set on the page ', h('a', { href: '#/datasets' }, 'Data sets'), '.'])
        : table('By kind', ['Kind', 'Number', 'Size', 'Needed by nothing'], usage.kinds.map((/** @type {any} */ kind) => [words(kind.kind), String(kind.number), bytes(kind.bytes), bytes(kind.freeBytes)])),
    ),
    usage.free.length > 0 &&
      h(
        'section',
        null,
        h('h2', null, 'Could be deleted'),
        h('p', { class: 'soft' }, 'The largest things that nothing else needs.'),
        table('Could be deleted', ['Name', 'Kind', 'Size', 'Id', 'Made'], usage.free.map((/** @type {any} */ one) => [one.name, words(one.kind), bytes(one.bytes), h('code', null, one.id), when(one.createdAt)])),
      ),
    h(
      'section',
      null,
      h('h2', null, 'Deleted'),
      deletions.length === 0
        ? empty('Nothing is deleted.', 'What you delete can be restored here for some days.')
        : table('Deleted', ['Name', 'With it', 'Size', 'By', 'Restorable until', ''], deletions.map((one) => [
            `${words(one.kind)} ${one.name}`,
            one.things.length > 1 ? `${one.things.length - 1} more` : '',
            bytes(one.bytes),
            one.deletedBy ?? '',
            when(one.restorableUntil),
            restoreButton(one.id, refresh),
          ])),
    ),
  );
}

/**
 * @param {string} id of the deletion
 * @param {() => Promise<void>} refresh
 */
function restoreButton(id, refresh) {
  const box = h('span', null);
  const restore = async () => {
    try {
      await post(`v1/deletions/${id}/restore`, {});
      await refresh();
    } catch (refusal) {
      show(box, problem(refusal, restore));
    }
  };
  show(box, h('button', { type: 'button', class: 'quiet', onclick: restore }, 'Restore'));
  return box;
}
