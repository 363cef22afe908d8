package org.p2f.catalog.access;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. Everything recorded belongs to one project; members of a project see and change what is
 * in it, and everybody sees what is in {@value #PUBLIC}.
 *
 * @param subject of the token; null for the platform itself
 * @param project into which new things go
 * @param projects of which the caller is a member
 * @param everywhere whether the caller is a member of all projects
 */
public record Caller(
    @Nullable String subject, String project, Set<String> projects, boolean everywhere) {
  /** What everybody may see: the reference models, and what an administrator puts there. */
  public static final String PUBLIC = "public";

  /** The project of tokens that name none. */
  public static final String DEFAULT = "default";

  /** The platform itself: its workers, its clean-up, its start. */
  public static final Caller PLATFORM = new Caller(null, PUBLIC, Set.of(), true);

  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public Caller {
    projects = Set.copyOf(projects);
  }

  /** Whether that can be a project's name. */
  public static boolean isProject(String name) {
    return PROJECT.matcher(name).matches();
  }

  /** Whether what is in that project may be seen. */
  public boolean sees(String of) {
    return everywhere || of.equals(PUBLIC) || projects.contains(of);
  }

  /**
   * Refuses who may see what is in a project and not change it.
   *
   * @throws ReadOnlyProject if the caller is no member
   */
  public void requireMember(String of) {
    if (!everywhere && !projects.contains(of)) {
      throw new ReadOnlyProject(of);
    }
  }
}
