package org.p2f.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.cli.Typed;

class SigningKeyTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;
  private Home home;

  @BeforeEach
  void choose() {
    home = new Home(directory.resolve("home"));
  }

  @Test
  void tokenIsSignedWithTheHomesKey() throws Exception {
    var key = SigningKey.of(home);
    var parts = key.token(Set.of("run", "read"), Duration.ofHours(2), NOON).split("\\.");
    var pem = Files.readString(key.publicKeyFile()).replaceAll("-----[A-Z ]+-----", "").strip();
    var publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey);
    signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8))
        .isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8))
        .contains("\"scope\":\"read run\"")
        .contains("\"iat\":" + NOON.getEpochSecond())
        .contains("\"exp\":" + (NOON.getEpochSecond() + 7200));
  }

  @Test
  void keyIsMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
    SigningKey.of(home);
    var file = home.keys().resolve("signing-key.pem");
    var made = Files.readString(file);
    SigningKey.of(home);
    assertThat(Files.readString(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.keys())))
        .isEqualTo("rwx------");
  }

  @Test
  void brokenKeyIsASentenceThatNamesTheFile() throws Exception {
    SigningKey.of(home);
    var file = home.keys().resolve("signing-key.pem");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> SigningKey.of(home))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void unknownScopeAndNoLifetimeAreRefused() {
    var key = SigningKey.of(home);
    assertThatThrownBy(() -> key.token(Set.of("read", "root"), Duration.ofHours(1), NOON))
        .hasMessageContaining("root");
    assertThatThrownBy(() -> key.token(Set.of(), Duration.ofHours(1), NOON))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> key.token(Set.of("read"), Duration.ZERO, NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commandPrintsATokenAndNothingElse() {
    assertThat(token("--scope", "read", "--ttl", "30m")).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
    assertThat(token()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
  }

  @Test
  void homeThatDoesNotRunIsToldBesideItsToken() {
    assertThat(token()).isNotBlank();
    assertThat(typed().err()).contains("does not run with " + home.root()).contains("./p2f up");
  }

  @Test
  void homeThatNeverRanGivesNoTokenAndIsNotMade() {
    assertThat(typed().failed(1)).contains(home.root().toString()).contains("P2F_HOME");
    assertThat(home.root()).doesNotExist();
  }

  @Test
  void commandSaysWhatIsWrongWithItsOptions() {
    SigningKey.of(home);
    assertThat(typed("--scope", "everything").failed(1)).contains("everything");
    assertThat(typed("--project", "Two Words").failed(1)).contains("Two Words");
    assertThat(typed("--subject", "\"").failed(1)).contains("subject");
    assertThat(typed("--ttl", "forever").failed(2)).contains("--ttl").contains("forever");
    assertThat(typed("--user", "me").failed(2)).contains("--user").contains("token --help");
    assertThat(typed("--ttl").failed(2)).contains("--ttl");
  }

  @Test
  void aTokenIsForASubjectAndItsProjects() {
    assertThat(claims(token("--subject", "ada", "--project", "birds cars")))
        .contains("\"sub\":\"ada\"", "\"projects\":[\"birds\",\"cars\"]");
    assertThat(claims(token())).contains("\"sub\":\"local\"", "\"projects\":[\"default\"]");
  }

  @Test
  void servicesActForAnybodyAndTheUserForHimself() throws Exception {
    var key = SigningKey.of(home);
    assertThat(claims(Files.readString(key.serviceToken(home, Duration.ofHours(1), NOON))))
        .contains("\"sub\":\"services\"", "\"scope\":\"delegate read run\"");
    assertThat(claims(Files.readString(key.userToken(home, Duration.ofHours(1), NOON))))
        .contains("\"sub\":\"local\"", "\"scope\":\"read run\"");
  }

  private static String claims(String token) {
    return new String(Base64.getUrlDecoder().decode(token.strip().split("\\.")[1]), UTF_8);
  }

  private String token(String... words) {
    SigningKey.of(home);
    return tokenOfThatHome(words);
  }

  private Typed typed(String... words) {
    return Typed.command(
        Map.of("P2F_HOME", home.root().toString()),
        Clock.fixed(NOON, ZoneOffset.UTC),
        Stream.concat(Stream.of("token"), Stream.of(words)).toArray(String[]::new));
  }

  private String tokenOfThatHome(String... words) {
    return typed(words).succeeded();
  }
}
