package org.p2f.numerics.data;

import java.util.ArrayList;
import java.util.List;

/** The files of an archive that cannot be read: all are counted, the first are told. */
final class BadFiles {
  private static final int MOST_TOLD = 20;

  private final String archive;
  private final List<InvalidData> first = new ArrayList<>();
  private int count;

  /**
   * @param archive its name, for messages
   */
  BadFiles(String archive) {
    this.archive = archive.replaceFirst("/$", "");
  }

  void add(InvalidData fault) {
    count++;
    if (first.size() < MOST_TOLD) {
      first.add(fault);
    }
  }

  int count() {
    return count;
  }

  /**
   * Ends the reading of the archive.
   *
   * @param skipped whether bad files were to be left out
   * @throws InvalidData with all of them, if there are any and they were not
   */
  void close(boolean skipped) throws InvalidData {
    if (count == 1 && !skipped) {
      throw first.getFirst();
    }
    if (count > 0 && !skipped) {
      throw new InvalidData(archive, "%d files cannot be read:%s".formatted(count, listed()));
    }
  }

  /** Nothing if there are none. */
  List<String> warnings() {
    return count == 0
        ? List.of()
        : List.of("%d files cannot be read and are left out:%s".formatted(count, listed()));
  }

  private String listed() {
    var text = new StringBuilder();
    first.forEach(fault -> text.append('\n').append(fault.getMessage()));
    if (count > first.size()) {
      text.append("\nand %d more".formatted(count - first.size()));
    }
    return text.toString();
  }
}
