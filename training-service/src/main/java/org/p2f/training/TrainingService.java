package org.p2f.training;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Imports data sets and trains encoders. */
@SpringBootApplication
@ConfigurationPropertiesScan
class TrainingService {

  public static void main(String[] args) {
    SpringApplication.run(TrainingService.class, args);
  }
}
