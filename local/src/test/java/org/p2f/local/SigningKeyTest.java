package org.p2f.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();
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
    assertThat(notices.toString(UTF_8))
        .contains("does not run with " + home.root())
        .contains("./p2f up");
  }

  @Test
  void homeThatNeverRanGivesNoTokenAndIsNotMade() {
    assertThatThrownBy(this::tokenOfThatHome)
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining(home.root().toString())
        .hasMessageContaining("P2F_HOME");
    assertThat(home.root()).doesNotExist();
  }

  @Test
  void commandSaysWhatIsWrongWithItsOptions() {
    assertThatThrownBy(() -> token("--scope", "everything")).hasMessageContaining("everything");
    assertThatThrownBy(() -> token("--project", "Two Words")).hasMessageContaining("Two Words");
    assertThatThrownBy(() -> token("--subject", "\"")).hasMessageContaining("subject");
    assertThatThrownBy(() -> token("--ttl", "forever")).hasMessageContaining("forever");
    assertThatThrownBy(() -> token("--user", "me"))
        .hasMessageContaining("--user")
        .hasMessageContaining("--project, --scope, --subject, --ttl");
    assertThatThrownBy(() -> token("--ttl")).hasMessageContaining("needs a value");
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

  @Test
  void lifetimesAreReadInEveryUnit() {
    assertThat(TokenCommand.lifetime("45s")).isEqualTo(Duration.ofSeconds(45));
    assertThat(TokenCommand.lifetime("30m")).isEqualTo(Duration.ofMinutes(30));
    assertThat(TokenCommand.lifetime("12h")).isEqualTo(Duration.ofHours(12));
    assertThat(TokenCommand.lifetime("7d")).isEqualTo(Duration.ofDays(7));
  }

  private String token(String... words) {
    SigningKey.of(home);
    return tokenOfThatHome(words);
  }

  private String tokenOfThatHome(String... words) {
    var out = new ByteArrayOutputStream();
    TokenCommand.run(
        home,
        List.of(words),
        NOON,
        new PrintStream(out, true, UTF_8),
        new PrintStream(notices, true, UTF_8));
    return out.toString(UTF_8);
  }
}
