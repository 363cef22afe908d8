package org.p2f.training.dataset.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.spec.data.ImageSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

class KnownFilesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enumNamingStrategy((_, _, name) -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .build();

  @Configuration
  @EnableConfigurationProperties(KnownDataProperties.class)
  static class Binding {}

  private static KnownDataProperties bound(String... settings) {
    var holder = new KnownDataProperties[1];
    new ApplicationContextRunner()
        .withUserConfiguration(Binding.class)
        .withPropertyValues(settings)
        .run(context -> holder[0] = context.getBean(KnownDataProperties.class));
    return holder[0];
  }

  @Test
  void nothingIsFetchedUnlessTheOperatorSaysSo() {
    assertThat(bound()).isEqualTo(new KnownDataProperties(false, Duration.ofSeconds(30), Map.of()));
    assertThat(
            bound(
                "p2f.known-data.enabled=true",
                "p2f.known-data.patience=5s",
                "p2f.known-data.addresses.cifar10=https://mirror.example/cifar"))
        .isEqualTo(
            new KnownDataProperties(
                true,
                Duration.ofSeconds(5),
                Map.of(ImageSource.CIFAR10, URI.create("https://mirror.example/cifar"))));
  }

  @Test
  void addressesThatAreNoneStopTheStart() {
    for (String address : new String[] {"file:///etc", "ftp://host/x", "mirror"}) {
      assertThatThrownBy(
              () ->
                  new KnownDataProperties(
                      true, Duration.ofSeconds(1), Map.of(ImageSource.MNIST, URI.create(address))))
          .hasMessageContaining(address);
    }
  }

  @Test
  void everyKnownFileHasItsDigestAndAMirrorChangesItsFolderOnly() {
    var known =
        new KnownFiles(
            new KnownDataProperties(
                false,
                Duration.ofSeconds(1),
                Map.of(ImageSource.CIFAR10, URI.create("https://mirror.example/cifar"))),
            JSON);
    assertThat(known.areAllowed()).isFalse();
    assertThat(known.of(ImageSource.MNIST)).hasSize(4);
    assertThat(known.of(ImageSource.COLORED_MNIST)).isEqualTo(known.of(ImageSource.MNIST));
    assertThat(known.of(ImageSource.FASHION_MNIST)).hasSize(4);
    assertThat(known.of(ImageSource.CIFAR10))
        .extracting(KnownFile::address)
        .containsExactly(URI.create("https://mirror.example/cifar/cifar-10-binary.tar.gz"));
    assertThat(known.of(ImageSource.CELEBA)).isEmpty(); // its terms must be agreed to
  }
}
