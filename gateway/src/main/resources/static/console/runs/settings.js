/**
 * A plan's settings, one a line: nested names are joined by dots.
 *
 * @param {Record<string, any>} plan
 * @param {string} [before]
 * @returns {[name: string, value: string][]}
 */
export function flat(plan, before = '') {
  return Object.entries(plan).flatMap(([key, value]) => {
    const name = before + key;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return flat(value, `${name}.`);
    }
    return /** @type {[string, string][]} */ ([[name, Array.isArray(value) ? value.join(', ') : String(value)]]);
  });
}

/**
 * What a plan and another do not have in common.
 *
 * @param {Record<string, any>[]} plans
 * @returns {{name: string, values: string[]}[]}
 */
export function differences(plans) {
  const all = plans.map((plan) => new Map(flat(plan)));
  const names = [...new Set(all.flatMap((plan) => [...plan.keys()]))];
  return names.map((name) => ({ name, values: all.map((plan) => plan.get(name) ?? '–') })).filter(({ values }) => new Set(values).size > 1);
}
