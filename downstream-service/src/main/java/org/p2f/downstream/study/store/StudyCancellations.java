package org.p2f.downstream.study.store;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Jobs that are still to be told to stop, as their study has no use for them any more. */
@Component
public class StudyCancellations {
  private final JdbcClient jdbc;

  StudyCancellations(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /** Notes a job, in the caller's transaction if there is one. */
  public void add(String studyId, String jobId) {
    jdbc.sql(
            """
            insert into study_cancellation (job_id, study_id) values (:job, :study)
            on conflict do nothing
            """)
        .param("job", jobId)
        .param("study", studyId)
        .update();
  }

  /** Ids of the jobs. */
  public List<String> jobs() {
    return jdbc.sql("select job_id from study_cancellation order by job_id")
        .query((row, at) -> row.getString("job_id"))
        .list();
  }

  /** The job has been told, or has ended. */
  public void done(String jobId) {
    jdbc.sql("delete from study_cancellation where job_id = :job").param("job", jobId).update();
  }
}
