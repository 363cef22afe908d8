/** @param {number} value a share */
export function percent(value, digits = 1) {
  return `${(100 * value).toFixed(digits)} %`;
}

/** @param {number | null | undefined} value */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    return value.toExponential(2);
  }
  return value.toLocaleString('en', size >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 });
}

/** @param {number} seconds */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

/** @param {string | undefined} instant */
export function ago(instant) {
  if (!instant) {
    return '–';
  }
  const seconds = (Date.now() - Date.parse(instant)) / 1000;
  if (seconds < 45) {
    return 'just now';
  }
  if (seconds < 5400) {
    return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  }
  if (seconds < 129600) {
    return `${Math.round(seconds / 3600)} h ago`;
  }
  return new Date(instant).toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' });
}

/**
 * A moment, in full when pointed at.
 *
 * @param {{createdAt?: string, finishedAt?: string, startedAt?: string}} job
 */
export function took(job) {
  if (!job.startedAt) {
    return '–';
  }
  const end = job.finishedAt ? Date.parse(job.finishedAt) : Date.now();
  return duration((end - Date.parse(job.startedAt)) / 1000);
}

/** @param {number} t */
export function time(t) {
  return Number(t.toFixed(3)).toString();
}

/** @param {string} text */
export function words(text) {
  const spaced = text.replaceAll('_', ' ').replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
