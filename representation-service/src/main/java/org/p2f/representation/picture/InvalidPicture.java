package org.p2f.representation.picture;

/** An image that is not what the model takes; the message tells why, without naming the image. */
public final class InvalidPicture extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidPicture(String message) {
    super(message);
  }
}
