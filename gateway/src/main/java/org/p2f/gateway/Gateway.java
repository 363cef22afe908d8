package org.p2f.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The gateway's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Gateway {

  public static void main(String[] arguments) {
    SpringApplication.run(Gateway.class, arguments);
  }
}
