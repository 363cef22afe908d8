package org.p2f.numerics.train;

import java.util.List;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.TensorSpec;

/** Number of trained values of the two networks. */
public record ParameterCount(long encoder, long scoreNetwork) {

  static ParameterCount of(List<TensorSpec> parameters) {
    long all = parameters.stream().mapToLong(TensorSpec::elements).sum();
    long encoder =
        parameters.stream()
            .filter(p -> p.name().startsWith(ModelSpec.ENCODER_PREFIX))
            .mapToLong(TensorSpec::elements)
            .sum();
    return new ParameterCount(encoder, all - encoder);
  }
}
