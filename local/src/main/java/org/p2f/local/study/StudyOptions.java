package org.p2f.local.study;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.StudyRequest;

/**
 * What a study is asked to do; what is null is as its preset has it.
 *
 * @param archive a file or a directory of files; null for a data set that is drawn
 * @param preset of the study
 * @param trainingPreset of its training runs
 * @param objectives none for the preset's
 * @param encoders of each objective
 * @param activations score networks without a code whose activations are read beside the codes
 * @param seed of the first encoder
 * @param steps of training
 * @param epochs of heads
 * @param headSeeds of each head
 * @param train images for training, at most; null for all
 * @param test images for testing, at most; null for all
 * @param imageSize height and width to which images are reduced; null to leave them as they are
 * @param report the directory that gets {@code report.html} and {@code report.json}
 */
public record StudyOptions(
    Source source,
    @Nullable Path archive,
    String preset,
    @Nullable String trainingPreset,
    List<String> objectives,
    @Nullable Integer encoders,
    @Nullable Integer activations,
    @Nullable Long seed,
    @Nullable Long steps,
    @Nullable Integer epochs,
    @Nullable Integer headSeeds,
    @Nullable Integer train,
    @Nullable Integer test,
    @Nullable Integer imageSize,
    Path report) {

  public StudyOptions {
    objectives = List.copyOf(objectives);
  }

  /** What is computed, as text: all but where the report goes. */
  public String asked() {
    return new StudyOptions(
            source,
            archive,
            preset,
            trainingPreset,
            objectives,
            encoders,
            activations,
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
  public StudyRequest request(String datasetId) {
    return new StudyRequest()
        .datasetId(datasetId)
        .preset(preset)
        .trainingPreset(trainingPreset)
        .objectives(objectives.isEmpty() ? null : objectives)
        .encoderSeeds(encoders)
        .activations(activations)
        .seed(seed)
        .steps(steps)
        .epochs(epochs)
        .headSeeds(headSeeds);
  }
}
