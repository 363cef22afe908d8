/** Drives the client of openapi-generator for TypeScript; every_operation.py says how. */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const client = createRequire(import.meta.url)('./dist/index.js');
let token = '';
const configuration = new client.Configuration({
  basePath: process.env.URL,
  accessToken: async () => token,
});
const apis = Object.entries(client)
  .filter(([name]) => name.endsWith('Api'))
  .map(([, Api]) => new Api(configuration));

/** What is left of a name whatever a language makes of it. */
const plain = (name) => name.replace(/\W|_/g, '').toLowerCase();
const upper = (name) => name[0].toUpperCase() + name.slice(1);

/** The arguments of a call, by the names that the client has for them. */
function given(api, line) {
  const source = api[`${line.operation}RequestOpts`].toString();
  const names = new Set([...source.matchAll(/requestParameters\['(\w+)'\]/g)].map((match) => match[1]));
  const told = new Map(Object.entries(line.parameters).map(([name, value]) => [plain(name), value]));
  const parameters = {};
  for (const name of names) {
    if (told.has(plain(name))) {
      parameters[name] = told.get(plain(name)) ?? undefined;
    } else if (line.bytes !== undefined) {
      parameters[name] = new Blob([Buffer.from(line.bytes, 'base64')]);
    } else {
      const read = client[`${upper(name)}FromJSON`];
      parameters[name] = read ? read(line.body) : line.body;
    }
  }
  return [names.size > 0, parameters];
}

async function answer(line) {
  token = line.token;
  const api = apis.find((one) => one[`${line.operation}Raw`]);
  const [some, parameters] = given(api, line);
  const response = await (some ? api[`${line.operation}Raw`](parameters) : api[`${line.operation}Raw`]());
  if (line.unread) {
    return { status: response.raw.status };
  }
  const value = await response.value();
  const type = /(\w+)FromJSON/.exec(api[`${line.operation}Raw`].toString())?.[1];
  const write = client[`${type}ToJSON`] ?? ((one) => one);
  let told = value ?? null;
  if (value instanceof Blob) {
    told = { base64: Buffer.from(await value.arrayBuffer()).toString('base64') };
  } else if (Array.isArray(value)) {
    told = value.map(write);
  } else if (value) {
    told = write(value);
  }
  return { status: response.raw.status, answer: told };
}

for await (const request of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await answer(JSON.parse(request));
  } catch (problem) {
    const refused = problem.response;
    reply = { status: refused?.status, error: refused ? await refused.text() : String(problem.stack) };
  }
  console.log(JSON.stringify(reply));
}
