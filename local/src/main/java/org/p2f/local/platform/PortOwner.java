package org.p2f.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which process listens on a port, where the operating system tells (Linux). */
final class PortOwner {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortOwner() {}

  static Optional<ProcessHandle> of(int port) {
    var sockets = socketsListeningOn(port);
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses().filter(process -> holdsOne(process, sockets)).findFirst();
  }

  /** As the kernel names them in a process's file descriptors. */
  private static Set<String> socketsListeningOn(int port) {
    var suffix = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
    Set<String> sockets = new HashSet<>();
    for (var table : List.of("net/tcp", "net/tcp6")) {
      try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
        lines
            .map(line -> line.strip().split("\\s+"))
            .filter(field -> field.length > 9 && field[1].endsWith(suffix))
            .filter(field -> field[3].equals(LISTENING))
            .forEach(field -> sockets.add("socket:[" + field[9] + "]"));
      } catch (IOException notLinux) {
        return Set.of();
      }
    }
    return sockets;
  }

  private static boolean holdsOne(ProcessHandle process, Set<String> sockets) {
    var descriptors = PROC.resolve(Long.toString(process.pid())).resolve("fd");
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException anothersProcess) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
