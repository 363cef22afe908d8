package org.p2f.kit.job;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;

/**
 * The jobs of one kind, as a resource of the API shows them.
 *
 * @param word for one of them, such as {@code sampling run}; also names the problem if there is
 *     none
 * @param view of one of them
 */
public record JobsOfKind<V>(Jobs jobs, String kind, String word, Function<Job, V> view) {

  /** Newest first. */
  public PageView<V> list(PageQuery query) {
    return PageView.of(jobs.list(kind, null, query.cursor(), query.limit()), view);
  }

  /**
   * @throws Refused if there is none of that id
   */
  public V get(String id) {
    return view.apply(find(id).orElseThrow(() -> unknown(id)));
  }

  /**
   * Asks one to stop.
   *
   * @throws Refused if there is none of that id
   * @throws org.p2f.catalog.job.AlreadyFinished if it has ended
   */
  public V cancel(String id) {
    return view.apply(
        find(id).flatMap(job -> jobs.cancel(job.id())).orElseThrow(() -> unknown(id)));
  }

  private Optional<Job> find(String id) {
    return jobs.find(id).filter(job -> job.kind().equals(kind));
  }

  private Refused unknown(String id) {
    return Refused.notFound(
        "unknown-" + word.toLowerCase(Locale.ROOT).replace(' ', '-'),
        "No %s '%s'".formatted(word, id));
  }
}
