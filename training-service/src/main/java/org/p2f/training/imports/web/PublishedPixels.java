package org.p2f.training.imports.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the published runs subtract from pixels in [0, 1] and divide them by, by preset. Source: the
 * released code of Mittal et al., arXiv:2210.13774.
 *
 * @param mean one per channel
 * @param std one per channel
 */
record PublishedPixels(List<Double> mean, List<Double> std) {
  private static final PublishedPixels AS_THEY_ARE =
      new PublishedPixels(List.of(0., 0., 0.), List.of(1., 1., 1.));

  private static final Map<String, PublishedPixels> BY_PRESET =
      Map.of(
          "paper-cifar10",
          new PublishedPixels(List.of(.4914, .4822, .4465), List.of(.2470, .2435, .2616)),
          "paper-cifar100",
          new PublishedPixels(List.of(.5071, .4867, .4408), List.of(.2675, .2565, .2761)),
          "paper-mini-imagenet",
          new PublishedPixels(
              levels(120.39586422, 115.59361427, 104.54012653),
              levels(70.68188272, 68.27635443, 72.54505529)),
          "paper-synthetic",
          AS_THEY_ARE,
          "paper-cmnist",
          AS_THEY_ARE,
          "paper-celeba",
          AS_THEY_ARE);

  private static List<Double> levels(double red, double green, double blue) {
    return List.of(red / 255, green / 255, blue / 255);
  }

  /** Empty where the preset is of no published data set. */
  public static Optional<PublishedPixels> of(String preset) {
    return Optional.ofNullable(BY_PRESET.get(preset));
  }
}
