package org.p2f.catalog.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param root directory of the object store, shared by all services
 * @param adopt name of a store, as the message of a refused start gives it, that this database is
 *     to use from now on although it does not know it; null for none
 */
@ConfigurationProperties("p2f.store")
public record StoreProperties(Path root, @Nullable String adopt) {}
