package org.p2f.representation.api;

/** An image that is not what the model takes; the message tells why, without naming the image. */
final class InvalidPicture extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPicture(String message) {
    super(message);
  }
}
