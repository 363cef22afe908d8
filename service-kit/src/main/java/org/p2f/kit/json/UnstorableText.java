package org.p2f.kit.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A string holds what no text may; the path to it says where. */
public final class UnstorableText extends MismatchedInputException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, to be told beside the field's name. */
  public static final String MESSAGE = "must be text without U+0000 and half surrogate pairs";

  UnstorableText(JsonParser parser) {
    super(parser, MESSAGE, String.class);
  }
}
