/**
 * Heads: small classifiers on trajectories. Heads of one shape that differ in seed, learning rate
 * or time are trained as one program over tensors with a leading model axis.
 *
 * <p>Source of designs and settings: Mittal et al., arXiv:2210.13774.
 */
@NullMarked
package org.p2f.numerics.head;

import org.jspecify.annotations.NullMarked;
