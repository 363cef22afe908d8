package org.p2f.local.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.DatasetRequest;

/** Uploads a data set's files and imports them, once. */
final class DatasetStep {
  private final Calls calls;
  private final DemoRun run;

  DatasetStep(Calls calls, DemoRun run) {
    this.calls = calls;
    this.run = run;
  }

  /**
   * @param archive null for a data set that is drawn
   * @param train images for training, at most; null for all
   * @param test images for testing, at most; null for all
   * @return the data set's id
   */
  String of(
      DemoOptions.Source source,
      @Nullable Path archive,
      @Nullable Integer train,
      @Nullable Integer test) {
    var request =
        new DatasetRequest()
            .name(source.api())
            .source(DatasetRequest.SourceEnum.fromValue(source.api()))
            .uploadIds(uploads(source, archive))
            .trainLimit(train)
            .testLimit(test);
    return calls.follow(
        "Data set", calls.ask(() -> calls.datasets().createDataset(request, run.key("dataset"))));
  }

  private List<String> uploads(DemoOptions.Source source, @Nullable Path archive) {
    List<String> ids = new ArrayList<>();
    if (archive != null) {
      for (Path file : ArchiveFiles.of(source, archive)) {
        ids.add(run.once("upload-" + file.getFileName(), () -> upload(file.toFile())));
      }
    }
    return ids;
  }

  private String upload(File file) {
    return calls.ask(() -> calls.uploads().createUpload(file.getName(), file, null)).getId();
  }
}
