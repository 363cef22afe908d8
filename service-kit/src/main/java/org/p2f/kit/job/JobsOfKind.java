package org.p2f.kit.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.ResponseEntity;

/**
 * The jobs of one kind, as a resource of the API shows them.
 *
 * @param word for one of them, such as {@code sampling run}; also names the problem if there is
 *     none, and with an s the collection
 * @param view of one of them
 */
public record JobsOfKind<V>(Jobs jobs, String kind, String word, Function<Job, V> view) {

  /**
   * Submits one in the name of the current caller.
   *
   * @param plan written as JSON object; the whole request, defaults filled in
   * @param inputs ids of the artifacts it reads
   * @param idempotencyKey the header as sent
   * @return 202 with what was started, and where to follow it
   */
  public ResponseEntity<V> submit(
      SubmitJob submitJob, Object plan, List<String> inputs, @Nullable String idempotencyKey) {
    Job job = submitJob.submit(kind, plan, inputs, idempotencyKey);
    return SubmitJob.accepted(
        "/v1/%ss/%s".formatted(word.replace(' ', '-'), job.id()), view.apply(job));
  }

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
    return Refused.unknown(word, id);
  }
}
