package org.p2f.training.dataset.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;

/** Versions of the tus protocol. */
final class TusVersion {
  static final String HEADER = "Tus-Resumable";
  static final String ONE = "1.0.0";

  private TusVersion() {}

  /**
   * @param version null for the one there is
   * @throws Refused if it is another one
   */
  static void require(@Nullable String version) {
    if (version != null && !version.equals(ONE)) {
      throw new Refused(
          new Refusal(
              "unsupported-tus-version",
              412,
              "%s is %s; this service speaks %s".formatted(HEADER, version, ONE),
              List.of(),
              Map.of("Tus-Version", ONE)));
    }
  }
}
