package org.p2f.local.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The resident memory of processes over a time, in MB; on Linux. */
final class Residents {
  private final Map<String, List<List<Long>>> windows = new LinkedHashMap<>();
  private final int count;

  /**
   * @param count windows that the time is cut into
   */
  Residents(int count) {
    this.count = count;
  }

  /**
   * @param share of the time that has passed, [0, 1)
   */
  void add(String name, double share, ProcessHandle process) {
    var megabytes = megabytes(process.pid());
    if (megabytes > 0) {
      windows
          .computeIfAbsent(
              name,
              _ -> Stream.generate(() -> (List<Long>) new ArrayList<Long>()).limit(count).toList())
          .get((int) (share * count))
          .add(megabytes);
    }
  }

  /** The most of the last window over the most of the second; the first has the warming up. */
  double growth(String name) {
    var own = windows.getOrDefault(name, List.of());
    return own.isEmpty() ? Double.NaN : (double) most(own.getLast()) / most(own.get(1));
  }

  /** In Markdown. */
  String table() {
    List<String> lines = new ArrayList<>();
    lines.add("| process |" + " most |".repeat(count));
    lines.add("|---|" + "---|".repeat(count));
    for (var own : windows.entrySet()) {
      var cells = new StringBuilder("| " + own.getKey() + " |");
      own.getValue()
          .forEach(window -> cells.append(String.format(Locale.ROOT, " %d |", most(window))));
      lines.add(cells.toString());
    }
    return String.join("\n", lines) + "\n";
  }

  private static long most(List<Long> window) {
    return window.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** 0 for one that has ended. */
  private static long megabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException | UncheckedIOException ended) {
      return 0;
    } catch (IOException unread) {
      throw new UncheckedIOException(unread);
    }
  }
}
