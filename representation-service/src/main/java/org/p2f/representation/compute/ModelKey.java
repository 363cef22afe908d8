package org.p2f.representation.compute;

import org.p2f.representation.domain.WeightSet;

/** What is loaded as one: a model with one of its sets of weights. */
record ModelKey(String modelId, WeightSet weights) {}
