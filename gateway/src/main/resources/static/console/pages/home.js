import { events, get, list } from '../api.js';
import { h, show } from '../dom.js';
import { took, words } from '../format.js';
import { badge, blame, empty, pace, progress, waiting, when } from '../states.js';

/** How many streams of events one page keeps open. */
const STREAMS = 4;
const LATER = new Set(['queued', 'running', 'cancelling']);

/** @param {import('../app.js').View} view */
export async function page({ root, signal, every }) {
  const now = h('div', null, waiting());
  const ended = h('div', null);
  const failed = h('div', null);
  const start = h('div', null);
  show(
    root,
    h('h1', null, 'Home'),
    start,
    h('section', null, h('h2', null, 'Running and waiting'), now),
    h('section', { class: 'failed-jobs', hidden: true }, h('h2', null, 'Failed'), failed),
    h('section', null, h('h2', null, 'Ended'), ended),
  );
  const followed = new Set();
  let shown = '';

  async function refresh() {
    const jobs = await list('v1/jobs', { most: 60, signal });
    const text = JSON.stringify(jobs);
    if (text === shown) {
      return;
    }
    shown = text;
    const open = jobs.filter((job) => LATER.has(job.state));
    const broken = jobs.filter((job) => job.state === 'failed').slice(0, 6);
    const done = jobs.filter((job) => !LATER.has(job.state)).slice(0, 12);
    show(now, open.length ? h('div', { class: 'cards' }, open.map(card)) : empty('Nothing runs.', jobs.length ? [h('a', { href: '#/new-run' }, 'Start a run'), ' or ', h('a', { href: '#/explore' }, 'explore a model'), '.'] : 'Take the three steps above.'));
    show(failed, h('div', { class: 'cards' }, broken.map(card)));
    failed.parentElement?.toggleAttribute('hidden', broken.length === 0);
    show(ended, done.length ? h('div', { class: 'cards' }, done.map(card)) : empty('Nothing has ended yet.', 'What ends is listed here.'));
    for (const job of open.filter((one) => one.state === 'running').slice(0, STREAMS)) {
      if (!followed.has(job.id) && followed.size < STREAMS) {
        followed.add(job.id);
        let timer = 0;
        events(job.id, () => {
          timer ||= setTimeout(() => {
            timer = 0;
            refresh().catch(() => {});
          }, 300);
        }, signal).finally(() => followed.delete(job.id));
      }
    }
  }

  async function firstSteps() {
    const [datasets, models] = await Promise.all([get('v1/datasets?limit=1', signal), get('v1/models?limit=1', signal)]);
    const has = [datasets.items.length > 0, models.items.length > 0];
    show(
      start,
      !has[1] &&
        h(
          'ol',
          { class: 'steps panel' },
          h('li', { class: has[0] ? 'done' : '' }, h('a', { href: '#/datasets' }, 'Make a data set'), ': drop files, or have one drawn'),
          h('li', null, h('a', { href: '#/new-run' }, 'Start a run'), ' of preset tiny'),
          h('li', null, h('a', { href: '#/explore' }, 'Explore E(x, t)'), ' of an image of your own'),
        ),
      has[1] && h('p', { class: 'lead' }, 'See what a code still tells at each t: ', h('a', { href: '#/explore' }, 'explore E(x, t)'), '.'),
    );
  }

  await Promise.all([refresh(), firstSteps()]);
  every(3000, refresh);
}

/** Where a job's own page is, and how it is called. */
const PAGES = /** @type {Record<string, {page: string, name: string}>} */ ({
  training: { page: 'run', name: 'Training run' },
  'training-run': { page: 'run', name: 'Training run' },
});

/** @param {any} job */
export function jobLink(job) {
  const known = PAGES[job.kind];
  const name = job.plan?.name ?? job.plan?.dataset?.name ?? '';
  return h('a', { href: `#/${known?.page ?? 'job'}/${job.id}` }, [known?.name ?? words(job.kind), name].filter(Boolean).join(' · '));
}

/** @param {any} job */
function card(job) {
  const open = LATER.has(job.state);
  return h(
    'article',
    { class: 'panel job' },
    h('h3', null, jobLink(job), badge(job.state)),
    open && progress(job),
    h('p', { class: 'soft' }, open ? pace(job) : [when(job.finishedAt), ` · took ${took(job)}`]),
    job.failure && blame(job.failure),
  );
}
