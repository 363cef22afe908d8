package org.p2f.catalog.storage;

/** What is to be stored would take more than the quota leaves. */
public final class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QuotaExceeded(long used, long quota) {
    super(
        "The platform stores %d of the %d bytes that it may; delete and erase something first"
            .formatted(used, quota));
  }
}
