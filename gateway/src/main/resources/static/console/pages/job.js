import { events, get, post } from '../api.js';
import { h, show, table } from '../dom.js';
import { took, words } from '../format.js';
import { badge, blame, pace, problem, progress, waiting, when } from '../states.js';

const OPEN = new Set(['queued', 'running', 'cancelling']);

/** Where an artifact of a kind is shown. */
const ROOMS = /** @type {Record<string, string>} */ ({ 'ds-': 'dataset', 'evl-': 'evaluation' });

/** @param {import('../app.js').View} view */
export async function page({ root, id, signal, every }) {
  const head = h('div', { class: 'head' });
  const body = h('div', null, waiting());
  const log = h('tbody', null);
  const said = h('div', null);
  show(root, head, said, body, h('section', null, h('h2', null, 'Events'), h('div', { class: 'scroll events', tabindex: '0', role: 'region', 'aria-label': 'Events' }, h('table', null, log))));

  async function refresh() {
    const job = await get(`v1/jobs/${encodeURIComponent(id)}`, signal);
    const stop = h('button', { type: 'button', class: 'quiet', onclick: async () => {
      try {
        await post(`v1/jobs/${encodeURIComponent(id)}/cancel`, {});
        await refresh();
      } catch (refusal) {
        show(said, problem(refusal));
      }
    } }, 'Stop it');
    show(head, h('h1', null, words(job.kind)), badge(job.state), h('span', { class: 'mono soft' }, job.id), job.state === 'queued' || job.state === 'running' ? h('div', { class: 'actions' }, stop) : null);
    show(
      body,
      OPEN.has(job.state) ? [progress(job), h('p', null, pace(job))] : h('p', null, when(job.finishedAt), ` · took ${took(job)}`),
      job.failure && blame(job.failure),
      job.artifacts.length > 0 && h('p', null, 'Made: ', job.artifacts.map((/** @type {string} */ artifact) => [artifactLink(artifact), ' '])),
      h('details', null, h('summary', null, 'What was asked for'), table('Plan', ['Setting', 'Value'], Object.entries(job.plan).map(([key, value]) => [h('code', null, key), h('code', null, typeof value === 'object' ? JSON.stringify(value) : String(value))]))),
    );
    return job;
  }

  const job = await refresh();
  let stale = false;
  events(id, (type, data) => {
    stale = true;
    const { at, ...rest } = data ?? {};
    log.prepend(h('tr', null, h('td', null, when(at)), h('td', null, words(type)), h('td', null, h('code', null, JSON.stringify(rest).slice(0, 300)))));
    while (log.children.length > 200) {
      log.lastChild?.remove();
    }
  }, signal);
  if (OPEN.has(job.state)) {
    every(1500, async () => {
      if (stale) {
        stale = false;
        await refresh();
      }
    });
  }
}

/** @param {string} artifact */
function artifactLink(artifact) {
  const room = Object.entries(ROOMS).find(([prefix]) => artifact.startsWith(prefix))?.[1];
  return artifact.startsWith('mdl-') ? h('a', { href: `#/explore?model=${artifact}` }, artifact) : room ? h('a', { href: `#/${room}/${artifact}` }, artifact) : h('code', null, artifact);
}
