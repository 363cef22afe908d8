import { blob, find, get } from '../api.js';
import { deleteButton } from '../delete.js';
import { h, show, table } from '../dom.js';
import { number, percent, words } from '../format.js';
import { heatMap } from '../plots/heat.js';
import { linePlot } from '../plots/lines.js';
import { save } from '../plots/save.js';
import { badge, problem, waiting } from '../states.js';

/** @param {import('../app.js').View} view */
export async function page({ root, id, signal, every }) {
  const head = h('div', { class: 'head' });
  const steps = h('section', null, waiting());
  const found = h('div', null);
  const said = h('div', null);
  show(root, head, said, found, steps);
  let reported = false;
  let shown = '';

  async function refresh() {
    const study = await get(`v1/studies/${encodeURIComponent(id)}`, signal);
    const text = JSON.stringify(study);
    if (text === shown) {
      return;
    }
    shown = text;
    show(head, h('h1', null, study.name), badge(study.state), h('div', { class: 'actions' }, study.reportId && reportButton(study.reportId), study.state !== 'running' && deleteButton(`v1/studies/${encodeURIComponent(id)}`, 'study')));
    show(
      steps,
      h('h2', null, 'Steps'),
      study.state === 'running' && h('progress', { max: 1, value: study.progress, 'aria-label': `${percent(study.progress, 0)} done` }),
      study.obstacle && h('p', { class: 'failure' }, `It waits: ${study.obstacle}`),
      table('Steps', ['Step', 'State', 'Done', 'Made'], study.steps.map((/** @type {any} */ step) => [
        step.jobId ? h('a', { href: `#/job/${step.jobId}` }, step.title) : step.title,
        [badge(step.state), step.failure && h('div', { class: 'failure' }, step.failure)],
        percent(step.progress, 0),
        step.artifactId ? artifact(step.artifactId) : '–',
      ])),
    );
    if (study.reportId && !reported) {
      reported = true;
      const report = await find(`v1/artifacts/${study.reportId}/files/report.json`, signal);
      report && show(found, findings(report));
    }
  }

  /** @param {string} reportId */
  function reportButton(reportId) {
    return h('button', { type: 'button', onclick: async () => {
      try {
        save(await blob(`v1/artifacts/${reportId}/files/report.html`, signal), `${id}-report.html`);
      } catch (refusal) {
        show(said, problem(refusal));
      }
    } }, 'Report to print');
  }

  await refresh();
  every(4000, refresh);
}

/** @param {string} id */
function artifact(id) {
  return id.startsWith('evl-') ? h('a', { href: `#/evaluation/${id}` }, id) : id.startsWith('mdl-') ? h('a', { href: `#/explore?model=${id}` }, id) : h('code', null, id);
}

/** @param {any} report */
function findings(report) {
  const groups = [...new Set(report.curves.map((/** @type {any} */ curve) => curve.factor))];
  return [
    h('section', null, h('p', { class: 'lead' }, report.lead)),
    report.claims.length > 0 &&
      h(
        'section',
        null,
        h('h2', null, 'Claims'),
        table('Claims', ['Claim', 'Verdict', 'Effect', 'Encoders'], report.claims.map((/** @type {any} */ claim) => [
          [h('strong', null, claim.id), ` ${claim.statement}`, claim.remark && h('div', { class: 'hint' }, claim.remark)],
          verdict(claim),
          claim.effect ? [h('div', { class: 'hint' }, claim.measure), effect(claim)] : '–',
          claim.effect ? `${claim.effect.encoders}: ${claim.effect.perEncoder.map((/** @type {number} */ value) => shown(value, claim.unit)).join(', ')}` : '–',
        ])),
      ),
    h(
      'section',
      null,
      h('h2', null, 'Accuracy against t'),
      h('div', { class: 'plots-grid' }, groups.map((factor) =>
        linePlot({
          title: words(/** @type {string} */ (factor)),
          x: 't',
          share: true,
          series: report.curves.filter((/** @type {any} */ curve) => curve.factor === factor && curve.points.length > 0).map((/** @type {any} */ curve) => ({
            name: `${curve.encoders}, ${curve.head}`,
            dashed: curve.encoders === 'untrained',
            points: curve.points.map((/** @type {any} */ point) => [point.t, point.accuracy, point.low, point.high]),
          })),
        }).element)),
    ),
    report.information.length > 0 &&
      h('section', null, h('h2', null, 'What codes of two t have in common'), h('div', { class: 'plots-grid' }, report.information.map((/** @type {any} */ one) =>
        heatMap({ title: `Mutual information: ${one.encoders}`, rows: [...one.normalized].reverse(), rowNames: [...one.times].reverse(), columns: one.times, x: 't', y: 't of the other' }).element))),
    report.profiles.length > 0 &&
      h('section', null, h('h2', null, 'Where attention looks'), h('div', { class: 'plots-grid' }, [...new Set(report.profiles.map((/** @type {any} */ one) => one.encoders))].map((encoders) =>
        linePlot({
          title: `Attention: ${encoders}`,
          x: 't',
          fromZero: true,
          series: report.profiles.filter((/** @type {any} */ one) => one.encoders === encoders).map((/** @type {any} */ one) => ({ name: one.factor, points: one.weights.map((/** @type {any} */ weight) => [weight.x, weight.y.mean, weight.y.low, weight.y.high]) })),
        }).element))),
  ];
}

/** @param {any} claim */
function verdict(claim) {
  const name = String(claim.verdict).toLowerCase().replace('_', '-');
  return h('span', { class: `badge ${name}` }, words(name));
}

/** @param {any} claim */
function effect(claim) {
  const { mean, low, high } = claim.effect;
  return `${shown(mean, claim.unit)} (${shown(low, claim.unit)} to ${shown(high, claim.unit)})`;
}

/**
 * @param {number} value
 * @param {string} unit
 */
function shown(value, unit) {
  return String(unit).toLowerCase() === 'accuracy' ? `${(100 * value).toFixed(1)} points` : number(value);
}
