package org.p2f.kit.body;

import org.p2f.kit.problem.Problems;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Coded bodies are decoded or refused on every route of a service. */
@AutoConfiguration
public class BodyAutoConfiguration {

  @Bean
  ContentCodingFilter contentCodingFilter(Problems problems) {
    return new ContentCodingFilter(problems);
  }
}
