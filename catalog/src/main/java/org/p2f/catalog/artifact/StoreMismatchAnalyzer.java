package org.p2f.catalog.artifact;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a {@link StoreMismatch} the way Spring Boot prints what stops a start. */
final class StoreMismatchAnalyzer extends AbstractFailureAnalyzer<StoreMismatch> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreMismatch cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
