package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.p2f.catalog.job.JobState.CANCELLED;
import static org.p2f.catalog.job.JobState.CANCELLING;
import static org.p2f.catalog.job.JobState.FAILED;
import static org.p2f.catalog.job.JobState.QUEUED;
import static org.p2f.catalog.job.JobState.RUNNING;
import static org.p2f.catalog.job.JobState.SUCCEEDED;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {
  private static final List<UnaryOperator<JobState>> ACTS =
      List.of(
          JobState::claim, JobState::cancel, JobState::handBack, JobState::succeed, JobState::fail);

  @Test
  void queuedJobCanOnlyBeClaimedOrCancelled() {
    assertThat(QUEUED.claim()).isEqualTo(RUNNING);
    assertThat(QUEUED.cancel()).isEqualTo(CANCELLED);
    assertThatIllegalStateException().isThrownBy(QUEUED::succeed);
    assertThatIllegalStateException().isThrownBy(QUEUED::fail);
    assertThatIllegalStateException().isThrownBy(QUEUED::handBack);
  }

  @Test
  void runningJobThatIsHandedBackWaitsAgain() {
    assertThat(RUNNING.handBack()).isEqualTo(QUEUED);
    assertThat(RUNNING.succeed()).isEqualTo(SUCCEEDED);
    assertThat(RUNNING.fail()).isEqualTo(FAILED);
    assertThat(RUNNING.cancel()).isEqualTo(CANCELLING);
  }

  @Test
  void runningJobOfADeadWorkerRunsAgain() {
    assertThat(RUNNING.claim()).isEqualTo(RUNNING);
  }

  @Test
  void cancellingJobIsNeverQueuedAgain() {
    assertThat(CANCELLING.handBack()).isEqualTo(CANCELLED);
    assertThat(CANCELLING.claim()).isEqualTo(CANCELLED);
    assertThat(CANCELLING.cancel()).isEqualTo(CANCELLING);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void endedJobStaysAsItIs(JobState ended) {
    assertThat(ended.isFinal()).isTrue();
    assertThat(ACTS)
        .allSatisfy(act -> assertThatIllegalStateException().isThrownBy(() -> act.apply(ended)));
  }
}
