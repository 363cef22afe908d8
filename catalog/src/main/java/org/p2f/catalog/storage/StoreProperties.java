package org.p2f.catalog.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param root directory of the object store, shared by all services
 */
@ConfigurationProperties("p2f.store")
record StoreProperties(Path root) {}
