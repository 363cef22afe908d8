package org.p2f.downstream.study.driver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param platform address of the gateway, through which steps are asked for; without it there are
 *     no studies
 * @param tokenFile file with a token that may read and run, read anew for every call; a mounted
 *     secret, say
 * @param pollInterval how often to look how steps are getting on
 * @param parallelSteps steps of one study at a time; more only where they do not compete for the
 *     cores
 */
@ConfigurationProperties("p2f.studies")
record StudyProperties(
    @Nullable URI platform,
    @Nullable Path tokenFile,
    @DefaultValue("1s") Duration pollInterval,
    @DefaultValue("1") int parallelSteps) {
  StudyProperties {
    if ((platform == null) != (tokenFile == null)) {
      throw new IllegalArgumentException(
          "p2f.studies.platform and p2f.studies.token-file go together");
    }
    if (parallelSteps < 1 || pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "p2f.studies.parallel-steps and poll-interval must be positive, are %d and %s"
              .formatted(parallelSteps, pollInterval));
    }
  }
}
