package org.p2f.kit.name;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** Thrown when a field has a name that could mean several things. */
public final class AmbiguousField extends MismatchedInputException {
  private static final long serialVersionUID = 1L;

  AmbiguousField(JsonParser parser, String message) {
    super(parser, message, String.class);
  }
}
