package org.p2f.training.run;

/**
 * What a kept checkpoint is; the attributes of its artifact.
 *
 * @param runId the run that saved it
 * @param step number of steps behind it
 * @param reason why it was kept
 */
public record CheckpointDescription(String runId, long step, Reason reason) {
  /** The one file of its artifact. */
  public static final String FILE = "checkpoint.safetensors";

  /** Why a checkpoint outlives its run. */
  public enum Reason {
    /** The run was cancelled, and its owner asked for it. */
    CANCELLED,
    /** The run diverged later; the losses up to this step, and that of the next, were finite. */
    DIVERGED,
    /** The run failed by no fault of its plan; this was its newest checkpoint. */
    FAILED,
    /** The run succeeded; a run with more steps can go on from it. */
    FINISHED,
    /** The plan's keepEverySteps asked for it. */
    SNAPSHOT
  }
}
