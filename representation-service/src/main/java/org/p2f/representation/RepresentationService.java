package org.p2f.representation;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RepresentationService {

  public static void main(String[] args) {
    SpringApplication.run(RepresentationService.class, args);
  }
}
