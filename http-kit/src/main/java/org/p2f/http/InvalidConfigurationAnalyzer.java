package org.p2f.http;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints an {@link InvalidConfiguration} the way Spring Boot prints its own. */
final class InvalidConfigurationAnalyzer extends AbstractFailureAnalyzer<InvalidConfiguration> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfiguration cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
