package org.p2f.local.study;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.client.model.DatasetRequest;
import org.p2f.client.model.JobView;
import org.p2f.local.platform.LocalFailure;

/** Uploads a data set's files and imports them, once. */
final class DatasetStep {
  private static final long POLL_MILLIS = 300;
  private static final String TITLE = "Data set";

  private final Calls calls;
  private final UnfinishedRun run;
  private final LiveLine line;

  DatasetStep(Calls calls, UnfinishedRun run, LiveLine line) {
    this.calls = calls;
    this.run = run;
    this.line = line;
  }

  /**
   * @return the data set's id
   */
  String of(StudyOptions options) {
    var request =
        new DatasetRequest()
            .name(options.source().api())
            .source(DatasetRequest.SourceEnum.fromValue(options.source().api()))
            .uploadIds(uploads(options))
            .trainLimit(options.train())
            .testLimit(options.test())
            .imageSize(options.imageSize());
    return follow(
        calls.ask(() -> calls.datasets().createDataset(request, false, run.key("dataset"))));
  }

  private List<String> uploads(StudyOptions options) {
    List<String> ids = new ArrayList<>();
    if (options.archive() != null) {
      for (Path file : ArchiveFiles.of(options.source(), options.archive())) {
        ids.add(run.once("upload-" + file.getFileName(), () -> upload(file.toFile())));
      }
    }
    return ids;
  }

  private String upload(File file) {
    return calls.ask(() -> calls.uploads().createUpload(file.getName(), file, null)).getId();
  }

  /**
   * Follows the import to its end.
   *
   * @return the id of the data set
   * @throws LocalFailure if it failed or was cancelled
   */
  private String follow(JobView submitted) {
    long begun = System.nanoTime();
    var job = submitted;
    while (!isFinal(job)) {
      line.show(job.getProgress(), TITLE + "  " + JobText.of(job));
      Calls.pause(POLL_MILLIS);
      var id = job.getId();
      job = calls.ask(() -> calls.jobs().getJob(id));
    }
    if (job.getState() != JobView.StateEnum.SUCCEEDED) {
      var failure = job.getFailure();
      throw new LocalFailure(
          "%s %s%s (job %s)."
              .formatted(
                  TITLE,
                  job.getState().getValue(),
                  failure == null ? "" : ": " + failure.getDetail(),
                  job.getId()));
    }
    line.tell(String.format(Locale.ROOT, "%s (%.0f s)", TITLE, (System.nanoTime() - begun) / 1e9));
    return job.getArtifacts().getLast();
  }

  private static boolean isFinal(JobView job) {
    return switch (job.getState()) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      default -> false;
    };
  }
}
