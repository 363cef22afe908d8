package org.p2f.catalog.storage;

/** What is to be stored would take more than the quota leaves. */
public final class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param who the platform, or a project
   */
  QuotaExceeded(String who, long used, long quota) {
    super(
        "%s stores %d of the %d bytes that it may; delete and erase something first"
            .formatted(who, used, quota));
  }
}
