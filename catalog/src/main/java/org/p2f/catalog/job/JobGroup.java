package org.p2f.catalog.job;

import java.util.List;

/**
 * Jobs that processes of their own run side by side.
 *
 * @param id starts with {@code grp-}
 * @param started whether its processes have been asked for
 * @param members in the order of their numbers; those that were deleted are missing
 */
public record JobGroup(String id, boolean started, List<Member> members) {

  /**
   * @param number of the process that runs it, from 0
   */
  public record Member(int number, String jobId, JobState state) {}

  public JobGroup {
    members = List.copyOf(members);
  }

  /** Processes that it needs. */
  public int processes() {
    return members.stream().mapToInt(Member::number).max().orElse(0) + 1;
  }

  /** Whether all of its jobs have ended. */
  public boolean isOver() {
    return members.stream().allMatch(member -> member.state().isFinal());
  }
}
