package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.List;
import org.p2f.representation.encoding.work.Batch.Row;

/**
 * Computes rows of one model. Whoever holds on to it says so: it is freed when it has been retired
 * and nobody uses it any more.
 */
interface RowEncoder {

  /**
   * Takes hold of it.
   *
   * @return false if it is freed already; then there is nothing to {@link #release}
   */
  boolean use();

  /** Lets go of it, once for every {@link #use}. */
  void release();

  /** From now on nobody new uses it. */
  void retire();

  /** Computes the rows and writes each one's code to where its task wants it. For one thread. */
  void encode(List<Row> rows);

  /** Rows with which a batch is fastest, a power of two; more are cut into several batches. */
  int mostRows();

  /** How long a full batch took when nothing else ran. */
  Duration fullBatch();
}
