import { Problem } from './api.js';

/**
 * Signing in at the platform's issuer: OAuth's code flow with PKCE. What must outlive the way there
 * and back, the verifier and the page that was asked for, lies in the session's storage meanwhile;
 * the token never does.
 */

const KEPT = 'p2f-sign-in';
const ADDRESS = new URL('../sign-in', document.baseURI);
const HOME = new URL('.', document.baseURI);

/** @typedef {{issuer: string, authorizationEndpoint: string, clientId: string, scope: string, audience: string}} Offer */

/**
 * Where one can sign in, or null where tokens are pasted.
 *
 * @returns {Promise<Offer | null>}
 */
export async function offer() {
  const answer = await fetch(ADDRESS).catch(() => null);
  return answer?.status === 200 ? answer.json() : null;
}

/**
 * Leaves for the issuer.
 *
 * @param {Offer} where
 */
export async function depart(where) {
  if (!crypto.subtle) {
    throw new Problem(0, { detail: 'Browsers sign in over https, or on this machine, only. Open the console by such an address.' });
  }
  const [verifier, state] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, page: location.hash }));
  const address = new URL(where.authorizationEndpoint);
  const query = {
    response_type: 'code',
    client_id: where.clientId,
    redirect_uri: HOME.href,
    scope: where.scope,
    audience: where.audience,
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  Object.entries(query).forEach(([name, value]) => address.searchParams.set(name, value));
  location.assign(address);
}

/**
 * The token, if this page was opened by coming back with a code; null if it was not.
 *
 * @returns {Promise<string | null>}
 */
export async function arrive() {
  const query = new URLSearchParams(location.search);
  if (!query.has('code') && !query.has('error')) {
    return null;
  }
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', `${HOME.pathname}${kept?.page ?? ''}`);
  if (!kept || kept.state !== query.get('state')) {
    throw new Problem(0, { title: 'Not signed in', detail: 'That sign-in did not begin in this tab. Please sign in again.' });
  }
  if (query.has('error')) {
    throw new Problem(0, { title: 'Not signed in', detail: `The issuer says: ${query.get('error_description') ?? query.get('error')}` });
  }
  const answer = await fetch(ADDRESS, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: query.get('code'), verifier: kept.verifier, redirectUri: HOME.href }),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(answer.status, body);
  }
  return body.token;
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
