import { get } from '../api.js';
import { h, show, table } from '../dom.js';
import { words } from '../format.js';
import { empty, waiting, when } from '../states.js';
import { pageOf } from '../things.js';

/** @param {import('../app.js').View} view */
export async function page({ root, query, signal }) {
  const text = query.get('q')?.trim() ?? '';
  const title = h('h1', null, text ? `Search: ${text}` : 'Search');
  if (!text) {
    show(root, title, empty('Nothing was searched for.', 'Type a part of a name, an alias, or the beginning of an id into the field above.'));
    return;
  }
  show(root, title, waiting());
  const { items } = await get(`v1/search?limit=100&q=${encodeURIComponent(text)}`, signal);
  show(
    root,
    title,
    items.length === 0
      ? empty('Nothing is called so.', 'Only what your token may see is searched; deleted things are not.')
      : table('Found', ['Name', 'Kind', 'Project', 'Id', 'Made'], items.map((/** @type {any} */ one) => {
          const name = one.alias ? `${one.alias} (${one.name})` : one.name;
          const to = pageOf(one.kind, one.id);
          return [to ? h('a', { href: to }, name) : name, words(one.kind), one.project, h('code', null, one.id), when(one.createdAt)];
        })),
    items.length === 100 && h('p', { class: 'soft' }, 'These are the first hundred; search for more of the name.'),
  );
}
