package org.p2f.catalog.storage;

import java.nio.file.Path;

/**
 * A staged file that is complete and durable.
 *
 * @param path where it is staged
 * @param sha256 lower-case hexadecimal, of its content
 */
public record SealedFile(Path path, long bytes, String sha256) {}
