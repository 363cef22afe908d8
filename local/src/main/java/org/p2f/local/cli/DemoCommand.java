package org.p2f.local.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2f.local.study.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: one encoder beside its untrained control, in minutes. */
@Command(
    name = "demo",
    description =
        "One encoder beside its untrained control: what each t tells, with a report in p2f-report.")
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private StudyArguments arguments = new StudyArguments();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Of training: tiny, small, … (default: tiny).")
  private @Nullable String preset;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StudyOnPlatform.run(terminal, options());
    return 0;
  }

  StudyOptions options() {
    return arguments.options("demo", preset, null, "p2f-report");
  }
}
