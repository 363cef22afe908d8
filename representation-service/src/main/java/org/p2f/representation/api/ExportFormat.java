package org.p2f.representation.api;

/** What trajectories are exported as. */
enum ExportFormat {
  /** All codes of a split as one array [images, times, d]. */
  NPY,
  /** The labels of a split as one array [images, factors]. */
  NPY_LABELS,
  /** A line for each image and time: its row, t, its labels, its code. */
  CSV
}
