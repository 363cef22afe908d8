package org.p2f.downstream;

import org.p2f.cluster.index.IndexProcess;
import org.p2f.downstream.evaluation.work.EvaluationIndex;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service, or one index of an evaluation where the environment asks for that. */
@SpringBootApplication
@ConfigurationPropertiesScan
class DownstreamService {

  public static void main(String[] args) {
    if (IndexProcess.isAsked(System.getenv())) {
      IndexProcess.main(EvaluationIndex.class, args);
    } else {
      SpringApplication.run(DownstreamService.class, args);
    }
  }
}
