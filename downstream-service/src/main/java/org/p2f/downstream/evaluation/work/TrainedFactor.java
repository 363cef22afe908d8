package org.p2f.downstream.evaluation.work;

import java.util.List;
import org.p2f.numerics.head.Baselines;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.NearestNeighbours;

/**
 * What one encoder's heads gave on one factor, also as it waits in a job's workspace.
 *
 * @param neighbours of each time and seed
 */
record TrainedFactor(
    List<MemberResult> members, List<NearestNeighbours.Result> neighbours, Baselines baselines) {}
