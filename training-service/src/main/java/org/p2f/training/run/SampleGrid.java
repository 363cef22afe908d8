package org.p2f.training.run;

/**
 * A picture of samples made while a run was trained.
 *
 * @param step number of steps behind it
 * @param seconds it took
 */
public record SampleGrid(long step, double seconds) {}
