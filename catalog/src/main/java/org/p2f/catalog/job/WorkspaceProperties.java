package org.p2f.catalog.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.storage.StoreProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param root directory of the jobs' workspaces
 * @param shared whether all processes of a service see the same directory; else what another one
 *     needs to go on is copied into the object store. Null for true with a file system's store,
 *     false with a bucket
 */
@ConfigurationProperties("p2f.workspace")
record WorkspaceProperties(Path root, @Nullable Boolean shared) {
  boolean shared(StoreProperties.Kind store) {
    return shared == null ? store == StoreProperties.Kind.FILE : shared;
  }
}
