import { list } from '../api.js';
import { h, show, table } from '../dom.js';
import { percent } from '../format.js';
import { badge, empty, waiting, when } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, signal, every }) {
  const rows = h('div', null, waiting());
  show(root, h('h1', null, 'Studies'), rows);
  let shown = '';
  async function refresh() {
    const studies = await list('v1/studies', { most: 200, signal });
    const text = JSON.stringify(studies.map((one) => [one.id, one.state, one.progress]));
    if (text === shown) {
      return;
    }
    shown = text;
    show(
      rows,
      studies.length === 0
        ? empty('No study yet.', [h('code', null, './p2f demo'), ' runs one with a single encoder in minutes; ', h('code', null, './p2f study'), ' asks which claims hold.'])
        : table('Studies', ['Study', 'State', 'Done', 'Preset', 'Objectives', 'Begun'], studies.map((one) => [
            h('a', { href: `#/study/${one.id}` }, one.name),
            badge(one.state),
            percent(one.progress, 0),
            one.plan.preset,
            one.plan.objectives.join(', '),
            when(one.createdAt),
          ])),
    );
  }
  await refresh();
  every(5000, refresh);
}
