package org.p2f.spec.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a score network's input and output stand for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Preconditioning.None.class, name = "none"),
  @JsonSubTypes.Type(value = Preconditioning.Edm.class, name = "edm")
})
public sealed interface Preconditioning {

  /**
   * The network sees x_t as it is and its output is taken for the noise (Song et al.,
   * arXiv:2011.13456).
   */
  record None() implements Preconditioning {}

  /**
   * EDM's (Karras et al., arXiv:2206.00364, Table 1): the denoised image is c_skip·x_t + c_out·F(
   * c_in·x_t), scaled so that the network's input and its target have unit variance at every noise
   * level. For variance-exploding diffusions.
   *
   * @param dataStd σ_data, the standard deviation of preprocessed pixels, above 0
   */
  record Edm(double dataStd) implements Preconditioning {
    public Edm {
      if (!(dataStd > 0 && dataStd < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The data's standard deviation is above 0, got " + dataStd);
      }
    }
  }
}
