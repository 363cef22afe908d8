package org.p2f.benchmarks.plan;

import java.util.Locale;

/** A number that a plan starts from. Those that are measured are of {@link ShardsBenchmark}. */
enum Input {
  IMAGES(1e9, 1, "", Source.CHOSEN, "images of the extraction"),
  TIMES(11, 1, "", Source.CHOSEN, "times of the grid"),
  CODES(128, 1, "", Source.CHOSEN, "values of a code"),
  VALUE_BYTES(4, 2, "B", Source.CHOSEN, "a stored value: 4 for float32, 2 for float16"),
  IMAGE_BYTES(3_072, 1, "B", Source.CHOSEN, "an image of the data set: 3×32×32"),
  IMAGES_PER_INDEX(12_800, 1, "", Source.CODE, "`cluster.imagesPerIndex`"),
  PODS(256, 1, "", Source.CHOSEN, "`cluster.parallelism`: pods at once"),
  PODS_PER_NODE(4, 1, "", Source.CHOSEN, "pods that go with a node"),
  CORES(2, 0.1, "", Source.CHOSEN, "cores of a pod"),
  RETRIES(3, 0, "", Source.CODE, "`cluster.retries` of an index that failed"),
  RATE(
      573,
      1e-3,
      "pairs/s",
      Source.DOCUMENTED,
      "(image, t) pairs that a pod encodes: `small` on two cores"),
  START(
      27,
      0,
      "s",
      Source.DOCUMENTED,
      "2 s for the container, 25 s of a processor for program and model"),
  CRASH(0.001, 0, "", Source.ASSUMED, "probability that a try of an index fails by itself"),
  BACK_OFF(10, 0, "s", Source.WORLD, "before an index is tried again; doubles, at most 360 s"),
  NODE_LIFE(720, 1e-6, "h", Source.ASSUMED, "mean time to the loss of a node"),
  EVICTION(350, 0, "s", Source.WORLD, "until the pods of a lost node run elsewhere: 50 s + 300 s"),
  TAKEOVER(47, 0, "s", Source.CODE, "until a lost worker's job goes on: 20 s, and a start"),
  FILE_LATENCY(500, 0, "µs", Source.ASSUMED, "the shared volume's share of opening a file"),
  VOLUME_RATE(500, 1e-3, "MB/s", Source.ASSUMED, "one process reading or writing the volume"),
  OPEN(40, 0, "µs", Source.MEASURED, "opening a shard"),
  ADOPT(1.57, 0, "µs", Source.MEASURED, "listing a shard that is new to a process"),
  LOOK(1.23, 0, "µs", Source.MEASURED, "listing a shard"),
  WALK(18, 0, "ns", Source.MEASURED, "passing a shard when rows that miss are sought"),
  LOAD(44, 0, "ns", Source.MEASURED, "checking and finding an image when a data set is opened"),
  DIGEST(1_300, 1e-3, "MB/s", Source.MEASURED, "SHA-256"),
  HEAP(1, 1e-3, "GiB", Source.CODE, "`representation.javaOptions`: -Xmx1g"),
  ROW_BYTES(19, 0, "B", Source.MEASURED, "heap an image while a data set's rows are found"),
  LABEL_BYTES(28, 0, "B", Source.MEASURED, "heap an image for labels of one factor"),
  SHARD_BYTES(71, 0, "B", Source.MEASURED, "heap for a shard that is known"),
  NAME_BYTES(179, 0, "B", Source.MEASURED, "heap for a shard that is listed"),
  CONNECTIONS(
      2_000, 1, "", Source.DOCUMENTED, "to Postgres, by PgBouncer as in docs/kubernetes.md"),
  POD_CONNECTIONS(2, 1, "", Source.CODE, "of a pod; 1 with `workers.enabled`"),
  OTHER_CONNECTIONS(20, 0, "", Source.ASSUMED, "of the services"),
  CORE_HOUR(0.04, 0, "$", Source.ASSUMED, "an hour of a core"),
  GB_MONTH(0.30, 0, "$", Source.ASSUMED, "a GB of the shared volume for a month"),
  MONTHS(1, 0, "", Source.CHOSEN, "for which the result is kept"),
  SEED(1, 0, "", Source.CHOSEN, "of what happens at random");

  /** Where a default comes from. */
  enum Source {
    CHOSEN,
    CODE,
    DOCUMENTED,
    MEASURED,
    WORLD,
    ASSUMED
  }

  final double byDefault;
  final double least;
  final String unit;
  final Source source;
  final String meaning;

  Input(double byDefault, double least, String unit, Source source, String meaning) {
    this.byDefault = byDefault;
    this.least = least;
    this.unit = unit;
    this.source = source;
    this.meaning = meaning;
  }

  /** As it is given on the command line: {@code imagesPerIndex}. */
  String word() {
    var word = new StringBuilder();
    for (String part : name().toLowerCase(Locale.ROOT).split("_")) {
      word.append(
          word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return word.toString();
  }
}
