package org.p2f.catalog.storage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much may be stored.
 *
 * @param quota what all recorded files may take together, those that can be restored included; null
 *     for as much as there is room
 * @param projectQuota the same for the files of each project; null for as much as there is room
 * @param minFree room on the disks of store and workspaces below which no job is taken up
 */
@ConfigurationProperties("p2f.storage")
record StorageProperties(
    @Nullable DataSize quota,
    @Nullable DataSize projectQuota,
    @DefaultValue("1GB") DataSize minFree) {
  public StorageProperties {
    if (quota != null && quota.isNegative()) {
      throw new IllegalArgumentException("p2f.storage.quota must not be negative, is " + quota);
    }
    if (projectQuota != null && projectQuota.isNegative()) {
      throw new IllegalArgumentException(
          "p2f.storage.project-quota must not be negative, is " + projectQuota);
    }
    if (minFree.isNegative()) {
      throw new IllegalArgumentException(
          "p2f.storage.min-free must not be negative, is " + minFree);
    }
  }
}
