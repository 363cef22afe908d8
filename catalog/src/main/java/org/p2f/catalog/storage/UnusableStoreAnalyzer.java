package org.p2f.catalog.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints an {@link UnusableStore} the way Spring Boot prints what stops a start. */
final class UnusableStoreAnalyzer extends AbstractFailureAnalyzer<UnusableStore> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableStore cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
