/**
 * Sending files. Large ones go in parts (tus 1.0), so that a broken connection costs a part at most;
 * the platform knows what has come of which file, and a page that is given it again goes on.
 */

import { ask, get, list, Problem, send } from './api.js';

const PART = 16 * 1024 * 1024;
/** Bytes at either end of a file. */
const SAMPLE = 1024 * 1024;

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
  const metadata = `filename ${base64(new TextEncoder().encode(file.name))},mark ${await mark(file)}`;
  const begun = await list(PARTS, { signal });
  let state = begun.find((one) => one.metadata === metadata && one.bytes === file.size && !one.uploadId) ?? (await begin(file, metadata, signal));
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
  return { id: state.uploadId };
}

/**
 * @param {File} file
 * @param {string} metadata
 * @param {AbortSignal} signal
 */
async function begin(file, metadata, signal) {
  const answer = await ask(PARTS, { method: 'POST', headers: { 'Upload-Length': String(file.size), 'Upload-Metadata': metadata }, signal });
  return answer.json();
}

/**
 * Tells a file from others of its name and size: when it was changed, and how it begins and ends.
 *
 * @param {File} file
 */
async function mark(file) {
  if (!crypto.subtle) {
    // browsers have no digests for pages that came without TLS from another machine
    return base64(crypto.getRandomValues(new Uint8Array(16)));
  }
  const ends = new Blob([String(file.lastModified), file.slice(0, SAMPLE), file.slice(-SAMPLE)]);
  return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', await ends.arrayBuffer())));
}

/** @param {Uint8Array} octets */
function base64(octets) {
  return btoa(String.fromCharCode(...octets));
}
