import { find, get } from '../api.js';
import { deleteButton } from '../delete.js';
import { h, show, table } from '../dom.js';
import { percent, time, words } from '../format.js';
import { linePlot } from '../plots/lines.js';
import { files } from '../results/files.js';
import { waiting } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, id, signal }) {
  show(root, waiting());
  const evaluation = await get(`v1/evaluations/${encodeURIComponent(id)}`, signal);
  const codes = await find(`v1/trajectories/${evaluation.trajectoriesId}`, signal);
  const factors = [...new Set(evaluation.results.map((/** @type {any} */ one) => one.factor))];
  show(
    root,
    h('div', { class: 'head' }, h('h1', null, 'Evaluation'), h('span', { class: 'mono soft' }, id), h('div', { class: 'actions' }, h('a', { class: 'button quiet', href: `#/lineage/${id}` }, 'Lineage'), codes && h('a', { class: 'button quiet', href: `#/explore?model=${codes.modelId}` }, 'Explore its model'), deleteButton(`v1/evaluations/${encodeURIComponent(id)}`, 'evaluation'))),
    h('section', null, h('h2', null, 'Accuracy against t'), h('div', { class: 'plots-grid' }, factors.map((factor) => accuracyPlot(evaluation.results, factor).element))),
    h('section', null, h('h2', null, 'All heads'), results(evaluation.results)),
    evaluation.differences.length > 0 && h('section', null, h('h2', null, 'Differences'), differences(evaluation.differences)),
    await files(id, signal),
  );
}

/**
 * A curve for each head and encoder that reads one t, a level for each that reads all.
 *
 * @param {any[]} results
 * @param {string} factor
 */
function accuracyPlot(results, factor) {
  const own = results.filter((one) => one.factor === factor && one.labelFraction === 1);
  const times = own.map((one) => one.t).filter((t) => t !== undefined && t !== null);
  const ends = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 1];
  const kinds = [...new Set(own.map((one) => `${one.head} ${one.encoder}`))];
  return linePlot({
    title: words(factor),
    x: 't',
    share: true,
    series: kinds.map((kind) => {
      const [head, encoder] = kind.split(' ');
      const mine = own.filter((one) => one.head === head && one.encoder === encoder);
      const single = mine.filter((one) => one.t !== undefined && one.t !== null).sort((a, b) => a.t - b.t);
      const level = mine[0].testAccuracy.mean;
      const name = `${head}${encoder === 'evaluated' ? '' : `, ${encoder}`}`;
      return single.length > 1
        ? { name, points: single.map((one) => [one.t, one.testAccuracy.mean, one.testAccuracy.low, one.testAccuracy.high]), dashed: encoder !== 'evaluated' }
        : { name: `${name} (${single.length === 1 ? `t = ${time(single[0].t)}` : 'all t'})`, points: ends.map((t) => [t, level]), dashed: true };
    }),
    note: `Naming the commonest class gets ${percent(own[0]?.majority ?? 0)}.`,
  });
}

/** @param {any[]} results */
function results(results) {
  return table('Results', ['Factor', 'Head', 'Encoder', 't', 'Labels', 'Test accuracy', '95 % interval', 'Converged'], results.map((one) => [
    one.factor,
    one.head,
    one.encoder,
    one.t === undefined || one.t === null ? 'all' : time(one.t),
    percent(one.labelFraction, 0),
    percent(one.testAccuracy.mean),
    `${percent(one.testAccuracy.low)} to ${percent(one.testAccuracy.high)}`,
    one.convergence ? (one.convergence.converged ? 'yes' : 'no') : '–',
  ]));
}

/** @param {any[]} all */
function differences(all) {
  const side = (/** @type {string} */ head, /** @type {string} */ encoder, /** @type {number | null | undefined} */ t) =>
    `${head}${encoder === 'evaluated' ? '' : `, ${encoder}`}${t === undefined || t === null ? '' : ` at t = ${time(t)}`}`;
  return table('Differences', ['Factor', 'Of', 'Less', 'Points', '95 % interval'], all.map((one) => [
    one.factor,
    side(one.head, one.encoder, one.t),
    side(one.than, one.thanEncoder, one.thanT),
    (100 * one.mean).toFixed(1),
    `${(100 * one.low).toFixed(1)} to ${(100 * one.high).toFixed(1)}`,
  ]));
}
