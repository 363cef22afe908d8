package org.p2f.representation.encoding;

/**
 * How codes were interpolated in t, and how far off that may be.
 *
 * @param grid times from whose exact codes
 * @param errorBound largest deviation from exact codes, as a share of the largest of those:
 *     measured on the model's reference images halfway between neighbouring times of the grid,
 *     where it is largest or nearly so. Other images may deviate by more
 */
public record Interpolation(Method method, TimeGrid grid, double errorBound) {

  /** What runs through the codes at the grid's times. */
  public enum Method {
    /** As {@link TimeGrid} tells. */
    CUBIC
  }
}
