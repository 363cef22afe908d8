package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.TrajectorySplit;

/**
 * A data set, the network that represents it, and what the result is to be. For use by one thread.
 *
 * @param title of the result
 */
record Extraction(
    String title,
    ImageDataset dataset,
    ExtractionImages images,
    Representer network,
    ExtractionTerms terms,
    TrajectoriesHeader header)
    implements AutoCloseable {

  /**
   * @throws org.p2f.catalog.job.JobFailure if the model does not take the images
   */
  static Extraction of(
      String title, ImageDataset dataset, Representer network, ExtractionTerms terms) {
    terms.requireFitting(dataset, network.spec());
    var images = new ExtractionImages(dataset);
    return new Extraction(
        title, dataset, images, network, terms, terms.header(dataset, images, network.width()));
  }

  /** Codes of all images at all times. */
  long encodings() {
    return (long) (header.train() + header.test()) * header.times().size();
  }

  /** Codes that no shard holds yet. */
  long missing(TrajectoriesWriter writer) {
    long images = 0;
    for (var split : TrajectorySplit.values()) {
      images += writer.missing(split).stream().mapToLong(gap -> gap.to() - gap.from()).sum();
    }
    return images * header.times().size();
  }

  /** The only writer of the trajectories. */
  TrajectoriesWriter open(Path target) throws IOException {
    return TrajectoriesWriter.open(target, header, terms.stored());
  }

  /** One writer of the trajectories among several. */
  TrajectoriesWriter join(Path target) throws IOException {
    return TrajectoriesWriter.join(target, header, terms.stored());
  }

  /**
   * Represents shards that are not represented yet.
   *
   * @param workspace in which the writer has its shards
   * @param threads of the network's engine
   * @param goOn asked often, with the number of codes since it was asked last
   * @return false if told not to go on before the end
   */
  boolean write(
      List<Shard> shards,
      TrajectoriesWriter writer,
      JobWorkspace workspace,
      int threads,
      IntPredicate goOn)
      throws IOException {
    try (var encoder = new ShardEncoder(network, images, header.times(), Shard.IMAGES, threads)) {
      for (Shard shard : shards) {
        int from = shard.rows().from();
        Optional<MemorySegment> codes =
            encoder.encode(shard.split(), from, shard.rows().to(), goOn);
        if (codes.isEmpty()) {
          return false;
        }
        workspace.keep(writer.write(shard.split(), from, codes.get()));
      }
      return true;
    }
  }

  /** Makes the trajectories of their shards, which are all there. */
  void finish(TrajectoriesWriter writer) throws IOException {
    writer.finish(images.labels(TrajectorySplit.TRAIN), images.labels(TrajectorySplit.TEST));
  }

  @Override
  public void close() {
    try (dataset) {
      network.close();
    }
  }
}
