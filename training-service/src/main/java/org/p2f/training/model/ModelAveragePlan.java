package org.p2f.training.model;

/**
 * How a model of an average over training comes about.
 *
 * @param name of the new model
 * @param modelId whose run kept averages
 * @param width σ_rel of the average
 */
public record ModelAveragePlan(String name, String modelId, double width) {}
