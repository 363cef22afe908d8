package org.p2f.training.dataset.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;

/** Whether a request's uploads are there. */
@Component
public class UploadChecks {
  private final Artifacts artifacts;

  UploadChecks(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * @param uploads ids by the fields that name them
   * @throws Refused naming every field that names no upload
   */
  public void require(Map<String, String> uploads) {
    List<InvalidField> errors = new ArrayList<>();
    uploads.forEach(
        (field, id) ->
            artifacts
                .find(id)
                .map(Artifact::kind)
                .ifPresentOrElse(
                    kind -> {
                      if (kind != ArtifactKind.UPLOAD) {
                        errors.add(new InvalidField(field, "is no upload"));
                      }
                    },
                    () -> errors.add(new InvalidField(field, "is unknown"))));
    if (!errors.isEmpty()) {
      throw Refused.fields(errors);
    }
  }
}
