package org.p2f.numerics.semisupervised;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.information.LabelPropagation;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.semisupervised.RoundResult.Scores;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Split;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/**
 * LaplaceNet's loop (Sellars et al., arXiv:2106.04527): a classifier is trained on few labelled
 * images; then, in each round, the labels are spread over a graph of the training images' features,
 * and it is trained further on labelled images and on those that labels were spread to. Beside it a
 * control goes on from the same start on labelled images alone, in as many steps.
 *
 * <p>With setting, engine and its number of threads equal, results are equal bit for bit, however
 * often the learning is saved and resumed. For use by one platform thread; data set and engine must
 * outlive it.
 */
public final class SemiSupervisedLearning implements AutoCloseable {
  private static final String LEARNER = "learner.";
  private static final String CONTROL = "control.";
  private static final String PHASES = "phases";
  private static final double NANOS = 1e9;

  private final Setting setting;
  private final SemiSupervisedSpec spec;
  private final TrainingPool pool;
  private final Batches batches;
  private final Classifier classifier;
  private final int[] test;
  private final int[] testTruth;
  private final Learner learner;
  private @Nullable Learner control;
  private @Nullable PseudoLabels pseudoLabels;

  /** The training on labelled images, and the rounds. */
  private int phasesDone;

  /**
   * All that decides what is learnt.
   *
   * @param labels the known ones
   * @param seed of weights, order, augmentation and mixtures
   */
  public record Setting(
      Engine engine,
      ClassifierSpec classifier,
      SemiSupervisedSpec training,
      ImageDataset data,
      FewLabels labels,
      long seed) {}

  /** Makes the state of one of the two classifiers. */
  @FunctionalInterface
  private interface States {
    ClassifierState of(Classifier classifier, String which);
  }

  private SemiSupervisedLearning(
      Setting setting,
      TrainingPool pool,
      Classifier classifier,
      Learner learner,
      @Nullable Learner control,
      int phasesDone) {
    this.setting = setting;
    this.spec = setting.training();
    this.pool = pool;
    this.classifier = classifier;
    this.learner = learner;
    this.control = control;
    this.phasesDone = phasesDone;
    this.batches = new Batches(spec, pool, new RandomStreams(setting.seed()));
    this.test = setting.data().indices(Split.TEST);
    this.testTruth = TrainingPool.truth(setting.data(), test, setting.labels().factor());
  }

  private static SemiSupervisedLearning open(Setting setting, int phasesDone, States states) {
    if (setting.data().indices(Split.TEST).length == 0) {
      throw new IllegalArgumentException("The data set has no test images");
    }
    var pool = TrainingPool.of(setting.data(), setting.labels());
    var classifier =
        new Classifier(
            setting.engine(),
            setting.classifier(),
            setting.training(),
            setting.data(),
            new RandomStreams(setting.seed()));
    try {
      return new SemiSupervisedLearning(
          setting,
          pool,
          classifier,
          new Learner(classifier, states.of(classifier, LEARNER), pool),
          phasesDone == 0 ? null : new Learner(classifier, states.of(classifier, CONTROL), pool),
          phasesDone);
    } catch (RuntimeException e) {
      classifier.close();
      throw e;
    }
  }

  /**
   * From random weights.
   *
   * @throws IllegalArgumentException if the parts of the setting do not fit each other
   */
  public static SemiSupervisedLearning start(Setting setting) {
    return open(setting, 0, (classifier, which) -> classifier.initial());
  }

  /**
   * From a model's encoder; the linear layer is random.
   *
   * @param weights of the model
   * @throws IllegalArgumentException if the parts of the setting do not fit each other or the
   *     weights
   */
  public static SemiSupervisedLearning start(Setting setting, SafetensorsFile weights) {
    return open(setting, 0, (classifier, which) -> classifier.initial(weights));
  }

  /**
   * Where it was saved, with the same setting.
   *
   * @throws IOException if the file cannot be read
   */
  public static SemiSupervisedLearning resume(Setting setting, Path saved) throws IOException {
    try (var file = SafetensorsFile.open(saved)) {
      int phases = Integer.parseInt(file.metadata().getOrDefault(PHASES, ""));
      long step = setting.training().stepsAfter(phases - 1);
      return open(setting, phases, (classifier, which) -> classifier.read(file, which, step));
    } catch (NumberFormatException e) {
      throw new IOException("%s holds no state of learning".formatted(saved.getFileName()), e);
    }
  }

  /** Number of results so far: the training on labelled images gives one, each round another. */
  public int done() {
    return phasesDone;
  }

  public boolean finished() {
    return phasesDone > spec.rounds();
  }

  /**
   * Trains on labelled images the first time, then does a round.
   *
   * @throws NotFinite if training diverges
   * @throws IllegalStateException if all rounds are done
   */
  public RoundResult next(SemiSupervisedProgress progress) {
    if (finished()) {
      throw new IllegalStateException("All %d rounds are done".formatted(spec.rounds()));
    }
    var other = control;
    var result = other == null ? begin(progress) : round(other, progress);
    phasesDone++;
    return result;
  }

  private RoundResult begin(SemiSupervisedProgress progress) {
    var counted = new Counted(progress, 0);
    double seconds =
        learner.train(0, spec.supervisedSteps(), s -> batches.of(s, null), counted::step);
    control =
        new Learner(
            classifier, learner.state().copy(setting.engine(), spec.supervisedSteps()), pool);
    var scores = learner.scores(test, testTruth, seconds, counted::same);
    return new RoundResult(0, spec.supervisedSteps(), null, scores, scores);
  }

  private RoundResult round(Learner other, SemiSupervisedProgress progress) {
    long from = spec.stepsAfter(phasesDone - 1);
    long to = spec.stepsAfter(phasesDone);
    var counted = new Counted(progress, 2 * from - spec.supervisedSteps());
    long begun = System.nanoTime();
    var found = spread(learner, counted);
    double seconds = (System.nanoTime() - begun) / NANOS;
    pseudoLabels = found;
    var labels =
        new RoundResult.Labels(
            found.propagatedAccuracy(),
            pool.accuracyOfUnlabelled(found.answers()),
            found.meanCertainty(pool.unlabelled()),
            pool.accuracyOfUnlabelled(spread(other, counted).answers()),
            seconds);
    double learnt = learner.train(from, to, s -> batches.of(s, found), counted::step);
    Scores scores = learner.scores(test, testTruth, learnt, counted::same);
    double controlled = other.train(from, to, s -> batches.of(s, null), counted::step);
    return new RoundResult(
        phasesDone, to, labels, scores, other.scores(test, testTruth, controlled, counted::same));
  }

  private PseudoLabels spread(Learner of, Counted counted) {
    return PseudoLabels.of(
        setting.engine(),
        pool,
        of.ofPool(counted::same),
        setting.classifier().classes(),
        spec.pseudoLabels(),
        points -> counted.same());
  }

  /** Steps as progress hears them. */
  private static final class Counted {
    private final SemiSupervisedProgress progress;
    private long steps;

    Counted(SemiSupervisedProgress progress, long steps) {
      this.progress = progress;
      this.steps = steps;
    }

    void step() {
      progress.at(steps++);
    }

    void same() {
      progress.at(steps);
    }
  }

  /**
   * The labels of the training images with which the last round began, by the images' numbers in
   * the data set; none before the first round and after resuming.
   */
  public List<PseudoLabel> labels() {
    var found = pseudoLabels;
    return found == null
        ? List.of()
        : IntStream.range(0, pool.images().length)
            .mapToObj(
                point ->
                    new PseudoLabel(
                        pool.images()[point],
                        found.answers()[point],
                        found.certainties()[point],
                        pool.known()[point] != LabelPropagation.UNKNOWN))
            .toList();
  }

  /**
   * Writes all that the rounds to come depend on.
   *
   * @param file appears or is replaced
   * @throws IllegalStateException before the training on labelled images is done
   */
  public void save(Path file) throws IOException {
    var other = control;
    if (other == null) {
      throw new IllegalStateException("Nothing is done yet");
    }
    var infos = new ArrayList<TensorInfo>(learner.state().infos(LEARNER));
    infos.addAll(other.state().infos(CONTROL));
    var metadata = Map.of(PHASES, Integer.toString(phasesDone));
    try (var writer = SafetensorsWriter.create(file, infos, metadata, Durability.SYNCED)) {
      learner.state().write(writer, LEARNER);
      other.state().write(writer, CONTROL);
    }
  }

  /**
   * Writes the classifier that learns from pseudo-labels as it is now: its encoder's tensors named
   * as in a model's files, and {@code classifier.weight} [classes, d] and {@code classifier.bias}.
   */
  public void exportClassifier(Path file) throws IOException {
    learner.state().export(file);
  }

  @Override
  public void close() {
    learner.close();
    var other = control;
    if (other != null) {
      other.close();
    }
    classifier.close();
  }
}
