package org.p2f.catalog.storage;

import java.io.IOException;

/** The object store does not answer, or not as it should: what needs it may succeed later. */
public final class StoreAway extends IOException {
  private static final long serialVersionUID = 1L;

  StoreAway(String message, Throwable cause) {
    super(message, cause);
  }
}
