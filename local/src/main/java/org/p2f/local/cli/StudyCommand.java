package org.p2f.local.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2f.local.study.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code study}: the paper's claims on a data set, decided over several encoders. */
@Command(
    name = "study",
    description =
        "The paper's claims on a data set, over several encoders, with a report in p2f-study.")
final class StudyCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private StudyArguments arguments = new StudyArguments();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "tiny",
      description = "Of the study: demo, tiny or small (default: ${DEFAULT-VALUE}).")
  private String preset = "";

  @Option(
      names = "--encoders",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Of each objective (default: the preset's).")
  private @Nullable Integer encoders;

  StudyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StudyOnPlatform.run(terminal, options());
    return 0;
  }

  StudyOptions options() {
    return arguments.options(preset, null, encoders, "p2f-study");
  }
}
