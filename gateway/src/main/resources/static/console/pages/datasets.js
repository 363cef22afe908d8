import { get, list, post, Problem } from '../api.js';
import { field, h, select, show, table } from '../dom.js';
import { bytes, number, percent, words } from '../format.js';
import { empty, problem, waiting, when } from '../states.js';
import { upload } from '../upload.js';

/** @param {import('../app.js').View} view */
export async function page({ root, signal, every }) {
  const rows = h('div', null, waiting());
  const form = h('div', null, waiting());
  show(root, h('h1', null, 'Data sets'), h('section', null, rows), h('section', null, h('h2', null, 'Make one'), form));
  let shown = '';

  async function refresh() {
    const datasets = await list('v1/datasets', { most: 500, signal });
    const text = JSON.stringify(datasets.map((one) => one.id));
    if (text === shown) {
      return;
    }
    shown = text;
    show(
      rows,
      datasets.length === 0
        ? empty('No data set yet.', 'Drop a zip of class folders below, or have one drawn: source synthetic.')
        : table('Data sets', ['Name', 'Images', 'Size', 'Factors', 'Source', 'Made'], datasets.map((one) => [
            h('a', { href: `#/dataset/${one.id}` }, one.name),
            number(one.images),
            `${one.width} × ${one.height}, ${one.channels === 1 ? 'grey' : 'colour'}`,
            one.factors.map((/** @type {any} */ factor) => `${factor.name} (${factor.classes})`).join(', '),
            one.source,
            when(one.createdAt),
          ])),
    );
  }
  await refresh();
  every(5000, refresh);
  show(form, await maker(signal, refresh));
}

/**
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} made
 */
async function maker(signal, made) {
  const document = await get('v3/api-docs', signal);
  const properties = document.components.schemas.DatasetRequest.properties;
  /** @type {{name: string, id: string | null}[]} */
  const uploads = [];
  const files = h('ul', { class: 'uploads' });
  const said = h('div', { 'aria-live': 'polite' });
  const source = select(properties.source.enum.map((/** @type {string} */ one) => [one, one]), { value: 'synthetic', name: 'source' });
  const name = /** @type {HTMLInputElement} */ (h('input', { name: 'name', required: true, maxlength: 120 }));
  const size = /** @type {HTMLInputElement} */ (h('input', { type: 'number', min: properties.imageSize.minimum, max: properties.imageSize.maximum, placeholder: 'as they are' }));
  const train = /** @type {HTMLInputElement} */ (h('input', { type: 'number', min: 2, placeholder: 'all' }));
  const test = /** @type {HTMLInputElement} */ (h('input', { type: 'number', min: 1, placeholder: 'all' }));
  const skip = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox' }));
  const chooser = /** @type {HTMLInputElement} */ (h('input', { type: 'file', multiple: true, id: 'dataset-files', class: 'unseen', onchange: () => take([...(chooser.files ?? [])]) }));
  const drop = h(
    'div',
    { class: 'drop' },
    chooser,
    h('label', { class: 'button', for: 'dataset-files' }, 'Choose files'),
    h('p', { class: 'hint' }, 'or drop them here: a zip or tar of class folders with PNG or JPEG, NumPy arrays, or the published files of MNIST and CIFAR'),
    files,
  );
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take([...(event.dataTransfer?.files ?? [])]);
  });

  /** @param {File[]} chosen */
  async function take(chosen) {
    if (chosen.length > 0 && source.value === 'synthetic') {
      source.value = guess(chosen[0].name);
    }
    name.value ||= chosen[0]?.name.replace(/\.(zip|tar|tgz|gz|npy|npz|xz)+$/i, '') ?? '';
    for (const file of chosen) {
      const entry = { name: file.name, id: /** @type {string | null} */ (null) };
      uploads.push(entry);
      const bar = /** @type {HTMLProgressElement} */ (h('progress', { max: 1, value: 0, 'aria-label': `${file.name} sent` }));
      const told = h('span', { class: 'soft' }, bytes(file.size));
      const line = h('li', null, file.name, ' ', told, bar);
      files.append(line);
      try {
        const kept = await upload(file, (share) => {
          bar.value = share;
          told.textContent = `${percent(share, 0)} of ${bytes(file.size)}`;
        }, signal);
        entry.id = kept.id;
        bar.remove();
        told.textContent = `${bytes(file.size)}, sent`;
      } catch (refusal) {
        uploads.splice(uploads.indexOf(entry), 1);
        line.append(problem(refusal));
      }
    }
  }

  function request() {
    const ids = uploads.map((one) => one.id);
    if (ids.includes(null)) {
      throw new Problem(0, { title: 'Not yet', detail: 'Files are still being sent; wait until all are.' });
    }
    return {
      name: name.value.trim(),
      source: source.value,
      ...(source.value !== 'synthetic' && { uploadIds: ids }),
      ...(size.value && { imageSize: Number(size.value) }),
      ...(train.value && { trainLimit: Number(train.value) }),
      ...(test.value && { testLimit: Number(test.value) }),
      ...(skip.checked && { skipInvalid: true }),
    };
  }

  const preview = async () => {
    show(said, waiting('Reading …'));
    try {
      const told = await post('v1/datasets/preview', request(), signal);
      show(
        said,
        h('p', null, `${number(told.imagesFound)} images: ${told.splits.train} to train, ${told.splits.validation} to validate, ${told.splits.test} to test.`),
        told.warnings.map((/** @type {string} */ warning) => h('p', { class: 'notice' }, warning)),
        table('What would be read', [words(told.factor), 'Train', 'Validation', 'Test'], told.classes.map((/** @type {any} */ one) => [one.name, one.train, one.validation, one.test])),
      );
    } catch (refusal) {
      show(said, problem(refusal));
    }
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const job = await post('v1/datasets', request(), signal);
      show(said, h('p', { class: 'notice', role: 'status' }, 'Being made: ', h('a', { href: `#/job/${job.id}` }, 'watch it'), '. It appears above when it is done.'));
      uploads.length = 0;
      show(files);
      await made();
    } catch (refusal) {
      show(said, problem(refusal));
    }
  };
  return h(
    'form',
    { class: 'panel maker', onsubmit: submit },
    drop,
    h(
      'div',
      { class: 'fields' },
      field('Name', name),
      field('Source', source, 'synthetic is drawn, with four factors, and needs no files'),
      field('Side in pixels', size),
      field('Most images to train', train),
      field('Most images to test', test),
      field('Leave out what cannot be read', skip),
    ),
    h('div', { class: 'row' }, h('button', { type: 'submit' }, 'Make it'), h('button', { type: 'button', class: 'quiet', onclick: preview }, 'Look first')),
    said,
  );
}

/** @param {string} file */
function guess(file) {
  const lower = file.toLowerCase();
  if (/\.np[yz]$/.test(lower)) {
    return 'npy';
  }
  if (lower.includes('ubyte')) {
    return 'mnist';
  }
  return lower.includes('cifar-100') ? 'cifar100' : lower.includes('_batch') || lower.includes('cifar') ? 'cifar10' : 'image-folder';
}
