package org.p2f.catalog.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Second names of files that are written no more. */
public final class Links {

  private Links() {}

  /**
   * Gives a file a second name, which takes no room; copies it where the file system cannot.
   *
   * @param to does not exist
   */
  public static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
