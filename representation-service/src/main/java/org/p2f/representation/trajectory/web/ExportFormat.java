package org.p2f.representation.trajectory.web;

import org.p2f.representation.encoding.web.Npy;

/** What trajectories are exported as. */
enum ExportFormat {
  /** All codes of a split as one array [images, times, d]. */
  NPY(Npy.MEDIA_TYPE, "npy"),
  /** The labels of a split as one array [images, factors]. */
  NPY_LABELS(Npy.MEDIA_TYPE, "npy"),
  /** A line for each image and time: its row, t, its labels, its code. */
  CSV("text/csv", "csv"),
  /** The same as rows of columns, a code being a list. */
  PARQUET("application/vnd.apache.parquet", "parquet");

  private final String mediaType;
  private final String extension;

  ExportFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  String mediaType() {
    return mediaType;
  }

  /** Of a file's name. */
  String extension() {
    return extension;
  }
}
