package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.Parameter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.kit.problem.Refused;

/** Deletes things for the caller of the current request; services' controllers use it. */
public final class DeleteThing {
  private final Deletions deletions;

  DeleteThing(Deletions deletions) {
    this.deletions = deletions;
  }

  /** Documents the parameter of a DELETE by which what needs the thing is deleted too. */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(description = "Deletes what needs it too, in one step, unless a job runs on any of it")
  public @interface Cascade {}

  /**
   * Deletes one thing. Deleting again what is deleted changes nothing.
   *
   * @param problem name of the problem if there is no such thing
   * @param word for it there
   * @throws Refused if there is none (404)
   * @throws org.p2f.catalog.deletion.NotDeleted if something is in the way (409)
   */
  public void delete(Deletable kind, String id, boolean cascade, String problem, String word) {
    if (deletions.delete(kind, id, cascade, Callers.current().subject()).isEmpty()) {
      throw Refused.notFound(problem, "No %s '%s'".formatted(word, id));
    }
  }
}
