package org.p2f.http;

/** A setting with which a service cannot start; told as a sentence, without a stack trace. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param problem what is wrong, naming the key
   * @param remedy what to do
   */
  public InvalidConfiguration(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
