package org.p2f.catalog.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts and times requests to a bucket, with their repetitions, by operation and outcome: {@code
 * ok}, {@code missing} or {@code failed}.
 */
final class S3Meters implements ExecutionInterceptor {
  static final String REQUESTS = "p2f.store.s3.requests";

  private static final ExecutionAttribute<Timer.Sample> STARTED =
      new ExecutionAttribute<>("p2f.started");

  private final MeterRegistry meters;

  S3Meters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(STARTED, Timer.start(meters));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    stop(attributes, "ok");
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    boolean isMissing =
        context.exception() instanceof AwsServiceException e && e.statusCode() == 404;
    stop(attributes, isMissing ? "missing" : "failed");
  }

  private void stop(ExecutionAttributes attributes, String outcome) {
    Timer.Sample started = attributes.getAttribute(STARTED);
    if (started != null) {
      String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      started.stop(meters.timer(REQUESTS, "operation", operation, "outcome", outcome));
    }
  }
}
