package org.p2f.representation.encoding.work;

import org.p2f.spec.network.Weights;

/** What is loaded as one: a model with one of its sets of weights. */
public record ModelKey(String modelId, Weights weights) {}
