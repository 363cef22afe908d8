package org.p2f.catalog.artifact;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names that stand for an artifact of their kind, and may be moved to another one of its project.
 * In each project a name may stand for something else.
 */
public interface ArtifactAliases {

  /** What a name may be; ids are none. */
  Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** Whether it may be an alias of that kind: ids may not, so that none can be hidden. */
  static boolean isName(ArtifactKind kind, String alias) {
    return NAME.matcher(alias).matches() && !alias.startsWith(kind.prefix() + "-");
  }

  /**
   * The artifact of that kind with that id or, if there is none, that alias: of what the current
   * caller may see, in the project that the call is for, then in what is everybody's, then in the
   * first other project by its name.
   */
  Optional<Artifact> resolve(ArtifactKind kind, String idOrAlias);

  /**
   * Refuses a name that stands for something of everybody's, which none may hide who may not change
   * it.
   *
   * @throws org.p2f.catalog.access.ReadOnlyProject if it does
   */
  void requireFree(ArtifactKind kind, String alias);

  /**
   * Gives an artifact a name, taking it from the one that has it in its project.
   *
   * @throws IllegalArgumentException if {@link #isName} denies it
   * @throws org.p2f.catalog.access.ReadOnlyProject if the current caller may not change the
   *     artifact, or the name is everybody's
   */
  void set(Artifact artifact, String alias);

  /**
   * @return whether that artifact had the name
   */
  boolean remove(Artifact artifact, String alias);

  /** An artifact's names, in alphabetical order. */
  List<String> of(String artifactId);

  /**
   * Runs a task in one transaction, while no other process runs one in this way. So a process can
   * see that a name is free, record an artifact and give it the name: both appear or none, and of
   * two processes one sees what the other did.
   */
  void alone(Runnable task);
}
