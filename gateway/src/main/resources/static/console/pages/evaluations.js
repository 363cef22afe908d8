import { list } from '../api.js';
import { h, show, table } from '../dom.js';
import { percent } from '../format.js';
import { empty, waiting, when } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, signal }) {
  show(root, h('h1', null, 'Evaluations'), waiting());
  const evaluations = await list('v1/evaluations', { most: 200, signal });
  show(
    root,
    h('h1', null, 'Evaluations'),
    evaluations.length === 0
      ? empty('Nothing was evaluated yet.', ['A study evaluates by itself: ', h('code', null, './p2f demo'), '. By hand: record codes on a model’s page, then ', h('code', null, 'POST /v1/evaluations'), '.'])
      : table('Evaluations', ['Evaluation', 'Factors', 'Heads', 'Best', 'Made'], evaluations.map((one) => {
          const own = one.results.filter((/** @type {any} */ result) => result.encoder === 'evaluated');
          const best = own.reduce((/** @type {any} */ a, /** @type {any} */ b) => (a && a.testAccuracy.mean >= b.testAccuracy.mean ? a : b), null);
          return [
            h('a', { href: `#/evaluation/${one.id}` }, one.id),
            [...new Set(own.map((/** @type {any} */ result) => result.factor))].join(', '),
            [...new Set(own.map((/** @type {any} */ result) => result.head))].join(', '),
            best && `${percent(best.testAccuracy.mean)} of ${best.factor} (${best.head})`,
            when(one.createdAt),
          ];
        })),
  );
}
