package org.p2f.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.study.Source;
import org.p2f.local.study.StudyOptions;
import picocli.CommandLine.Option;

/** The options that {@code demo} and {@code study} share. */
final class StudyArguments {

  /** Presets for which a part of a published data set is enough. */
  private static final Set<String> QUICK = Set.of("demo", "tiny");

  private static final int QUICK_TRAIN = 6000;
  private static final int QUICK_TEST = 2000;

  /**
   * Drawn images cost next to nothing, and heads are told apart by the images they are tested on.
   */
  private static final int QUICK_DRAWN_TEST = 4000;

  /** Half the size of drawings and digits: a quarter of the work, and all can still be told. */
  private static final int QUICK_SIZE = 16;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      converter = SourceConverter.class,
      defaultValue = "synthetic",
      description =
          "synthetic, mnist, colored-mnist, cifar10 or folder (default: ${DEFAULT-VALUE}).")
  private Source source = Source.SYNTHETIC;

  @Option(
      names = "--archive",
      paramLabel = "PATH",
      description = "The data set's file, or a directory of its files.")
  private @Nullable Path archive;

  @Option(
      names = "--objective",
      split = ",",
      paramLabel = "NAMES",
      description = "drl, vdrl or both, with a comma (default: the preset's).")
  private List<String> objectives = List.of();

  @Option(
      names = "--activations",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description =
          "Networks without a code whose activations are read like codes, diffusion features"
              + " (default: the preset's).")
  private @Nullable Integer activations;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = WholeNumber.FromZero.class,
      description = "Of the first encoder (default: 0).")
  private @Nullable Integer seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Of training (default: the preset's).")
  private @Nullable Integer steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Of heads (default: the preset's steps).")
  private @Nullable Integer epochs;

  @Option(
      names = "--head-seeds",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Of each head (default: the preset's).")
  private @Nullable Integer headSeeds;

  @Option(
      names = "--train",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Images for training, at most.")
  private @Nullable Integer train;

  @Option(
      names = "--test",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Images for testing, at most.")
  private @Nullable Integer test;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Height and width to which images are reduced, in pixels.")
  private @Nullable Integer imageSize;

  @Option(names = "--report", paramLabel = "DIR", description = "Gets report.html and report.json.")
  private @Nullable Path report;

  /**
   * @param preset of the study
   * @param trainingPreset of its training runs; null for the study's
   * @param encoders of each objective; null for the preset's
   * @param directory of the report where none is named
   * @throws LocalFailure if the archive is missing, unreadable or needless, or the report cannot be
   *     written; better now than when it is computed
   */
  StudyOptions options(
      String preset,
      @Nullable String trainingPreset,
      @Nullable Integer encoders,
      String directory) {
    boolean quick = QUICK.contains(preset);
    boolean cut = quick && !source.isDrawn();
    int quickTest = source.isDrawn() ? QUICK_DRAWN_TEST : QUICK_TEST;
    return new StudyOptions(
        source,
        readable(),
        preset,
        trainingPreset,
        objectives.stream().map(String::strip).filter(name -> !name.isEmpty()).toList(),
        encoders,
        activations,
        seed == null ? null : Long.valueOf(seed),
        steps == null ? null : Long.valueOf(steps),
        epochs,
        headSeeds,
        train == null && cut ? Integer.valueOf(QUICK_TRAIN) : train,
        test == null && quick ? Integer.valueOf(quickTest) : test,
        imageSize == null && quick && source.isSimple() ? Integer.valueOf(QUICK_SIZE) : imageSize,
        writable(Objects.requireNonNullElse(report, Path.of(directory))));
  }

  private static Path writable(Path directory) {
    var whole = directory.toAbsolutePath().normalize();
    var there = whole;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new LocalFailure(
          "--report %s: %s is no directory that can be written to.".formatted(whole, there));
    }
    return whole;
  }

  private @Nullable Path readable() {
    if (source.isDrawn()) {
      if (archive != null) {
        throw new LocalFailure(
            "--archive goes with --dataset mnist, colored-mnist, cifar10 or folder.");
      }
      return null;
    }
    if (archive == null) {
      throw new LocalFailure("--dataset %s needs --archive PATH.".formatted(source.word()));
    }
    var path = archive.toAbsolutePath().normalize();
    if (!Files.isReadable(path)) {
      throw new LocalFailure("There is no readable %s.".formatted(path));
    }
    return path;
  }
}
