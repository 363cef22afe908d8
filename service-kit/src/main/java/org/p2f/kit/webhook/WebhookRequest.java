package org.p2f.kit.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.webhook.Outcome;
import org.p2f.catalog.webhook.Secret;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refused;

/** Asks to be told of ended work. */
@Schema(description = "An address to be told when jobs and studies of the caller's project end")
record WebhookRequest(
    @Schema(
            description =
                "http or https address, with neither user nor fragment, on a target that the"
                    + " operator allows; at most 2000 characters",
            maxLength = WebhookRequest.LONGEST_URL)
        String url,
    @Schema(description = "Only work that ends so; default: all") @Nullable List<Outcome> outcomes,
    @Schema(
            description =
                "Only jobs of these kinds, such as training or dataset-import; study stands for"
                    + " studies; at most 50; default: all")
        @Nullable List<String> kinds,
    @Schema(
            description =
                "With which events are signed: whsec_ and 24 to 64 bytes in base64; default: a new"
                    + " one, which the answer tells")
        @Nullable String secret) {
  static final int LONGEST_URL = 2000;
  private static final int MOST_KINDS = 50;
  private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,63}");

  /** What is asked for, checked. */
  record Registration(
      URI url, List<Outcome> outcomes, List<String> kinds, @Nullable Secret secret) {}

  /**
   * @throws Refused naming every field that is wrong
   */
  Registration checked() {
    List<InvalidField> wrong = new ArrayList<>();
    Optional<URI> address = address();
    if (address.isEmpty()) {
      wrong.add(
          new InvalidField(
              "url",
              "must be an http or https address of at most %d characters, with neither user nor"
                      .formatted(LONGEST_URL)
                  + " fragment"));
    }
    List<String> told = Objects.requireNonNullElse(kinds, List.of());
    if (told.size() > MOST_KINDS) {
      wrong.add(new InvalidField("kinds", "must have at most %d entries".formatted(MOST_KINDS)));
    }
    for (int i = 0; i < told.size(); i++) {
      if (!KIND.matcher(told.get(i)).matches()) {
        wrong.add(
            new InvalidField(
                "kinds[%d]".formatted(i), "must be a kind such as training, or study"));
      }
    }
    Secret given = null;
    try {
      given = secret == null ? null : new Secret(secret);
    } catch (IllegalArgumentException none) {
      wrong.add(new InvalidField("secret", String.valueOf(none.getMessage())));
    }
    if (!wrong.isEmpty()) {
      throw Refused.fields(wrong);
    }
    return new Registration(
        address.orElseThrow(),
        Objects.requireNonNullElse(outcomes, List.<Outcome>of()).stream().distinct().toList(),
        told.stream().distinct().toList(),
        given);
  }

  private Optional<URI> address() {
    try {
      var uri = new URI(url);
      boolean usable =
          url.length() <= LONGEST_URL
              && uri.getScheme() != null
              && uri.getScheme().matches("(?i)https?")
              && uri.getHost() != null
              && uri.getPort() <= 65_535
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null;
      return Optional.of(uri).filter(_ -> usable);
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }
}
