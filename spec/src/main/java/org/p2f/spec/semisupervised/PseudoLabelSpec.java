package org.p2f.spec.semisupervised;

/**
 * How labels are found for images that have none, and how much they count.
 *
 * @param propagation of the known labels over the images' features
 * @param aligned whether the classes are brought towards the shares that they have among the known
 *     labels
 * @param weights how much they count
 */
public record PseudoLabelSpec(
    PropagationSpec propagation, boolean aligned, PseudoLabelWeights weights) {

  /** LaplaceNet's. */
  public static PseudoLabelSpec laplaceNet() {
    return new PseudoLabelSpec(PropagationSpec.laplaceNet(), true, PseudoLabelWeights.EQUAL);
  }
}
