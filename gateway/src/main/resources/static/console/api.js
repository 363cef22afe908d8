/**
 * The platform's API. The token is kept in this module's memory and nowhere else: closing or
 * reloading the page forgets it.
 */

const ROOT = new URL('../', document.baseURI);

/** @type {string | null} */
let token = null;

/** Whether the platform has taken the token once. */
let taken = false;

/** Called when the platform no longer takes the token. */
let onSignedOut = () => {};

/** A refusal, in the platform's words. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {{title?: string, detail?: string, type?: string, correlationId?: string, errors?: {field: string, message: string}[], dependants?: {kind: string, id: string, name: string}[]}} body
   */
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The platform answered ${status}`);
    this.status = status;
    this.title = body.title ?? `Status ${status}`;
    this.type = (body.type ?? '').split('/').pop() ?? '';
    this.correlationId = body.correlationId;
    this.errors = body.errors ?? [];
    this.dependants = body.dependants ?? [];
  }
}

/** @param {() => void} listener */
export function whenSignedOut(listener) {
  onSignedOut = listener;
}

/** @param {string} pasted */
export async function signIn(pasted) {
  token = pasted;
  try {
    await get('v1/presets');
    taken = true;
  } catch (refusal) {
    token = null;
    throw refusal;
  }
}

export function signOut() {
  token = null;
  taken = false;
}

export function isSignedIn() {
  return taken;
}

/**
 * What the token says of itself; the platform alone checks it.
 *
 * @returns {{sub?: string, scope?: string, exp?: number}}
 */
export function claims() {
  try {
    const part = (token ?? '').split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0))));
  } catch {
    return {};
  }
}

/**
 * @param {string} path relative to the platform's address
 * @param {RequestInit} [options]
 */
export async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  headers.set('Authorization', `Bearer ${token}`);
  let answer;
  try {
    answer = await fetch(new URL(path, ROOT), { ...options, headers });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0, {
      title: 'No answer',
      detail: 'The platform does not answer. Is it still running? Start it with ./p2f up.',
    });
  }
  if (!answer.ok) {
    const problem = new Problem(answer.status, await answer.json().catch(() => ({})));
    if (answer.status === 401 && taken) {
      signOut();
      onSignedOut();
    }
    throw problem;
  }
  return answer;
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function get(path, signal) {
  return (await ask(path, { signal })).json();
}

/**
 * The same, or null where there is nothing of that name.
 *
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function find(path, signal) {
  try {
    return await get(path, signal);
  } catch (refusal) {
    if (refusal instanceof Problem && (refusal.status === 404 || refusal.status === 409)) {
      return null;
    }
    throw refusal;
  }
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function post(path, body, signal) {
  return change('POST', path, body, signal);
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function patch(path, body, signal) {
  return change('PATCH', path, body, signal);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 */
async function change(method, path, body, signal) {
  const answer = await ask(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  return answer.status === 204 ? null : answer.json().catch(() => null);
}

/** @param {string} path */
export async function remove(path) {
  await ask(path, { method: 'DELETE' });
}

/**
 * All items of a list, up to some.
 *
 * @param {string} path
 * @param {{most?: number, signal?: AbortSignal}} [options]
 * @returns {Promise<any[]>}
 */
export async function list(path, { most = 200, signal } = {}) {
  /** @type {any[]} */
  const items = [];
  let cursor = '';
  do {
    const join = path.includes('?') ? '&' : '?';
    const size = Math.min(100, most - items.length);
    const page = await get(`${path}${join}limit=${size}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, signal);
    items.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor && items.length < most);
  return items;
}

/**
 * A file as an address that pictures and links can use; whoever asks gives it back with
 * URL.revokeObjectURL, or lets the page's end do so.
 *
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function blob(path, signal) {
  return (await ask(path, { signal })).blob();
}

/**
 * Sends bytes and tells how much has gone, which `fetch` cannot.
 *
 * @param {string} method
 * @param {string} path
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<any>} the answer's JSON; null if there is none
 */
export function send(method, path, body, headers, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, new URL(path, ROOT));
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.responseType = 'json';
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Problem(0, { detail: 'The upload was cut off; drop the file again.' }));
    request.onload = () =>
      request.status < 300 ? resolve(request.response) : reject(new Problem(request.status, request.response ?? {}));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/**
 * A job's events as they happen, until its last or until the signal. A stream that is cut is asked
 * for again from where it stopped.
 *
 * @param {string} jobId
 * @param {(type: string, data: any) => void} listener
 * @param {AbortSignal} signal
 */
export async function events(jobId, listener, signal) {
  let last = '';
  for (let failures = 0; failures < 5 && !signal.aborted; ) {
    try {
      const answer = await ask(`v1/jobs/${encodeURIComponent(jobId)}/events`, {
        signal,
        headers: { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) },
      });
      if (answer.status === 204 || !answer.body) {
        return;
      }
      const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = '';
      for (let chunk = await lines.read(); !chunk.done; chunk = await lines.read()) {
        buffer += chunk.value;
        const blocks = buffer.split('\n\n');
        buffer = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = parse(block);
          last = event.id || last;
          failures = 0;
          if (event.type) {
            listener(event.type, event.data);
          }
        }
      }
    } catch (failure) {
      if (signal.aborted || (failure instanceof Problem && failure.status >= 400 && failure.status < 500)) {
        return;
      }
    }
    failures++;
    await new Promise((resolve) => setTimeout(resolve, 1000 * failures));
  }
}

/** @param {string} block */
function parse(block) {
  const event = { id: '', type: '', data: /** @type {any} */ (null) };
  for (const line of block.split('\n')) {
    const at = line.indexOf(':');
    const value = line.slice(at + 1).trimStart();
    if (line.startsWith('id:')) {
      event.id = value;
    } else if (line.startsWith('event:')) {
      event.type = value;
    } else if (line.startsWith('data:')) {
      try {
        event.data = JSON.parse(value);
      } catch {
        event.data = value;
      }
    }
  }
  return event;
}
