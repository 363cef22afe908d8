package org.p2f.catalog.upload;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A part as it comes.
 *
 * @param offset its first byte in the file, from 0
 * @param body fails where it does not come whole
 * @param check asked once the body has been read to its end, and throws if it is not what it should
 *     be; null keeps the beginning of a body that breaks off, as nothing speaks against it
 */
public record Part(long offset, InputStream body, @Nullable Runnable check) {}
