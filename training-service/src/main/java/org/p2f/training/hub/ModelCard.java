package org.p2f.training.hub;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.p2f.training.run.CoursePoint.ProbePoint;

/**
 * All that is told of a model to those who find it on a hub.
 *
 * @param name its maker's for it
 * @param digest SHA-256 over its content
 * @param weights those in the folder
 * @param license the hub's name for it; null if it is not known
 * @param figure the folder's file with the curves of its probes; null if there are none
 */
public record ModelCard(
    String id,
    String name,
    String digest,
    Instant createdAt,
    ModelDescription description,
    Weights weights,
    EncoderSpec encoder,
    Sde diffusion,
    Preprocessing pixels,
    Origin origin,
    Training training,
    List<StudyClaims> studies,
    @Nullable String license,
    @Nullable String figure) {

  public ModelCard {
    studies = List.copyOf(studies);
  }

  /**
   * How it was made.
   *
   * @param codeVersion version of P2F
   * @param imported whether its weights came from elsewhere
   * @param planDigest SHA-256 of the plan as canonical JSON; null if there is no plan
   * @param plan each setting by its path; empty if it is not known
   */
  public record Origin(
      String codeVersion,
      boolean imported,
      @Nullable String runId,
      @Nullable String seed,
      @Nullable String planDigest,
      Map<String, String> plan) {}

  /**
   * What is known of its training.
   *
   * @param seconds from the run's start to its end; null if not known
   * @param probes after the last step that was probed, by time and factor
   * @param losses after the last step at which they were computed, by time
   */
  public record Training(
      @Nullable Double seconds,
      @Nullable Images images,
      List<ProbePoint> probes,
      List<HeldOutPoint> losses) {
    public Training {
      probes = List.copyOf(probes);
      losses = List.copyOf(losses);
    }
  }

  /**
   * The data set.
   *
   * @param source as requests name it
   * @param classes number of values of each factor
   */
  public record Images(
      String id,
      String name,
      String source,
      String digest,
      int train,
      int validation,
      int test,
      Map<String, Integer> classes) {}

  /**
   * What a study found, to whose encoders the model belongs.
   *
   * @param lead its finding in one sentence
   * @param claims empty if it decided none
   */
  public record StudyClaims(String reportId, Instant createdAt, String lead, List<Claim> claims) {
    public StudyClaims {
      claims = List.copyOf(claims);
    }
  }

  /**
   * @param effect null where it was not measured
   */
  public record Claim(String id, String statement, String verdict, @Nullable Effect effect) {}

  /**
   * @param mean over encoders
   * @param low end of its 95 % interval
   */
  public record Effect(double mean, double low, double high, String unit, int encoders) {}

  /**
   * What the encoder is told of a time is its logarithm of the noise here: that of its own
   * diffusion where that is variance-exploding, and otherwise the published one, a mere scale for
   * t.
   */
  public VarianceExploding timeScale() {
    return switch (diffusion) {
      case VarianceExploding own -> own;
      case NoisePreserving _ -> VarianceExploding.published();
    };
  }

  /** Whether probes read the codes of the last step, and not of an earlier one. */
  boolean isProbedAtTheEnd() {
    var probes = training.probes();
    return !probes.isEmpty() && probes.getFirst().step() == description.step();
  }

  /** The card: Markdown with YAML in front. */
  public String markdown() {
    return new CardHead(this).yaml() + new CardText(this).markdown();
  }
}
