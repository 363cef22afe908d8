package org.p2f.downstream.analysis;

import java.util.List;

/**
 * What the codes at each two times tell about each other; means over encoders.
 *
 * @param normalized NMI as published, [times][times], symmetric
 * @param raw estimated mutual information in nats; the diagonal, MINE(z, z), stands in for an
 *     entropy and is an artefact of the estimator where codes are continuous
 * @param floor for each time, what the estimator finds where the other code is another image's
 * @param critics trained in all
 * @param steps of each
 * @param encoders the same, by encoder, in the order of the plan
 */
public record Information(
    List<List<Double>> normalized,
    List<List<Double>> raw,
    List<Double> floor,
    long critics,
    int steps,
    List<EncoderInformation> encoders) {

  public Information {
    normalized = normalized.stream().map(List::copyOf).toList();
    raw = raw.stream().map(List::copyOf).toList();
    floor = List.copyOf(floor);
    encoders = List.copyOf(encoders);
  }

  /** One encoder's maps. */
  public record EncoderInformation(
      String trajectoriesId,
      List<List<Double>> normalized,
      List<List<Double>> raw,
      List<Double> floor) {
    public EncoderInformation {
      normalized = normalized.stream().map(List::copyOf).toList();
      raw = raw.stream().map(List::copyOf).toList();
      floor = List.copyOf(floor);
    }
  }
}
