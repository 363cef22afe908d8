import { list } from '../api.js';
import { h, show, table } from '../dom.js';
import { percent, words } from '../format.js';
import { empty, waiting, when } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, signal }) {
  show(root, h('h1', null, 'Evaluations'), waiting());
  const [evaluations, analyses] = await Promise.all([list('v1/evaluations', { most: 200, signal }), list('v1/analyses', { most: 200, signal })]);
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
    analyses.length > 0 &&
      h(
        'section',
        null,
        h('h2', null, 'Analyses'),
        table('Analyses', ['Analysis', 'Kind', 'Times', 'Made'], analyses.map((one) => [h('a', { href: `#/analysis/${one.id}` }, one.id), words(one.type), one.times.length, when(one.createdAt)])),
      ),
  );
}
