import { Problem } from './api.js';
import { ago, duration, number, percent, words } from './format.js';
import { h } from './dom.js';

/**
 * What went wrong and what to do, in a box.
 *
 * @param {unknown} failure
 * @param {() => void} [again]
 */
export function problem(failure, again) {
  const known = failure instanceof Problem ? failure : null;
  if (!known) {
    console.error(failure);
  }
  return h(
    'div',
    { class: 'problem', role: 'alert' },
    h('strong', null, known?.title ?? 'The console stumbled'),
    h('p', null, known?.message ?? String(failure)),
    known && known.errors.length > 0 && h('ul', null, known.errors.map((error) => h('li', null, h('code', null, error.field), ` ${error.message}`))),
    known && advice(known) && h('p', null, advice(known)),
    known?.correlationId && h('p', { class: 'soft' }, 'Request ', h('code', null, known.correlationId), ' in the logs'),
    again && h('button', { type: 'button', onclick: again }, 'Try again'),
  );
}

/** @param {Problem} refusal */
function advice(refusal) {
  switch (refusal.status) {
    case 401:
      return 'Print a new token with ./p2f token and paste it whole.';
    case 403:
      return 'This token may not do that. ./p2f token --scope "read run" prints one that may.';
    case 429:
    case 503:
      return 'The platform is busy; it takes the same request again in a moment.';
    default:
      return null;
  }
}

/**
 * What a list without items says: why it is empty and the next command.
 *
 * @param {string} what
 * @param {import('./dom.js').Child} next
 */
export function empty(what, next) {
  return h('div', { class: 'empty' }, h('p', null, h('strong', null, what)), h('p', null, next));
}

/** @param {string} [what] */
export function waiting(what = 'Loading …') {
  return h('p', { class: 'soft', role: 'status' }, what);
}

/** @param {string} state */
export function badge(state) {
  return h('span', { class: `badge ${state}` }, words(state));
}

/** @param {{progress: number, state: string, phase?: string}} job */
export function progress(job) {
  return h('progress', { max: 1, value: job.progress, 'aria-label': `${percent(job.progress, 0)} done` });
}

/**
 * How far a job is, in a line.
 *
 * @param {any} job
 */
export function pace(job) {
  const parts = [];
  if (job.state === 'queued') {
    return job.phase === 'waiting for disk space' ? 'Waiting for disk space' : 'Waiting for a worker';
  }
  if (job.phase) {
    parts.push(job.phase);
  }
  parts.push(percent(job.progress, 0));
  if (job.rate) {
    parts.push(`${number(job.rate)} ${job.rateUnit ?? ''}/s`);
  }
  if (job.etaSeconds !== undefined && job.etaSeconds !== null) {
    parts.push(`${duration(job.etaSeconds)} to go`);
  }
  return parts.join(' · ');
}

/** @param {string | undefined} instant */
export function when(instant) {
  return h('time', { datetime: instant, title: instant && new Date(instant).toLocaleString('en') }, ago(instant));
}

/** @param {any} failure a job's */
export function blame(failure) {
  /** @type {Record<string, string>} */
  const acts = {
    user: 'Change the request and start it again.',
    infrastructure: 'An operator can mend this: look at disk, memory and database, then start it again.',
    defect: 'This is a defect of P2F; please report it with the job’s id.',
  };
  return h('p', { class: 'failure' }, h('strong', null, words(failure.code)), ' ', failure.detail, ' ', h('em', null, acts[failure.blame] ?? ''));
}
