package org.p2f.local.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.StudyRequest;
import org.p2f.local.Arguments;
import org.p2f.local.LocalFailure;

/**
 * What a study is asked to do; what is null is as its preset has it.
 *
 * @param archive a file or a directory of files; null for a data set that is drawn
 * @param preset of the study
 * @param trainingPreset of its training runs
 * @param objectives none for the preset's
 * @param encoders of each objective
 * @param seed of the first encoder
 * @param steps of training
 * @param epochs of heads
 * @param headSeeds of each head
 * @param train images for training, at most; null for all
 * @param test images for testing, at most; null for all
 * @param imageSize height and width to which images are reduced; null to leave them as they are
 * @param report the directory that gets {@code report.html} and {@code report.json}
 */
record StudyOptions(
    Source source,
    @Nullable Path archive,
    String preset,
    @Nullable String trainingPreset,
    List<String> objectives,
    @Nullable Integer encoders,
    @Nullable Long seed,
    @Nullable Long steps,
    @Nullable Integer epochs,
    @Nullable Integer headSeeds,
    @Nullable Integer train,
    @Nullable Integer test,
    @Nullable Integer imageSize,
    Path report) {

  /** The preset of {@code ./p2f demo}. */
  static final String DEMO = "demo";

  /**
   * That of {@code ./p2f study} where it names none; enough images for it are taken of each set.
   */
  private static final String QUICK = "tiny";

  private static final String QUICK_TRAIN = "6000";
  private static final String QUICK_TEST = "2000";

  /** Half the size of drawings and digits: a quarter of the work, and all can still be told. */
  private static final String QUICK_SIZE = "16";

  private static final Set<String> KNOWN =
      Set.of(
          "dataset",
          "archive",
          "preset",
          "objective",
          "seed",
          "steps",
          "epochs",
          "head-seeds",
          "train",
          "test",
          "image-size",
          "report");

  StudyOptions {
    objectives = List.copyOf(objectives);
  }

  /**
   * Of {@code ./p2f demo}, whose {@code --preset} is its training's.
   *
   * @throws LocalFailure if a word is no option, or a value is not one it can have
   */
  static StudyOptions ofDemo(List<String> words) {
    var arguments = Arguments.parse(words, KNOWN);
    var training = arguments.get("preset", "");
    return of(arguments, DEMO, training.isEmpty() ? null : training, null, "p2f-report");
  }

  /**
   * Of {@code ./p2f study}.
   *
   * @throws LocalFailure if a word is no option, or a value is not one it can have
   */
  static StudyOptions ofStudy(List<String> words) {
    var known = new TreeSet<>(KNOWN);
    known.add("encoders");
    var arguments = Arguments.parse(words, known);
    return of(
        arguments, arguments.get("preset", QUICK), null, whole(arguments, "encoders"), "p2f-study");
  }

  private static StudyOptions of(
      Arguments arguments,
      String preset,
      @Nullable String trainingPreset,
      @Nullable Integer encoders,
      String report) {
    var source = Source.of(arguments.get("dataset", "synthetic"));
    boolean quick = Set.of(DEMO, QUICK).contains(preset);
    boolean cut = quick && !source.isDrawn();
    var objectives = new ArrayList<String>();
    for (var name : arguments.get("objective", "").split(",")) {
      if (!name.isBlank()) {
        objectives.add(name.strip());
      }
    }
    return new StudyOptions(
        source,
        source.archive(arguments.get("archive", "")),
        preset,
        trainingPreset,
        objectives,
        encoders,
        number(arguments, "seed", "", 0),
        number(arguments, "steps", "", 1),
        whole(arguments, "epochs"),
        whole(arguments, "head-seeds"),
        whole(arguments, "train", cut ? QUICK_TRAIN : ""),
        whole(arguments, "test", cut ? QUICK_TEST : ""),
        whole(arguments, "image-size", quick && source.isSimple() ? QUICK_SIZE : ""),
        Path.of(arguments.get("report", report)).toAbsolutePath().normalize());
  }

  /** What is computed, as text: all but where the report goes. */
  String asked() {
    return new StudyOptions(
            source,
            archive,
            preset,
            trainingPreset,
            objectives,
            encoders,
            seed,
            steps,
            epochs,
            headSeeds,
            train,
            test,
            imageSize,
            Path.of(""))
        .toString();
  }

  /** As the platform is asked for it. */
  StudyRequest request(String datasetId) {
    return new StudyRequest()
        .datasetId(datasetId)
        .preset(preset)
        .trainingPreset(trainingPreset)
        .objectives(objectives.isEmpty() ? null : objectives)
        .encoderSeeds(encoders)
        .seed(seed)
        .steps(steps)
        .epochs(epochs)
        .headSeeds(headSeeds);
  }

  private static @Nullable Integer whole(Arguments arguments, String name) {
    return whole(arguments, name, "");
  }

  private static @Nullable Integer whole(Arguments arguments, String name, String otherwise) {
    var number = number(arguments, name, otherwise, 1);
    return number == null ? null : Math.toIntExact(number);
  }

  private static @Nullable Long number(
      Arguments arguments, String name, String otherwise, long least) {
    var value = arguments.get(name, otherwise);
    if (value.isEmpty()) {
      return null;
    }
    try {
      long number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new LocalFailure(
        "--%s must be a whole number from %d on, not '%s'.".formatted(name, least, value));
  }
}
