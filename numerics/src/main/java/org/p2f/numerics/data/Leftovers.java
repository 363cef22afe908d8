package org.p2f.numerics.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What systems and tools leave in folders; nobody means it as data. */
final class Leftovers {
  private static final Set<String> FILES =
      Set.of(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r");

  private static final Set<String> FOLDERS =
      Set.of(
          "@eadir",
          "#recycle",
          "$recycle.bin",
          "system volume information",
          "lost+found",
          "__pycache__");

  private Leftovers() {}

  /** Whether a file manager made it, without its owner's knowledge. */
  static boolean isUnknownToOwner(String path) {
    String small = path.toLowerCase(Locale.ROOT);
    String base = small.substring(small.lastIndexOf('/') + 1);
    return Arrays.asList(small.split("/")).contains("__macosx")
        || base.startsWith("._")
        || FILES.contains(base);
  }

  /** Whether it is hidden, or in a folder that is hidden or a tool's. */
  static boolean isHidden(String path) {
    return Arrays.stream(path.toLowerCase(Locale.ROOT).split("/"))
        .filter(part -> !part.equals(".") && !part.equals(".."))
        .anyMatch(part -> part.startsWith(".") || FOLDERS.contains(part));
  }
}
