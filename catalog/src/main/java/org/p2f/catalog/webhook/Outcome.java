package org.p2f.catalog.webhook;

/** How work ends. */
public enum Outcome {
  SUCCEEDED,
  FAILED,
  CANCELLED
}
