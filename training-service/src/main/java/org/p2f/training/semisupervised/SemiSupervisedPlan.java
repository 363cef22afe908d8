package org.p2f.training.semisupervised;

import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/**
 * All that decides a semi-supervised run, with every default filled in.
 *
 * @param factor that is learnt
 * @param labelsPerClass training images of each class whose label is known
 * @param seed of the draw of labelled images, weights, order, augmentations and mixtures
 */
public record SemiSupervisedPlan(
    String name,
    String datasetId,
    String factor,
    int labelsPerClass,
    Backbone backbone,
    SemiSupervisedSpec training,
    long seed) {}
