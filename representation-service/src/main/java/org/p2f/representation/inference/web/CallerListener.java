package org.p2f.representation.inference.web;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;

/** Answers each message of a call in the name of its caller. */
final class CallerListener<Q> extends SimpleForwardingServerCallListener<Q> {
  private final Caller caller;

  CallerListener(Caller caller, ServerCall.Listener<Q> delegate) {
    super(delegate);
    this.caller = caller;
  }

  @Override
  public void onMessage(Q message) {
    as(() -> super.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    as(super::onHalfClose);
  }

  private void as(Runnable work) {
    Callers.<Object, RuntimeException>as(
        caller,
        () -> {
          work.run();
          return caller;
        });
  }
}
