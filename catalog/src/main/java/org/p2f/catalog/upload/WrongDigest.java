package org.p2f.catalog.upload;

/** Thrown when a whole file is not what it was to be. */
public final class WrongDigest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongDigest(String promised, String got) {
    super("The file was to have SHA-256 %s, but has %s; begin again".formatted(promised, got));
  }
}
