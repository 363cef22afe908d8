package org.p2f.downstream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Trains heads on trajectories and examines them. */
@SpringBootApplication
@ConfigurationPropertiesScan
class DownstreamService {

  public static void main(String[] args) {
    SpringApplication.run(DownstreamService.class, args);
  }
}
