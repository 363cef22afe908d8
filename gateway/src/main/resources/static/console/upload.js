/**
 * Sending files. Large ones go in parts (tus 1.0), so that a broken connection costs a part at most;
 * the browser remembers how far a file has come, and goes on when it is dropped again.
 */

import { ask, get, Problem, send } from './api.js';

const PART = 16 * 1024 * 1024;
const PARTS = 'v1/resumable-uploads';

/** How often a part is tried, with pauses that double from a quarter of a second. */
const ATTEMPTS = 6;

/**
 * Sends a file and tells how much has gone.
 *
 * @param {File} file
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<{id: string}>} the upload
 */
export async function upload(file, progress, signal) {
  return file.size > PART
    ? inParts(file, progress, signal)
    : send('POST', `v1/uploads?name=${encodeURIComponent(file.name)}`, file, { 'Content-Type': 'application/octet-stream' }, progress, signal);
}

/**
 * @param {File} file
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 */
async function inParts(file, progress, signal) {
  const mark = `p2f upload ${file.name} ${file.size} ${file.lastModified}`;
  let state = (await remembered(mark, signal)) ?? (await begun(file, mark, signal));
  for (let failures = 0; !state.uploadId; ) {
    const from = state.received;
    try {
      await send(
        'PATCH',
        `${PARTS}/${state.id}`,
        file.slice(from, from + PART),
        { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(from) },
        (share) => progress((from + share * Math.min(PART, file.size - from)) / file.size),
        signal,
      );
      failures = 0;
    } catch (refusal) {
      const passing = refusal instanceof Problem && (refusal.status === 0 || refusal.status >= 500 || refusal.type === 'offset-mismatch');
      if (!passing || signal.aborted || ++failures >= ATTEMPTS) {
        throw refusal;
      }
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** failures));
    }
    state = await get(`${PARTS}/${state.id}`, signal);
  }
  localStorage.removeItem(mark);
  return { id: state.uploadId };
}

/**
 * @param {string} mark
 * @param {AbortSignal} signal
 */
async function remembered(mark, signal) {
  const id = localStorage.getItem(mark);
  return id && get(`${PARTS}/${encodeURIComponent(id)}`, signal).catch(() => null);
}

/**
 * @param {File} file
 * @param {string} mark
 * @param {AbortSignal} signal
 */
async function begun(file, mark, signal) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const answer = await ask(PARTS, { method: 'POST', headers: { 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${name}` }, signal });
  const state = await answer.json();
  localStorage.setItem(mark, state.id);
  return state;
}
