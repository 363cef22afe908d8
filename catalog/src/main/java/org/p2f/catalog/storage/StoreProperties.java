package org.p2f.catalog.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the objects are.
 *
 * @param kind of store, the same for all services
 * @param root directory of the object store, shared by all services; unused with {@link Kind#S3}
 * @param adopt name of a store, as the message of a refused start gives it, that this database is
 *     to use from now on although it does not know it; null for none
 * @param s3 unused with {@link Kind#FILE}
 */
@ConfigurationProperties("p2f.store")
public record StoreProperties(
    @DefaultValue("file") Kind kind, Path root, @Nullable String adopt, S3Properties s3) {

  /** Of store. */
  public enum Kind {
    FILE,
    S3
  }
}
