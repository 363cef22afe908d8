package org.p2f.catalog.job;

/**
 * Whose act ends a failure: the caller changes the request, the operator mends the machine, we mend
 * the code.
 */
public enum Blame {
  USER,
  INFRASTRUCTURE,
  DEFECT
}
