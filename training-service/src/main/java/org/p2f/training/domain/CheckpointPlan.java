package org.p2f.training.domain;

/**
 * When a run saves what it needs to go on after a crash: whichever comes first.
 *
 * @param everySteps after that many steps
 * @param everySeconds after that much time
 */
public record CheckpointPlan(long everySteps, long everySeconds) {}
