import { find, list } from '../api.js';
import { h } from '../dom.js';
import { linePlot } from '../plots/lines.js';
import { empty } from '../states.js';

/**
 * What heads read from a model's codes at each t: of an evaluation where there is one, else of the
 * probes of its run.
 *
 * @param {any} model
 * @param {AbortSignal} signal
 * @returns {Promise<{element: HTMLElement, mark: (t: number | null) => void}>}
 */
export async function reads(model, signal) {
  const title = 'What is read at this t';
  const evaluated = await fromEvaluation(model, signal);
  if (evaluated) {
    return linePlot({
      title,
      x: 't',
      share: true,
      series: evaluated.series,
      note: 'Test accuracy of heads that read one t, with 95 % intervals.',
    });
  }
  const probes = (await find(`v1/training-runs/${model.runId}/probes`, signal))?.points ?? [];
  if (probes.length > 0) {
    const last = Math.max(...probes.map((/** @type {any} */ point) => point.step));
    return linePlot({
      title,
      x: 't',
      share: true,
      series: byFactor(probes.filter((/** @type {any} */ point) => point.step === last)),
      note: `Accuracy of linear probes on validation images after step ${last}.`,
    });
  }
  return {
    element: h(
      'section',
      { class: 'panel' },
      h('h2', null, title),
      empty('Nothing was measured of this model.', [
        'Start a run with “probe every steps” set, or evaluate its codes: ',
        h('code', null, 'POST /v1/evaluations'),
      ]),
    ),
    mark: () => {},
  };
}

/** @param {any[]} points */
export function byFactor(points) {
  const factors = [...new Set(points.map((point) => point.factor))];
  return factors.map((factor) => ({
    name: factor,
    points: points
      .filter((point) => point.factor === factor)
      .sort((a, b) => a.t - b.t)
      .map((point) => /** @type {[number, number]} */ ([point.t, point.accuracy])),
  }));
}

/**
 * @param {any} model
 * @param {AbortSignal} signal
 */
async function fromEvaluation(model, signal) {
  const [recorded, evaluations] = await Promise.all([
    list('v1/trajectories', { most: 100, signal }),
    list('v1/evaluations', { most: 50, signal }),
  ]);
  const ids = new Set(recorded.filter((one) => one.modelId === model.id).map((one) => one.id));
  const evaluation = evaluations.find((one) => ids.has(one.trajectoriesId) || one.furtherTrajectoriesIds?.some((/** @type {string} */ id) => ids.has(id)));
  const series = evaluation ? curves(evaluation.results, 'evaluated') : [];
  return series.length > 0 ? { series } : null;
}

/**
 * Accuracy against t, a curve for each factor and head that reads one t.
 *
 * @param {any[]} results
 * @param {string} encoder
 * @returns {import('../plots/lines.js').Series[]}
 */
export function curves(results, encoder) {
  const single = results.filter((one) => one.t !== undefined && one.t !== null && one.encoder === encoder && one.labelFraction === 1);
  const heads = [...new Set(single.map((one) => one.head))];
  const factors = [...new Set(single.map((one) => one.factor))];
  return factors.flatMap((factor, colour) =>
    heads.map((head, place) => ({
      name: heads.length > 1 ? `${factor}, ${head}` : factor,
      colour,
      dashed: place > 0,
      points: single
        .filter((one) => one.factor === factor && one.head === head)
        .sort((a, b) => a.t - b.t)
        .map((one) => /** @type {[number, number, number, number]} */ ([one.t, one.testAccuracy.mean, one.testAccuracy.low, one.testAccuracy.high])),
    })),
  );
}
