package org.p2f.training.dataset;

import org.p2f.spec.data.ImageSource;

/** Public data sets whose files this service may fetch, from addresses that its operator chose. */
public interface PublishedFiles {

  /** Whether the operator lets the service fetch anything. */
  boolean areAllowed();

  /** Whether the address of that source's files is known. */
  boolean areKnownOf(ImageSource source);
}
