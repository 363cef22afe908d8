package org.p2f.training.dataset;

/** Looks into a data set's uploads without making the data set. */
public interface DatasetOutlooks {

  /**
   * @throws UnreadableSource if the import would fail, as far as can be told without decoding
   *     pictures
   */
  DatasetOutlook of(DatasetPlan plan) throws UnreadableSource;

  /** The uploads are not what the source should be; the message names file and cause. */
  final class UnreadableSource extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableSource(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
