package org.p2f.cluster.index;

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
 * @param size what each index but the last does, in the job's own units
 * @param number of the index, from 0
 * @param message where it says at its end why it failed, if that file is there: as a container of
 *     Kubernetes by default
 */
record IndexSettings(
    String job,
    @Nullable Path workspace,
    int size,
    int number,
    @DefaultValue("/dev/termination-log") Path message) {
  static final String JOB = "P2F_INDEX_JOB";
  static final String WORKSPACE = "P2F_INDEX_WORKSPACE";
  static final String SIZE = "P2F_INDEX_SIZE";

  /** Bound here: the service itself has none of them. */
  static IndexSettings of(Environment environment) {
    return Binder.get(environment).bind("p2f.index", IndexSettings.class).get();
  }

  IndexSettings {
    if (size < 1 || number < 0) {
      throw new IllegalArgumentException(
          "p2f.index: size must be at least 1 and number at least 0, are %d and %d"
              .formatted(size, number));
    }
  }
}
