package org.p2f.local.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.local.Arguments;
import org.p2f.local.LocalFailure;

/**
 * What a study is asked to do; what is null is as the preset has it.
 *
 * @param archive a file or a directory of files; null for synthetic
 * @param encoders of each objective
 * @param steps of training
 * @param train images for training, at most
 * @param test images for testing, at most
 * @param report the directory that gets {@code report.html} and {@code report.json}
 */
record StudyOptions(
    DemoOptions.Source source,
    @Nullable Path archive,
    String preset,
    @Nullable Integer encoders,
    @Nullable Integer steps,
    @Nullable Integer train,
    @Nullable Integer test,
    Path report) {

  private static final Set<String> KNOWN =
      Set.of("dataset", "archive", "preset", "encoders", "steps", "train", "test", "report");

  /**
   * @throws LocalFailure if a word is no option, or a value is not one it can have
   */
  static StudyOptions parse(List<String> words) {
    var arguments = Arguments.parse(words, KNOWN);
    var source = DemoOptions.source(arguments.get("dataset", "synthetic"));
    var preset = DemoOptions.oneOf(arguments, "preset", List.of("tiny", "small"));
    boolean cut = preset.equals("tiny") && source != DemoOptions.Source.SYNTHETIC;
    return new StudyOptions(
        source,
        DemoOptions.archive(source, arguments.get("archive", "")),
        preset,
        DemoOptions.limit(arguments, "encoders", ""),
        DemoOptions.limit(arguments, "steps", ""),
        DemoOptions.limit(arguments, "train", cut ? "6000" : ""),
        DemoOptions.limit(arguments, "test", cut ? "2000" : ""),
        Path.of(arguments.get("report", "p2f-study")).toAbsolutePath().normalize());
  }
}
