/**
 * P2F's API, typed by its OpenAPI document. Runs in Node 20 or newer and in browsers.
 *
 * ```ts
 * const p2f = connect({ url: 'http://127.0.0.1:8080', token });
 * const { codes } = await p2f.encode('synthetic-vdrl', pictures, [0, 0.5, 1]);
 * const runs = await ok(p2f.api.GET('/v1/training-runs'));
 * ```
 */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };

/** A shape of the API's document, such as `Schema<'TrainingRunView'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** A refusal in the platform's words (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  /** Such as `unknown-dataset`; the page of that name under docs/problems says what to do. */
  readonly type: string;
  readonly fields: readonly { field: string; message: string }[];
  readonly correlationId: string | undefined;

  constructor(status: number, body: unknown) {
    const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schema<'Problem'>>;
    super(told.detail ?? told.title ?? `The platform answered ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.type = (told.type ?? '').split('/').pop() ?? '';
    this.fields = told.errors ?? [];
    this.correlationId = told.correlationId;
  }
}

export interface Connection {
  /** Of the gateway. By default `P2F_URL`, then `http://127.0.0.1:8080`. */
  url?: string;
  /** By default `P2F_TOKEN`. */
  token?: string;
  /** Of the token's projects, the one to work in. */
  project?: string;
  /** In place of the global one. */
  fetch?: (request: Request) => Promise<Response>;
}

/** Codes of images at times. */
export interface Codes {
  /** Values of image i at its k-th time: `codes[i][k]`, Float32Array of the code's size. */
  codes: Float32Array[][];
  /** The times, as they were asked for. */
  t: readonly number[];
  /** By which model; an alias may mean another one later. */
  modelId: string;
}

/**
 * An answer's data.
 *
 * @throws Problem if the platform refuses
 */
export async function ok<Data>(
  answer: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) {
    throw new Problem(response.status, error);
  }
  return data as Data;
}

/** A platform. */
export class P2F {
  /** Every operation by its path: `api.GET('/v1/datasets/{id}', …)`; see `ok`. */
  readonly api: Client<paths>;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(connection: Connection = {}) {
    this.#url = (connection.url ?? environment('P2F_URL') ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
    const token = connection.token ?? environment('P2F_TOKEN');
    this.#headers = {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(connection.project ? { 'P2F-Project': connection.project } : {}),
    };
    this.#fetch = connection.fetch ?? ((request) => fetch(request));
    this.api = createClient<paths>({ baseUrl: this.#url, headers: this.#headers, fetch: this.#fetch });
  }

  /**
   * E(x, t) of pictures (PNG or JPEG, of the model's size) at times from 0 to 1.
   *
   * @param model its id or an alias
   * @throws Problem if they are refused
   */
  async encode(model: string, pictures: readonly Blob[], t: readonly number[]): Promise<Codes> {
    const form = new FormData();
    form.append('modelId', model);
    for (const time of t) {
      form.append('t', String(time));
    }
    pictures.forEach((picture, i) => form.append('images', picture, `image-${i}`));
    const answer = await this.#fetch(
      new Request(`${this.#url}/v1/encodings`, {
        method: 'POST',
        headers: { ...this.#headers, Accept: 'application/json' },
        body: form,
      }),
    );
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) {
      throw new Problem(answer.status, body);
    }
    const told = body as Schema<'EncodingsView'>;
    return {
      codes: (told.z ?? []).map((times) => times.map((values) => Float32Array.from(values))),
      t: told.times,
      modelId: told.modelId,
    };
  }
}

/** A platform; `new P2F(connection)`. */
export function connect(connection: Connection = {}): P2F {
  return new P2F(connection);
}

function environment(name: string): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env[name];
}
