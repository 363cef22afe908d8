package org.p2f.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The key that signs this home's tokens; made on first use, never leaving the machine. */
public final class SigningKey {

  /** What tokens can allow. */
  public static final Set<String> SCOPES = Set.of("read", "run", "admin", "delegate");

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@-]{1,128}");
  private static final String PRIVATE_FILE = "signing-key.pem";
  private static final int BITS = 3072;
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey key;
  private final Path publicKeyFile;

  private SigningKey(PrivateKey key, Path publicKeyFile) {
    this.key = key;
    this.publicKeyFile = publicKeyFile;
  }

  /** Whether this home has a key already; looks without making anything. */
  public static boolean isIn(Home home) {
    return Files.exists(home.root().resolve("keys").resolve(PRIVATE_FILE));
  }

  /** This home's key. */
  public static SigningKey of(Home home) {
    var privateFile = home.keys().resolve(PRIVATE_FILE);
    var publicFile = home.keys().resolve("signing-key.pub.pem");
    try {
      if (Files.notExists(privateFile) || Files.notExists(publicFile)) {
        create(privateFile, publicFile);
      }
      var encoded = fromPem(Files.readString(privateFile), PRIVATE);
      var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new SigningKey(key, publicFile);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new LocalFailure(
          "The signing key %s cannot be used (%s). Remove it to have a new one made; tokens made with it end to be valid."
              .formatted(privateFile, unusable.getMessage()),
          unusable);
    }
  }

  public Path publicKeyFile() {
    return publicKeyFile;
  }

  /**
   * A JWT of the subject {@code local}, signed with RS256, for the project {@code default}.
   *
   * @param scopes some of {@link #SCOPES}
   * @throws IllegalArgumentException if there is no scope, an unknown one, or no lifetime
   */
  public String token(Set<String> scopes, Duration lifetime, Instant now) {
    return token("local", List.of("default"), scopes, lifetime, now);
  }

  /**
   * A JWT, signed with RS256.
   *
   * @param subject who shows it
   * @param projects of which he is a member; new things go into the first
   * @param scopes some of {@link #SCOPES}
   * @throws IllegalArgumentException if there is no project or scope, one that cannot be, or no
   *     lifetime
   */
  public String token(
      String subject, List<String> projects, Set<String> scopes, Duration lifetime, Instant now) {
    if (projects.isEmpty() || !projects.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new IllegalArgumentException(
          "Need projects of lower-case letters, digits, '.', '_' and '-', got '%s'"
              .formatted(String.join(" ", projects)));
    }
    if (!SUBJECT.matcher(subject).matches()) {
      throw new IllegalArgumentException(
          "Need a subject of letters, digits, '.', '_', '@' and '-', got '%s'".formatted(subject));
    }
    if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
      throw new IllegalArgumentException(
          "Need scopes out of %s, got '%s'"
              .formatted(new TreeSet<>(SCOPES), String.join(" ", scopes)));
    }
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("Need a lifetime of at least a second, got " + lifetime);
    }
    var claims =
        "{\"iss\":\"p2f-local\",\"sub\":\"%s\",\"projects\":[\"%s\"],\"scope\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                subject,
                String.join("\",\"", projects),
                String.join(" ", new TreeSet<>(scopes)),
                now.getEpochSecond(),
                now.plus(lifetime).getEpochSecond());
    var signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every JDK signs with RSA
    }
  }

  /**
   * A file with a token that may read and run for anybody: what one service shows the others.
   * Written anew, readable by its owner alone.
   */
  Path serviceToken(Home home, Duration lifetime, Instant now) {
    return file(
        home.keys().resolve("service-token"),
        token("services", List.of("default"), Set.of("read", "run", "delegate"), lifetime, now));
  }

  /**
   * A file with a token that may read and run for the home's own user, for the programs that he
   * starts. Written anew, readable by its owner alone.
   */
  Path userToken(Home home, Duration lifetime, Instant now) {
    return file(home.keys().resolve("user-token"), token(Set.of("read", "run"), lifetime, now));
  }

  private static Path file(Path file, String token) {
    try {
      write(file, token);
      return file;
    } catch (IOException unusable) {
      throw new LocalFailure(
          "The token %s cannot be written (%s).".formatted(file, unusable.getMessage()), unusable);
    }
  }

  private static String encode(String json) {
    return URL.encodeToString(json.getBytes(UTF_8));
  }

  private static void create(Path privateFile, Path publicFile)
      throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    var pair = generator.generateKeyPair();
    write(publicFile, toPem(pair.getPublic().getEncoded(), PUBLIC));
    write(privateFile, toPem(pair.getPrivate().getEncoded(), PRIVATE)); // last: it makes the pair
  }

  private static void write(Path file, String text) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var unfinished = Files.createTempFile(file.getParent(), "key", ".tmp", ownerOnly);
    Files.writeString(unfinished, text);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String toPem(byte[] encoded, String type) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
  }

  private static byte[] fromPem(String pem, String type) {
    var body =
        pem.replace("-----BEGIN " + type + "-----", "").replace("-----END " + type + "-----", "");
    return Base64.getMimeDecoder().decode(body.strip());
  }
}
