package org.p2f.training.domain;

/**
 * All that decides how a model comes about, with every default filled in.
 *
 * @param preset where the defaults came from
 * @param seed of weights, data order, times, noise and dropout
 * @param steps 0 gives the untrained model
 * @param latentPenalty weight of the penalty on the code
 */
public record TrainingPlan(
    String name,
    String datasetId,
    String preset,
    Objective objective,
    long seed,
    long steps,
    int batchSize,
    ImagesPlan images,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    DiffusionPlan diffusion,
    double latentPenalty,
    OptimizerPlan optimizer,
    Precision precision,
    CheckpointPlan checkpoints) {}
