package org.p2f.numerics.head;

import java.util.List;

/**
 * Heads that are trained as one program.
 *
 * @param spec what they share
 * @param variants time and learning rate of the heads of a seed, ascending by learning rate, so
 *     that heads of one rate stand together; the time is 0 where the head reads all
 * @param seeds number of seeds
 */
record StackShape(HeadSpec spec, List<Variant> variants, int seeds) {

  /** What tells heads of one spec and seed apart. */
  record Variant(int time, double learningRate) {}

  /** Heads first (inclusive) to last (exclusive) of the model axis, which share a rate. */
  record Rate(int from, int to, double learningRate) {}

  StackShape {
    variants = List.copyOf(variants);
    for (int i = 1; i < variants.size(); i++) {
      if (variants.get(i).learningRate() < variants.get(i - 1).learningRate()) {
        throw new IllegalArgumentException("Not ascending by learning rate: " + variants);
      }
    }
  }

  ModelAxis axis() {
    return new ModelAxis(variants.size(), seeds);
  }

  List<Integer> times() {
    return variants.stream().map(Variant::time).toList();
  }

  List<Rate> rates() {
    var rates = new java.util.ArrayList<Rate>();
    int from = 0;
    for (int i = 1; i <= variants.size(); i++) {
      double rate = variants.get(from).learningRate();
      if (i == variants.size() || variants.get(i).learningRate() > rate) {
        rates.add(new Rate(from * seeds, i * seeds, rate));
        from = i;
      }
    }
    return rates;
  }
}
