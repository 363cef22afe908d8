import { get } from '../api.js';
import { deleteButton } from '../delete.js';
import { h, show, table } from '../dom.js';
import { percent, time, words } from '../format.js';
import { heatMap } from '../plots/heat.js';
import { linePlot } from '../plots/lines.js';
import { files } from '../results/files.js';
import { waiting } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, id, signal }) {
  show(root, waiting());
  const analysis = await get(`v1/analyses/${encodeURIComponent(id)}`, signal);
  show(
    root,
    h('div', { class: 'head' }, h('h1', null, words(analysis.type)), h('span', { class: 'mono soft' }, id), h('div', { class: 'actions' }, h('a', { class: 'button quiet', href: `#/lineage/${id}` }, 'Lineage'), deleteButton(`v1/analyses/${encodeURIComponent(id)}`, 'analysis'))),
    h('section', null, h('h2', null, 'What it found'), h('div', { class: 'plots-grid' }, maps(analysis), profiles(analysis), propagated(analysis)), masks(analysis)),
    await files(id, signal),
  );
}

/** @param {any} analysis */
function maps({ information, times }) {
  return information
    ? [
        heatMap({
          title: 'Mutual information of codes at two t',
          rows: information.normalized,
          rowNames: times.map(time),
          columns: times,
          x: 't',
          y: 't',
          note: 'Normalised: 1 where the codes tell the same, the floor where they share nothing.',
        }).element,
      ]
    : [];
}

/** @param {any} analysis */
function profiles({ profiles: all, times }) {
  return (all ?? []).map(
    (/** @type {any} */ one) =>
      linePlot({
        title: `Attention to t for ${one.factor}`,
        x: 't',
        series: [{ name: 'weight', points: one.weights.map((/** @type {number} */ weight, /** @type {number} */ i) => [times[i], weight, one.low?.[i], one.high?.[i]]) }],
        note: `Its head reads ${percent(one.testAccuracy.mean)}.`,
      }).element,
  );
}

/** @param {any} analysis */
function propagated({ propagation }) {
  const factors = [...new Set((propagation ?? []).map((/** @type {any} */ one) => one.factor))];
  return factors.map((factor) => {
    const own = propagation.filter((/** @type {any} */ one) => one.factor === factor);
    const labels = [...new Set(own.map((/** @type {any} */ one) => one.labels))];
    return linePlot({
      title: `Labels propagated: ${factor}`,
      x: 't',
      share: true,
      series: labels.map((count) => ({
        name: `${count} labels`,
        points: own.filter((/** @type {any} */ one) => one.labels === count && one.t !== undefined).map((/** @type {any} */ one) => [one.t, one.testAccuracy.mean, one.testAccuracy.low, one.testAccuracy.high]),
      })),
    }).element;
  });
}

/** @param {any} analysis */
function masks({ masks: all, divergences }) {
  return [
    all &&
      table('Masks', ['Factor', 'Mask', 'Test accuracy', '95 % interval'], all.map((/** @type {any} */ one) => [
        one.factor,
        one.description,
        percent(one.testAccuracy.mean),
        `${percent(one.testAccuracy.low)} to ${percent(one.testAccuracy.high)}`,
      ])),
    divergences &&
      table('Jensen–Shannon divergence of attention', ['', ...divergences.factors], divergences.matrix.map((/** @type {number[]} */ row, /** @type {number} */ i) => [divergences.factors[i], ...row.map((value) => value.toFixed(4))])),
  ];
}
