package org.p2f.training.dataset.work;

import java.net.URI;

/**
 * A published file.
 *
 * @param bytes its length
 * @param sha256 of its content, lower-case hexadecimal
 */
record KnownFile(URI address, long bytes, String sha256) {
  KnownFile {
    if (bytes < 1 || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("%s needs its length and SHA-256".formatted(address));
    }
  }

  /** The last part of the address. */
  String name() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The same file in another folder. */
  KnownFile in(URI folder) {
    String base = folder.toString();
    return new KnownFile(
        URI.create((base.endsWith("/") ? base : base + "/") + name()), bytes, sha256);
  }
}
