package org.p2f.benchmarks;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the floating-point operations that oneDNN says it has executed, a multiplication and an
 * addition each counting as one: convolutions, transposed ones, and products of matrices. All else
 * (normalisations, activations, copies) counts nothing, as is usual.
 *
 * @see <a href="https://uxlfoundation.github.io/oneDNN/dev_guide_verbose.html">the log's form</a>
 */
final class OneDnnLog {
  private static final Pattern SIZE = Pattern.compile("([a-z]+)(\\d+)");
  private static final int PRIMITIVE_FROM_EXEC = 2;

  private OneDnnLog() {}

  /**
   * @return 0 for a line that tells of nothing executed, or of nothing that counts
   * @throws IllegalArgumentException if a line that counts is written in another form
   */
  static double operations(String line) {
    if (!line.startsWith("onednn_verbose,")) {
      return 0;
    }
    String[] fields = line.split(",", -1);
    int exec = Arrays.asList(fields).indexOf("exec");
    if (exec < 0) {
      return 0;
    }
    String problem = fields[fields.length - 2];
    return switch (fields[exec + PRIMITIVE_FROM_EXEC]) {
      case "convolution" -> ofConvolution(problem, "oh", "ow");
      case "deconvolution" -> ofConvolution(problem, "ih", "iw");
      case "inner_product" -> 2 * size(problem, "mb") * size(problem, "ic") * size(problem, "oc");
      case "matmul" -> ofProduct(problem);
      default -> 0;
    };
  }

  /** Such as mb64_ic16oc32_ih16oh8kh3sh2dh0ph1_iw16ow8kw3sw2dw0pw1. */
  private static double ofConvolution(String problem, String height, String width) {
    double groups = problem.matches(".*_?g\\d+.*") ? size(problem, "g") : 1;
    return 2
        * size(problem, "mb")
        * size(problem, "ic")
        * size(problem, "oc")
        * size(problem, height)
        * size(problem, width)
        * size(problem, "kh")
        * size(problem, "kw")
        / groups;
  }

  /** Such as 32x16x64:32x64x16. */
  private static double ofProduct(String problem) {
    String[] sides = problem.split(":", -1);
    String[] left = sides[0].split("x", -1);
    String[] right = sides.length > 1 ? sides[1].split("x", -1) : new String[0];
    if (left.length < 2 || right.length != left.length) {
      throw new IllegalArgumentException("Not the sizes of a product: " + problem);
    }
    double operations = 2 * Double.parseDouble(right[right.length - 1]);
    for (String side : left) {
      operations *= Double.parseDouble(side);
    }
    return operations;
  }

  private static double size(String problem, String name) {
    Matcher sizes = SIZE.matcher(problem);
    while (sizes.find()) {
      if (sizes.group(1).equals(name)) {
        return Double.parseDouble(sizes.group(2));
      }
    }
    throw new IllegalArgumentException("There is no %s in %s".formatted(name, problem));
  }
}
