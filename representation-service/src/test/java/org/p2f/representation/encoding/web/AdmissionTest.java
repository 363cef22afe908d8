package org.p2f.representation.encoding.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.Encodings;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.util.ServletRequestPathUtils;

class AdmissionTest {

  /** Encodings of which only their load matters. */
  private record Loaded(Optional<EncodingRefusal> overload) implements Encodings {
    @Override
    public Encoded encode(ModelCard card, Weights weights, List<Picture> all, Times times) {
      throw new UnsupportedOperationException("Nothing is encoded here");
    }
  }

  private static Admission admission(EncodingRefusal... overload) {
    return new Admission(new Loaded(List.of(overload).stream().findFirst()));
  }

  private static boolean enters(Admission admission) {
    return admission.preHandle(
        new MockHttpServletRequest(), new MockHttpServletResponse(), "handler");
  }

  @Test
  void whoeverComesWhileThereIsRoomEnters() {
    assertThat(enters(admission())).isTrue();
  }

  @Test
  void whoeverComesWhileTheQueueIsFullIsToldSo() {
    var full = admission(new EncodingRefusal.QueueFull(7, Duration.ofSeconds(3)));
    assertThatThrownBy(() -> enters(full))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.refusal().status()).isEqualTo(429);
              assertThat(refused.refusal().headers()).containsEntry("Retry-After", "3");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/encodings", "/v2/models/mdl-1/infer", "/v2/models/mdl-1/versions/0f/infer"})
  void itStandsBeforeWhatIsEncodedAtOnce(String path) {
    assertThat(guards(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/trajectories", "/v2/models/mdl-1/ready", "/v1/served-models"})
  void nothingElseHasToDoWithTheQueue(String path) {
    assertThat(guards(path)).isFalse();
  }

  private static boolean guards(String path) {
    var registry = new OpenRegistry();
    admission().addInterceptors(registry);
    var request = new MockHttpServletRequest("POST", path);
    ServletRequestPathUtils.parseAndCache(request);
    return registry.interceptors().stream()
        .anyMatch(one -> one instanceof MappedInterceptor mapped && mapped.matches(request));
  }

  private static final class OpenRegistry extends InterceptorRegistry {
    List<Object> interceptors() {
      return getInterceptors();
    }
  }
}
