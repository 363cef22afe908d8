package org.p2f.training.dataset;

/** How an upload lies in its artifact. */
public final class StoredUpload {
  /** The artifact's one file. */
  public static final String CONTENT = "content";

  private StoredUpload() {}
}
