package org.p2f.kit.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who calls, by a token and what the call says beside it.
 *
 * <p>A token's projects are in its claim {@code projects}: a list, or names with spaces between
 * them. The first is where new things go, unless the call names another of them. The scope {@code
 * admin} is a member of all projects; the scope {@code delegate}, for the platform's own services,
 * may act for any subject in any project.
 */
public final class TokenCaller {
  /** Names one of the caller's projects; nothing else is seen then, and new things go there. */
  public static final String PROJECT_HEADER = "P2F-Project";

  /** For whom a service acts: a subject in base64url. */
  public static final String ACTING_HEADER = "P2F-Acting-For";

  /** The claim with a token's projects. */
  public static final String PROJECTS_CLAIM = "projects";

  static final String ADMIN = "admin";

  /** The scope of whoever may act for others. */
  public static final String DELEGATE = "delegate";

  private TokenCaller() {}

  /**
   * @param scopes of the token
   * @param project the value of {@value #PROJECT_HEADER}; null for none
   * @param acting the value of {@value #ACTING_HEADER}; null for none
   * @throws Refused if the token's projects are no names (401), or the call asks for more than the
   *     token allows (403)
   */
  public static Caller of(
      Jwt token, Collection<String> scopes, @Nullable String project, @Nullable String acting) {
    boolean delegate = scopes.contains(DELEGATE);
    if (acting != null) {
      return acting(delegate, project, acting);
    }
    boolean everywhere = delegate || scopes.contains(ADMIN);
    Set<String> projects = projects(token);
    if (project == null) {
      return new Caller(token.getSubject(), first(projects), projects, everywhere);
    }
    if (!Caller.isProject(project) || (!everywhere && !projects.contains(project))) {
      throw forbidden("The token is for no project '%s'".formatted(project));
    }
    return new Caller(token.getSubject(), project, Set.of(project), false);
  }

  private static Caller acting(boolean delegate, @Nullable String project, String acting) {
    if (!delegate) {
      throw forbidden("Acting for others needs the scope " + DELEGATE);
    }
    String home = Objects.requireNonNullElse(project, Caller.DEFAULT);
    try {
      var subject = new String(Base64.getUrlDecoder().decode(acting), StandardCharsets.UTF_8);
      if (Caller.isProject(home)) {
        return new Caller(subject, home, Set.of(home), false);
      }
    } catch (IllegalArgumentException noBase64) {
      // told below
    }
    throw forbidden(
        "%s holds a subject in base64url, and %s a project"
            .formatted(ACTING_HEADER, PROJECT_HEADER));
  }

  private static Set<String> projects(Jwt token) {
    Object claim = token.getClaim(PROJECTS_CLAIM);
    List<String> names =
        switch (claim) {
          case null -> List.of(Caller.DEFAULT);
          case String text -> List.of(text.strip().split("\\s+"));
          case Collection<?> list -> list.stream().map(String::valueOf).toList();
          default -> List.of();
        };
    if (names.isEmpty() || !names.stream().allMatch(Caller::isProject)) {
      throw new Refused(
          new Refusal(
              "invalid-token",
              401,
              "The claim projects holds names of lower-case letters, digits, '.', '_' and '-'"));
    }
    return new LinkedHashSet<>(names);
  }

  private static String first(Set<String> projects) {
    return projects.iterator().next();
  }

  private static Refused forbidden(String why) {
    return new Refused(new Refusal("not-your-project", 403, why));
  }
}
