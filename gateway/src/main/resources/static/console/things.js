/** Where a thing of a kind has a page of its own. */
const PAGES = /** @type {Record<string, (id: string) => string>} */ ({
  dataset: (id) => `#/dataset/${id}`,
  model: (id) => `#/explore?model=${id}`,
  evaluation: (id) => `#/evaluation/${id}`,
  study: (id) => `#/study/${id}`,
  'training-run': (id) => `#/run/${id}`,
  job: (id) => `#/job/${id}`,
  'sampling-run': (id) => `#/job/${id}`,
  likelihoods: (id) => `#/job/${id}`,
  'sample-evaluation': (id) => `#/job/${id}`,
  'semi-supervised-run': (id) => `#/job/${id}`,
});

/**
 * The address of a thing's page, if its kind has one.
 *
 * @param {string} kind
 * @param {string} id
 */
export function pageOf(kind, id) {
  return PAGES[kind]?.(id) ?? null;
}
