package org.p2f.local;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.p2f.local.demo.ExportCommand;
import org.p2f.local.demo.StudyCommand;

/** The commands behind {@code ./p2f}. */
public final class Main {

  private static final int MENDABLE = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    try {
      run(List.of(words), System.getenv());
    } catch (LocalFailure failure) {
      System.err.println(failure.explanation());
      System.exit(MENDABLE);
    }
  }

  private static void run(List<String> words, Map<String, String> environment)
      throws InterruptedException {
    var command = words.isEmpty() ? "" : words.getFirst();
    var rest = words.isEmpty() ? words : words.subList(1, words.size());
    switch (command) {
      case "up" -> UpCommand.run(environment, rest, System.out);
      case "demo" -> StudyCommand.demo(environment, rest, System.out, ProgressLine.onTerminal());
      case "study" -> StudyCommand.study(environment, rest, System.out, ProgressLine.onTerminal());
      case "export" -> ExportCommand.run(environment, rest, System.out);
      case "prepare" -> PrepareCommand.run(environment, rest, System.out);
      case "backup" -> BackupCommand.run(Home.of(environment), rest, System.out);
      case "restore" -> RestoreCommand.run(Home.of(environment), rest, System.out);
      case "down" -> DownCommand.run(Home.of(environment), rest, System.out);
      case "token" ->
          TokenCommand.run(Home.of(environment), rest, Instant.now(), System.out, System.err);
      default -> {
        System.err.println("There is no command '%s'; see ./p2f help.".formatted(command));
        System.exit(USAGE);
      }
    }
  }
}
