package org.p2f.representation;

import org.p2f.cluster.index.IndexProcess;
import org.p2f.representation.trajectory.work.ExtractionIndex;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service, or one index of an extraction where the environment asks for that. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RepresentationService {

  public static void main(String[] args) {
    if (IndexProcess.isAsked(System.getenv())) {
      IndexProcess.main(ExtractionIndex.class, args);
    } else {
      SpringApplication.run(RepresentationService.class, args);
    }
  }
}
