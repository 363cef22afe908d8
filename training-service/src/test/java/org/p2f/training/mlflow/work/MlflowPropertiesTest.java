package org.p2f.training.mlflow.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pins every default, and sets every key. */
class MlflowPropertiesTest {
  @TempDir Path folder;

  @Test
  void nobodyIsToldByDefault() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new MlflowProperties(
                null,
                null,
                null,
                null,
                "p2f-",
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofDays(1)));
  }

  @Test
  void everyKey() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    assertThat(
            bind(
                Map.of(
                    "p2f.mlflow.tracking-uri", "https://mlflow.example.org/team",
                    "p2f.mlflow.username", "ada",
                    "p2f.mlflow.password-file", secret.toString(),
                    "p2f.mlflow.experiment-prefix", "",
                    "p2f.mlflow.public-address", "https://p2f.example.org",
                    "p2f.mlflow.poll", "1s",
                    "p2f.mlflow.patience", "2s",
                    "p2f.mlflow.first-retry", "3s",
                    "p2f.mlflow.longest-retry", "4s",
                    "p2f.mlflow.give-up-after", "5s")))
        .isEqualTo(
            new MlflowProperties(
                URI.create("https://mlflow.example.org/team"),
                null,
                "ada",
                secret,
                "",
                URI.create("https://p2f.example.org"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5)));
    assertThat(bind(Map.of("p2f.mlflow.token-file", secret.toString())).tokenFile())
        .isEqualTo(secret);
  }

  @Test
  void anEmptyAddressIsNone() {
    assertThat(bind(Map.of("p2f.mlflow.tracking-uri", "")).trackingUri()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tracking-uri | ftp://mlflow.example.org | an http or https address",
        "tracking-uri | mlflow:5000 | an http or https address",
        "tracking-uri | databricks | an http or https address",
        "tracking-uri | https://ada:pw@mlflow.example.org | without user",
        "public-address | p2f.example.org | an http or https address",
        "token-file | /none | readable",
        "password-file | /none | readable",
        "username | ada | given with p2f.mlflow.password-file",
        "poll | 0s | positive",
        "patience | -1s | positive",
        "first-retry | 0s | positive",
        "longest-retry | 1s | at least p2f.mlflow.first-retry",
        "give-up-after | 0s | positive",
      })
  void whatCannotBeIsRefusedByItsName(String key, String value, String need) {
    assertThatThrownBy(() -> bind(Map.of("p2f.mlflow." + key, value)))
        .rootCause()
        .hasMessageContaining("p2f.mlflow.%s must be ".formatted(key))
        .hasMessageContaining(need);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    MlflowProperties defaults = bind(Map.of());
    assertThat(defaults.pause(1)).hasSeconds(5);
    assertThat(defaults.pause(2)).hasSeconds(10);
    assertThat(defaults.pause(6)).hasSeconds(160);
    assertThat(defaults.pause(7)).hasSeconds(300);
    assertThat(defaults.pause(1_000)).hasSeconds(300);
  }

  private static MlflowProperties bind(Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("p2f.mlflow", MlflowProperties.class);
  }
}
