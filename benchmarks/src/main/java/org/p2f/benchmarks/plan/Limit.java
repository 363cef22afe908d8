package org.p2f.benchmarks.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A size at which something gives way.
 *
 * @param at the largest size that it bears: images, or pods at once
 * @param what gives way, and where that is known from
 * @param remedy what can be done about it today
 */
record Limit(double at, Effect effect, String what, String remedy) {
  private static final double TIB = Math.pow(2, 40);
  private static final double LARGEST_UPLOAD = 16 * Math.pow(2, 30);
  private static final int MOST_FILES = 2_000_000;
  private static final int MOST_LABELS = 100_000_000;
  private static final int MOST_INDEXES = 100_000;
  private static final int MOST_PODS = 10_000;
  private static final int PARTS = 10_000;
  private static final double NOTICED = 20;

  /** What happens beyond the size. */
  enum Effect {
    BREAKS("breaks"),
    SLOW("slow"),
    IMPORT("that import refuses"),
    S3("breaks on S3");

    final String words;

    Effect(String words) {
      this.words = words;
    }
  }

  private static List<Limit> ascending(List<Limit> limits) {
    return limits.stream().sorted(Comparator.comparingDouble(Limit::at)).toList();
  }

  /** Of the number of images, the smallest first. */
  static List<Limit> ofImages(Inputs inputs) {
    List<Limit> limits = new ArrayList<>();
    limits.addAll(ofHeap(inputs));
    limits.addAll(ofLooks(inputs));
    limits.addAll(ofDataset(inputs));
    limits.addAll(ofFile(inputs));
    limits.add(
        new Limit(
            (double) MOST_INDEXES * inputs.shardsPerIndex() * ShardsBenchmark.IMAGES_PER_SHARD,
            inputs.get(Input.PODS) > MOST_PODS ? Effect.BREAKS : Effect.SLOW,
            "with more than 100,000 indexes Kubernetes allows 10,000 pods at once",
            "larger `imagesPerIndex`"));
    return ascending(limits);
  }

  private static List<Limit> ofHeap(Inputs inputs) {
    double shard = inputs.get(Input.NAME_BYTES) + inputs.get(Input.SHARD_BYTES);
    double index = inputs.get(Input.ROW_BYTES) + shard / ShardsBenchmark.IMAGES_PER_SHARD;
    double worker = index + inputs.get(Input.LABEL_BYTES);
    String remedy = "a larger heap (`javaOptions`); smaller data sets";
    return List.of(
        new Limit(
            inputs.heapBytes() / worker,
            Effect.BREAKS,
            "the worker's heap: rows of the data set, names of shards, labels",
            remedy),
        new Limit(
            inputs.heapBytes() / index,
            Effect.BREAKS,
            "an index's heap: rows of the data set, names of shards",
            remedy));
  }

  private static List<Limit> ofLooks(Inputs inputs) {
    double starting =
        (inputs.get(Input.ADOPT) / 1e6 + inputs.shardsPerIndex() * inputs.walkSeconds(1))
            / ShardsBenchmark.IMAGES_PER_SHARD;
    double looking = inputs.lookSeconds(1) / ShardsBenchmark.IMAGES_PER_SHARD;
    return List.of(
        new Limit(
            inputs.shardsPerIndex() * inputs.encodeSeconds() / starting,
            Effect.SLOW,
            "the last indexes look through the others' shards for as long as they encode",
            "larger `imagesPerIndex`; smaller data sets"),
        new Limit(
            1 / looking,
            Effect.SLOW,
            "the worker lists shards half of the time",
            "smaller data sets"),
        new Limit(
            NOTICED / looking,
            Effect.SLOW,
            "progress and cancellation are 20 s late",
            "smaller data sets"));
  }

  private static List<Limit> ofDataset(Inputs inputs) {
    return List.of(
        new Limit(
            LARGEST_UPLOAD / inputs.get(Input.IMAGE_BYTES),
            Effect.IMPORT,
            "an uploaded file of 16 GiB, uncompressed (`p2f.uploads.max-size`)",
            "a larger value"),
        new Limit(
            MOST_FILES,
            Effect.IMPORT,
            "a tar of pictures with 2 million entries (`FolderTar`)",
            "NumPy arrays"),
        new Limit(
            MOST_LABELS,
            Effect.BREAKS,
            "no import takes more: 100 million labels of NumPy arrays (`NpyLabels`)",
            "several data sets"),
        new Limit(
            16 * TIB / inputs.get(Input.IMAGE_BYTES),
            Effect.BREAKS,
            "a data set is one file: 16 TiB on ext4",
            "another file system; several data sets"),
        new Limit(
            Integer.MAX_VALUE,
            Effect.BREAKS,
            "rows are counted in 31 bits (`TrajectoriesHeader`)",
            "several data sets"));
  }

  private static List<Limit> ofFile(Inputs inputs) {
    return List.of(
        new Limit(
            5 * TIB / inputs.rowBytes(),
            Effect.S3,
            "trajectories are one object: 5 TiB (at AWS 50 TB since December 2025)",
            "a volume, which Indexed Jobs need anyway"),
        new Limit(
            PARTS * inputs.heapBytes() / inputs.rowBytes(),
            Effect.S3,
            "a part of an upload, a 10,000th of the file, is held in the heap (`S3Uploads`)",
            "a larger heap"),
        new Limit(
            16 * TIB / inputs.rowBytes(),
            Effect.BREAKS,
            "trajectories are one file: 16 TiB on ext4",
            "float16; another file system"));
  }

  /** Of the number of pods at once, the smallest first. */
  static List<Limit> ofPods(Inputs inputs) {
    double encoding = inputs.shards() * inputs.encodeSeconds();
    double connections = inputs.get(Input.CONNECTIONS);
    double own = inputs.get(Input.POD_CONNECTIONS);
    double imageBytes = ShardsBenchmark.IMAGES_PER_SHARD * inputs.get(Input.IMAGE_BYTES);
    return ascending(
        List.of(
            new Limit(
                (connections - inputs.get(Input.OTHER_CONNECTIONS)) / own,
                Effect.BREAKS,
                "%,.0f connections to Postgres, %.0f for a pod".formatted(connections, own),
                "PgBouncer; `max_client_conn`"),
            new Limit(
                encoding / (inputs.joinSeconds() + inputs.sealSeconds()),
                Effect.SLOW,
                "joining the shards, in one process, takes as long as encoding",
                "several data sets; a faster volume; float16"),
            new Limit(
                inputs.indexes(),
                Effect.SLOW,
                "there are no more indexes",
                "smaller `imagesPerIndex`"),
            new Limit(
                inputs.get(Input.VOLUME_RATE) * 1e6 * inputs.encodeSeconds() / imageBytes,
                Effect.SLOW,
                "pods together read the images at the rate of `volumeRate`",
                "a volume whose rate grows with its readers")));
  }
}
