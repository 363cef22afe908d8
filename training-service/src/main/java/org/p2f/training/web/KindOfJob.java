package org.p2f.training.web;

import java.util.Optional;
import org.p2f.catalog.Page;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.paging.PageQuery;

/** The jobs of one kind. */
public record KindOfJob(Jobs jobs, String kind) {

  public Optional<Job> find(String id) {
    return jobs.find(id).filter(job -> job.kind().equals(kind));
  }

  public Page<Job> list(PageQuery query) {
    return jobs.list(kind, null, query.cursor(), query.limit());
  }

  public Optional<Job> cancel(String id) {
    return find(id).flatMap(job -> jobs.cancel(job.id()));
  }
}
