package org.p2f.representation.trajectory.work;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What the process of an index is told by its environment.
 *
 * @param job whose index it is
 * @param workspace of the job, on a volume that it shares with the job's worker; null where
 *     workspaces are not shared
 * @param images of each index but the last
 * @param number of the index, from 0
 * @param message where it says at its end why it failed, if that file is there: as a container of
 *     Kubernetes by default
 */
record IndexSettings(
    String job,
    @Nullable Path workspace,
    int images,
    int number,
    @DefaultValue("/dev/termination-log") Path message) {
  static final String JOB = "P2F_INDEX_JOB";
  static final String WORKSPACE = "P2F_INDEX_WORKSPACE";
  static final String IMAGES = "P2F_INDEX_IMAGES";

  /** Bound here: the service itself has none of them. */
  static IndexSettings of(Environment environment) {
    return Binder.get(environment).bind("p2f.index", IndexSettings.class).get();
  }

  IndexSettings {
    if (images < 1 || number < 0) {
      throw new IllegalArgumentException(
          "p2f.index: images must be at least 1 and number at least 0, are %d and %d"
              .formatted(images, number));
    }
  }
}
