// What a picture is at three times: P2F_URL=… P2F_TOKEN=$(./p2f token) node first-encoding.js PICTURE [MODEL]
import { readFile } from 'node:fs/promises';
import { connect, ok } from 'p2f-client';

const [picture, model = 'synthetic-vdrl'] = process.argv.slice(2);
if (!picture) {
  throw new Error('Name a picture, such as reference-models/synthetic-vdrl/example.png');
}
const p2f = connect();
const { codes, t } = await p2f.encode(model, [new Blob([await readFile(picture)], { type: 'image/png' })], [0, 0.5, 1]);
codes[0]?.forEach((values, k) => console.log(`t = ${t[k]}: ${values.length} values, first ${values[0]?.toFixed(4)}`));

const { items } = await ok(p2f.api.GET('/v1/models', { params: { query: { limit: 3 } } }));
console.log(`Newest models: ${items.map((one) => one.name).join(', ')}`);
