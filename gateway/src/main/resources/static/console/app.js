import { claims, isSignedIn, Problem, signIn, signOut, whenSignedOut } from './api.js';
import { h, show } from './dom.js';
import { arrive, depart, offer } from './sign-in.js';
import { problem } from './states.js';

/**
 * What a page gets: a place to draw on, the rest of its address, and a signal for its end.
 *
 * @typedef {object} View
 * @property {HTMLElement} root
 * @property {string} id what the address names, or ""
 * @property {URLSearchParams} query
 * @property {AbortSignal} signal aborted when the page is left
 * @property {(changes: Record<string, string | null>) => void} remember writes into the address
 * @property {(milliseconds: number, action: () => Promise<void>) => void} every while it is looked at
 */

/** @typedef {{title: string, load: () => Promise<{page: (view: View) => Promise<void> | void}>, menu?: boolean}} Page */

/** @type {Record<string, Page>} */
const PAGES = {
  home: { title: 'Home', load: () => import('./pages/home.js'), menu: true },
  explore: { title: 'Explore E(x, t)', load: () => import('./pages/explore.js'), menu: true },
  runs: { title: 'Runs', load: () => import('./pages/runs.js'), menu: true },
  run: { title: 'Run', load: () => import('./pages/run.js') },
  'new-run': { title: 'Start a run', load: () => import('./pages/new-run.js') },
  compare: { title: 'Compare runs', load: () => import('./pages/compare.js') },
  datasets: { title: 'Data sets', load: () => import('./pages/datasets.js'), menu: true },
  dataset: { title: 'Data set', load: () => import('./pages/dataset.js') },
  evaluations: { title: 'Evaluations', load: () => import('./pages/evaluations.js'), menu: true },
  evaluation: { title: 'Evaluation', load: () => import('./pages/evaluation.js') },
  analysis: { title: 'Analysis', load: () => import('./pages/analysis.js') },
  studies: { title: 'Studies', load: () => import('./pages/studies.js'), menu: true },
  study: { title: 'Study', load: () => import('./pages/study.js') },
  storage: { title: 'Storage', load: () => import('./pages/storage.js'), menu: true },
  search: { title: 'Search', load: () => import('./pages/search.js') },
  lineage: { title: 'Lineage', load: () => import('./pages/lineage.js') },
  job: { title: 'Job', load: () => import('./pages/job.js') },
};

/** Which menu entry a page belongs to. */
const ROOM = /** @type {Record<string, string>} */ ({
  run: 'runs',
  'new-run': 'runs',
  compare: 'runs',
  dataset: 'datasets',
  evaluation: 'evaluations',
  analysis: 'evaluations',
  study: 'studies',
  job: 'home',
});

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
let leave = new AbortController();

/** The address: #/page/id?query */
function where() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return { name: name || 'home', id: decodeURIComponent(rest.join('/')), query: new URLSearchParams(query) };
}

function shell() {
  const { sub, exp } = claims();
  const until = exp ? new Date(exp * 1000).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' }) : null;
  show(
    app,
    h(
      'header',
      { class: 'top' },
      h('a', { class: 'brand', href: '#/home' }, h('img', { src: '../p2f.svg', alt: '', width: 28, height: 28 }), 'P2F'),
      h(
        'nav',
        { 'aria-label': 'Pages' },
        Object.entries(PAGES)
          .filter(([, page]) => page.menu)
          .map(([name, page]) => h('a', { href: `#/${name}`, 'data-page': name }, page.title)),
      ),
      h(
        'form',
        { class: 'search', role: 'search', onsubmit: search },
        h('input', { type: 'search', name: 'q', 'aria-label': 'Search names and ids', placeholder: 'Search', maxlength: 200 }),
      ),
      h(
        'div',
        { class: 'who' },
        h('span', { class: 'soft' }, sub ?? 'signed in', until && ` · until ${until}`),
        h('button', { type: 'button', class: 'quiet', onclick: leaveForGood }, 'Sign out'),
      ),
    ),
    h('main', { id: 'main', tabindex: '-1' }),
  );
}

/** @param {Event} event */
function search(event) {
  event.preventDefault();
  const text = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('q');
  location.hash = `#/search?q=${encodeURIComponent(String(text).trim())}`;
}

function leaveForGood() {
  signOut();
  start();
}

async function route() {
  leave.abort();
  leave = new AbortController();
  const { name, id, query } = where();
  const page = PAGES[name];
  const main = /** @type {HTMLElement} */ (document.getElementById('main'));
  for (const link of app.querySelectorAll('[data-page]')) {
    const here = link.getAttribute('data-page') === (ROOM[name] ?? name);
    here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  document.title = `${page?.title ?? 'Nothing here'} · P2F`;
  if (!page) {
    show(main, h('h1', null, 'Nothing here'), h('p', null, 'There is no such page. ', h('a', { href: '#/home' }, 'Go home')));
    return;
  }
  const root = h('div', { class: `page ${name}` });
  show(main, root);
  window.scrollTo(0, 0);
  const { signal } = leave;
  try {
    const { page: draw } = await page.load();
    if (!signal.aborted) {
      await draw({ root, id, query, signal, remember: (changes) => remember(changes, signal), every: every(root, signal) });
    }
  } catch (failure) {
    if (!signal.aborted && isSignedIn()) {
      root.querySelectorAll('[role=status]').forEach((waiting) => waiting.remove());
      root.querySelector('h1') ?? root.prepend(h('h1', null, page.title));
      root.append(problem(failure, route));
    }
  }
}

/**
 * @param {Record<string, string | null>} changes
 * @param {AbortSignal} signal
 */
function remember(changes, signal) {
  if (signal.aborted) {
    return;
  }
  const { name, id, query } = where();
  for (const [key, value] of Object.entries(changes)) {
    value === null ? query.delete(key) : query.set(key, value);
  }
  const text = query.toString();
  history.replaceState(null, '', `#/${name}${id && `/${encodeURIComponent(id)}`}${text && `?${text}`}`);
}

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 * @returns {View['every']}
 */
function every(root, signal) {
  return (milliseconds, action) => {
    const turn = async () => {
      if (signal.aborted) {
        return;
      }
      if (!document.hidden) {
        try {
          await action();
          root.querySelector('.problem.passing')?.remove();
        } catch (failure) {
          if (signal.aborted || !isSignedIn()) {
            return;
          }
          if (!root.querySelector('.problem.passing')) {
            const told = problem(failure);
            told.classList.add('passing');
            root.prepend(told);
          }
        }
      }
      setTimeout(turn, milliseconds);
    };
    setTimeout(turn, milliseconds);
  };
}

/**
 * @param {string} [because] why one has to sign in again
 * @param {unknown} [failure] of signing in
 */
function start(because, failure) {
  leave.abort();
  const token = /** @type {HTMLTextAreaElement} */ (
    h('textarea', { id: 'token', rows: 4, autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint' })
  );
  const answer = h('div', { role: 'alert' }, because && h('p', { class: 'notice' }, because), failure ? problem(failure) : null);
  const button = h('button', { type: 'submit' }, 'Sign in');
  const enter = async (/** @type {Event} */ event) => {
    event.preventDefault();
    button.setAttribute('disabled', '');
    try {
      const pasted = token.value.replace(/^Bearer\s+/i, '').replace(/\s/g, '');
      if (!/^[\w.~+/=-]+$/.test(pasted)) {
        throw new Problem(0, { detail: 'That is no token: it is one long word of letters, digits, dots and dashes.' });
      }
      await signIn(pasted);
      token.value = '';
      shell();
      await route();
    } catch (refusal) {
      show(answer, problem(refusal));
      button.removeAttribute('disabled');
      token.focus();
    }
  };
  const issuer = h('div', null);
  offer().then((where) => {
    if (where) {
      const go = () => depart(where).catch((refusal) => show(answer, problem(refusal)));
      show(issuer, h('p', null, h('button', { type: 'button', class: 'issuer', onclick: go }, `Sign in at ${new URL(where.issuer).host}`)), h('p', { class: 'hint' }, 'Or with a token:'));
    }
  });
  document.title = 'Sign in · P2F';
  show(
    app,
    h(
      'main',
      { id: 'main', class: 'sign-in', tabindex: '-1' },
      h('img', { src: '../p2f.svg', alt: '', width: 56, height: 56 }),
      h('h1', null, 'Points to Functions'),
      h('p', { class: 'lead' }, 'Drop an image, slide the noise time t, and see what its code E(x, t) still tells.'),
      issuer,
      h(
        'form',
        { onsubmit: enter },
        h('label', { for: 'token' }, 'Token'),
        token,
        h(
          'p',
          { id: 'token-hint', class: 'hint' },
          'Where P2F was started, ',
          h('code', null, './p2f token'),
          ' prints one. It stays in this page’s memory only: reloading asks for it again.',
        ),
        button,
      ),
      answer,
    ),
  );
  token.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      enter(event);
    }
  });
  token.focus();
}

window.addEventListener('hashchange', () => isSignedIn() && route());
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault(); // the hash is the page's address
  document.getElementById('main')?.focus();
});
whenSignedOut(() => start('The platform no longer takes this token: it may have ended. Please paste a new one.'));
arrive().then(async (token) => {
  if (token) {
    await signIn(token);
    shell();
    await route();
  } else {
    start();
  }
}).catch((failure) => start(undefined, failure));
